/**
 * Defaults of pod templates and pods. Source: pkg/apis/core/v1/defaults.go. Volumes and security contexts are kept as written.
 */
import type { Container, ContainerPort, EphemeralContainer, Lifecycle, LifecycleHandler, PodSpec, Probe } from '../../../kubernetes/types/core.ts'

/** `IfNotPresent`, but `Always` for images without a tag or with `latest`; an image with a digest has a tag of its own. */
function pullPolicy(image: string): Container['imagePullPolicy'] {
  if (image.includes('@')) return 'IfNotPresent'
  const last = image.slice(image.lastIndexOf('/') + 1)
  const colon = last.indexOf(':')
  return colon < 0 || last.slice(colon + 1) === 'latest' ? 'Always' : 'IfNotPresent'
}

/** A reference to a field is of `v1` where it names no version. Source: SetDefaults_ObjectFieldSelector. */
function defaultEnv(env: Container['env']): Container['env'] {
  if (env === undefined || !env.some((one) => fieldRefOf(one.valueFrom) !== undefined)) return env
  return env.map((one) => {
    const fieldRef = fieldRefOf(one.valueFrom)
    return fieldRef === undefined ? one : { ...one, valueFrom: { fieldRef: { apiVersion: 'v1', ...fieldRef } } }
  })
}

function fieldRefOf(from: unknown): object | undefined {
  const fieldRef = typeof from === 'object' && from !== null && 'fieldRef' in from ? from.fieldRef : undefined
  return typeof fieldRef === 'object' && fieldRef !== null ? fieldRef : undefined
}

function defaultProbe(probe: Probe | undefined): Probe | undefined {
  if (probe === undefined) return undefined
  const { httpGet } = probe
  return {
    httpGet: httpGet === undefined ? undefined : { path: httpGet.path ?? '/', port: httpGet.port, scheme: httpGet.scheme ?? 'HTTP' },
    tcpSocket: probe.tcpSocket,
    exec: probe.exec,
    grpc: probe.grpc,
    initialDelaySeconds: probe.initialDelaySeconds ?? 0,
    periodSeconds: probe.periodSeconds || 10,
    timeoutSeconds: probe.timeoutSeconds || 1,
    successThreshold: probe.successThreshold || 1,
    failureThreshold: probe.failureThreshold || 3,
  }
}

function defaultHandler(handler: LifecycleHandler | undefined): LifecycleHandler | undefined {
  const httpGet = handler?.httpGet
  return handler === undefined || httpGet === undefined ? handler : {
    ...handler, httpGet: { path: httpGet.path ?? '/', port: httpGet.port, host: httpGet.host, scheme: httpGet.scheme ?? 'HTTP', httpHeaders: httpGet.httpHeaders },
  }
}

function defaultLifecycle(lifecycle: Lifecycle | undefined): Lifecycle | undefined {
  if (lifecycle === undefined) return undefined
  return { postStart: defaultHandler(lifecycle.postStart), preStop: defaultHandler(lifecycle.preStop), stopSignal: lifecycle.stopSignal }
}

function defaultPort(port: ContainerPort, hostNetwork: boolean): ContainerPort {
  return {
    name: port.name,
    containerPort: port.containerPort,
    hostPort: port.hostPort ?? (hostNetwork ? port.containerPort : undefined),
    protocol: port.protocol ?? 'TCP',
  }
}

function defaultContainer(container: Container, hostNetwork: boolean): Container {
  return {
    name: container.name,
    image: container.image,
    command: container.command,
    args: container.args,
    workingDir: container.workingDir,
    ports: container.ports?.map((port) => defaultPort(port, hostNetwork)),
    env: defaultEnv(container.env),
    envFrom: container.envFrom,
    resources: container.resources ?? { requests: undefined, limits: undefined },
    volumeMounts: container.volumeMounts,
    livenessProbe: defaultProbe(container.livenessProbe),
    readinessProbe: defaultProbe(container.readinessProbe),
    startupProbe: defaultProbe(container.startupProbe),
    lifecycle: defaultLifecycle(container.lifecycle),
    terminationMessagePath: container.terminationMessagePath ?? '/dev/termination-log',
    terminationMessagePolicy: container.terminationMessagePolicy ?? 'File',
    imagePullPolicy: container.imagePullPolicy ?? pullPolicy(container.image ?? ''),
    securityContext: container.securityContext,
    restartPolicy: container.restartPolicy,
    stdin: container.stdin,
    stdinOnce: container.stdinOnce,
    tty: container.tty,
  }
}

/** Defaults of an ephemeral container: those of every container. */
function defaultEphemeral(container: EphemeralContainer): EphemeralContainer {
  return { ...defaultContainer(container, false), targetContainerName: container.targetContainerName }
}

/** A copy of a pod spec, every field named. `nodeName` may differ. */
export function copyPodSpec(spec: PodSpec, nodeName = spec.nodeName): PodSpec {
  return {
    volumes: spec.volumes,
    initContainers: spec.initContainers,
    containers: spec.containers,
    ephemeralContainers: spec.ephemeralContainers,
    restartPolicy: spec.restartPolicy,
    terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds,
    activeDeadlineSeconds: spec.activeDeadlineSeconds,
    dnsPolicy: spec.dnsPolicy,
    nodeSelector: spec.nodeSelector,
    serviceAccountName: spec.serviceAccountName,
    serviceAccount: spec.serviceAccount,
    automountServiceAccountToken: spec.automountServiceAccountToken,
    nodeName,
    hostNetwork: spec.hostNetwork,
    securityContext: spec.securityContext,
    imagePullSecrets: spec.imagePullSecrets,
    hostname: spec.hostname,
    subdomain: spec.subdomain,
    affinity: spec.affinity,
    schedulerName: spec.schedulerName,
    tolerations: spec.tolerations,
    priorityClassName: spec.priorityClassName,
    priority: spec.priority,
    enableServiceLinks: spec.enableServiceLinks,
    preemptionPolicy: spec.preemptionPolicy,
    topologySpreadConstraints: spec.topologySpreadConstraints,
  }
}

/** Defaults that templates get too. */
export function defaultPodSpec(spec: PodSpec): PodSpec {
  const hostNetwork = spec.hostNetwork === true
  return {
    ...copyPodSpec(spec),
    initContainers: spec.initContainers?.map((container) => defaultContainer(container, hostNetwork)),
    containers: (spec.containers ?? []).map((container) => defaultContainer(container, hostNetwork)),
    ephemeralContainers: spec.ephemeralContainers?.map(defaultEphemeral),
    restartPolicy: spec.restartPolicy ?? 'Always',
    terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds ?? 30,
    dnsPolicy: spec.dnsPolicy ?? 'ClusterFirst',
    serviceAccountName: spec.serviceAccountName ?? spec.serviceAccount,
    serviceAccount: spec.serviceAccount ?? spec.serviceAccountName,
    securityContext: spec.securityContext ?? {},
    schedulerName: spec.schedulerName ?? 'default-scheduler',
  }
}

/** A limit without a request is the request too. */
function requestsFromLimits(container: Container): Container {
  const { limits, requests } = container.resources
  if (limits === undefined || Object.keys(limits).every((name) => requests?.[name] !== undefined)) return container
  return { ...container, resources: { limits, requests: { ...limits, ...requests } } }
}

/** Defaults that only pods get, on top of those of templates. */
export function defaultPod(spec: PodSpec): PodSpec {
  return {
    ...copyPodSpec(spec),
    initContainers: spec.initContainers?.map(requestsFromLimits),
    containers: spec.containers.map(requestsFromLimits),
    enableServiceLinks: spec.enableServiceLinks ?? true,
  }
}
