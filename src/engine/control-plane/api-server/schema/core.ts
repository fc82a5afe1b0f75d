/** Shapes of the core (v1) kinds. Source: k8s.io/api/core/v1/types.go; members in the order of our types. */
import {
  any, boolean, int, intOrString, labelSelector, list, nullableString, objectSchema, requiredList, requiredResourceList, requiredStruct,
  resourceList, string, stringMap, struct, text,
} from './types.ts'

const resourceRequirements = requiredStruct('ResourceRequirements', { requests: resourceList, limits: resourceList }, ['claims'])
const containerPort = struct('ContainerPort', { name: string, containerPort: int, hostPort: int, protocol: string }, ['hostIP'])
const probe = struct('Probe', {
  httpGet: struct('HTTPGetAction', { path: string, port: intOrString, scheme: string }, ['host', 'httpHeaders']),
  tcpSocket: struct('TCPSocketAction', { port: intOrString }, ['host']),
  exec: struct('ExecAction', { command: requiredList(string) }),
  grpc: struct('GRPCAction', { port: int, service: string }),
  initialDelaySeconds: int, periodSeconds: int, timeoutSeconds: int, successThreshold: int, failureThreshold: int,
}, ['terminationGracePeriodSeconds'])
const lifecycleHandler = struct('LifecycleHandler', {
  exec: struct('ExecAction', { command: requiredList(string) }),
  httpGet: struct('HTTPGetAction', { path: string, port: intOrString, host: string, scheme: string, httpHeaders: any }),
  tcpSocket: any, sleep: struct('SleepAction', { seconds: { kind: 'int', absent: 0 } }),
})
const lifecycle = struct('Lifecycle', { postStart: lifecycleHandler, preStop: lifecycleHandler, stopSignal: string })
const containerFields = {
  name: text, image: text, command: list(string), args: list(string), workingDir: string, ports: list(containerPort),
  env: list(struct('EnvVar', { name: text, value: string, valueFrom: any })), envFrom: list(any), resources: resourceRequirements,
  volumeMounts: list(
    struct(
      'VolumeMount', { name: text, mountPath: text, readOnly: boolean, subPath: string },
      ['mountPropagation', 'subPathExpr', 'recursiveReadOnly'],
    ),
  ),
  livenessProbe: probe, readinessProbe: probe, startupProbe: probe, lifecycle, terminationMessagePath: string,
  terminationMessagePolicy: string,
  imagePullPolicy: string, securityContext: any, restartPolicy: string,
  stdin: boolean, stdinOnce: boolean, tty: boolean,
}
const droppedOfContainers = ['volumeDevices', 'resizePolicy', 'restartPolicyRules']
const container = struct('Container', containerFields, droppedOfContainers)
const ephemeralContainer = struct('EphemeralContainer', { ...containerFields, targetContainerName: string }, droppedOfContainers)
const toleration = struct('Toleration', { key: string, operator: string, value: string, effect: string, tolerationSeconds: int })
const requirement = struct('NodeSelectorRequirement', { key: text, operator: text, values: list(string) })
const term = struct('NodeSelectorTerm', { matchExpressions: list(requirement), matchFields: list(requirement) })
const affinity = struct('Affinity', {
  nodeAffinity: struct('NodeAffinity', {
    requiredDuringSchedulingIgnoredDuringExecution: struct('NodeSelector', { nodeSelectorTerms: requiredList(term) }),
    preferredDuringSchedulingIgnoredDuringExecution: list(
      struct('PreferredSchedulingTerm', { weight: int, preference: { ...term, absent: 'empty' } }),
    ),
  }),
  podAffinity: any, podAntiAffinity: any,
})
export const podSpec = requiredStruct('PodSpec', {
  volumes: list(any), initContainers: list(container), containers: requiredList(container), ephemeralContainers: list(ephemeralContainer),
  restartPolicy: string,
  terminationGracePeriodSeconds: int,
  activeDeadlineSeconds: int, dnsPolicy: string, nodeSelector: stringMap, serviceAccountName: string, serviceAccount: string,
  automountServiceAccountToken: boolean, nodeName: string, hostNetwork: boolean, securityContext: any, imagePullSecrets: list(any),
  hostname: string,
  subdomain: string, affinity, schedulerName: string, tolerations: list(toleration), priorityClassName: string, priority: int,
  enableServiceLinks: boolean,
  preemptionPolicy: string,
  topologySpreadConstraints: list(struct('TopologySpreadConstraint', {
    maxSkew: int, topologyKey: text, whenUnsatisfiable: text, labelSelector,
  },
    ['minDomains', 'nodeAffinityPolicy', 'nodeTaintsPolicy', 'matchLabelKeys'])),
}, [
  'hostPID', 'hostIPC', 'shareProcessNamespace', 'hostAliases', 'dnsConfig', 'readinessGates', 'runtimeClassName',
  'overhead', 'setHostnameAsFQDN', 'os', 'hostUsers', 'schedulingGates', 'resourceClaims', 'resources', 'hostnameOverride',
])
export const podTemplate = requiredStruct('PodTemplateSpec', {
  metadata: requiredStruct('ObjectMeta', { name: string, labels: stringMap, annotations: stringMap, creationTimestamp: nullableString },
    ['namespace', 'generateName', 'uid', 'resourceVersion', 'generation', 'ownerReferences', 'finalizers', 'managedFields', 'selfLink']),
  spec: podSpec,
})

const condition = {
  type: text, status: text, observedGeneration: int, lastProbeTime: { kind: 'nullableString', absent: null }, lastTransitionTime: text,
  reason: string, message: string,
} as const
const containerState = requiredStruct('ContainerState', {
  waiting: struct('ContainerStateWaiting', { reason: text, message: string }),
  running: struct('ContainerStateRunning', { startedAt: text }),
  terminated: struct('ContainerStateTerminated', {
    exitCode: int, signal: int, reason: text, message: string, startedAt: text, finishedAt: text, containerID: string,
  }),
})
const containerStatus = struct('ContainerStatus', {
  name: text, state: containerState, lastState: containerState, ready: boolean, restartCount: int, image: text, imageID: text,
  containerID: string, started: boolean,
}, ['allocatedResources', 'resources', 'volumeMounts', 'user', 'stopSignal'])
const ips = list(struct('PodIP', { ip: text }))
const podStatus = requiredStruct('PodStatus', {
  observedGeneration: int, phase: string, conditions: list(struct('PodCondition', condition)), message: string, reason: string,
  nominatedNodeName: string,
  hostIP: string, hostIPs: ips, podIP: string, podIPs: ips, startTime: string, initContainerStatuses: list(containerStatus),
  containerStatuses: list(containerStatus), ephemeralContainerStatuses: list(containerStatus), qosClass: string,
}, ['resize', 'resourceClaimStatuses'])

const nodeSpec = requiredStruct('NodeSpec', {
  podCIDR: string, podCIDRs: list(string), providerID: string, unschedulable: boolean,
  taints: list(struct('Taint', { key: text, value: string, effect: text, timeAdded: string })),
}, ['configSource', 'externalID'])
const nodeStatus = requiredStruct('NodeStatus', {
  capacity: requiredResourceList, allocatable: requiredResourceList,
  conditions: requiredList(
    struct('NodeCondition', { type: text, status: text, lastHeartbeatTime: text, lastTransitionTime: text, reason: text, message: text }),
  ),
  addresses: requiredList(struct('NodeAddress', { type: text, address: text })),
  daemonEndpoints: struct('NodeDaemonEndpoints', { kubeletEndpoint: requiredStruct('DaemonEndpoint', { Port: int }) }),
  nodeInfo: struct('NodeSystemInfo', {
    machineID: text, systemUUID: text, bootID: text, kernelVersion: text, osImage: text, containerRuntimeVersion: text,
    kubeletVersion: text,
    kubeProxyVersion: text, operatingSystem: text, architecture: text,
  }, ['swap']),
  images: list(struct('ContainerImage', { names: requiredList(string), sizeBytes: int })),
}, ['phase', 'volumesInUse', 'volumesAttached', 'config', 'runtimeHandlers', 'features', 'declaredFeatures'])

const servicePort = struct(
  'ServicePort', { name: string, protocol: string, appProtocol: string, port: int, targetPort: intOrString, nodePort: int },
)
const serviceSpec = requiredStruct('ServiceSpec', {
  ports: list(servicePort), selector: stringMap, clusterIP: string, clusterIPs: list(string), type: string, externalName: string,
  sessionAffinity: string,
  externalTrafficPolicy: string, internalTrafficPolicy: string, ipFamilies: list(string), ipFamilyPolicy: string,
  publishNotReadyAddresses: boolean,
  allocateLoadBalancerNodePorts: boolean,
}, ['externalIPs', 'loadBalancerIP', 'loadBalancerSourceRanges', 'healthCheckNodePort', 'sessionAffinityConfig',
  'loadBalancerClass', 'trafficDistribution'])

export const namespaceSchema = objectSchema('Namespace', {
  spec: requiredStruct('NamespaceSpec', { finalizers: list(string) }),
  status: requiredStruct('NamespaceStatus', { phase: string }, ['conditions']),
})
export const nodeSchema = objectSchema('Node', { spec: nodeSpec, status: nodeStatus })
export const podSchema = objectSchema('Pod', { spec: podSpec, status: podStatus })
export const serviceSchema = objectSchema('Service', {
  spec: serviceSpec, status: requiredStruct('ServiceStatus', { loadBalancer: { kind: 'any', absent: {} } }, ['conditions']),
})
export const configMapSchema = objectSchema('ConfigMap', { data: stringMap, binaryData: stringMap, immutable: boolean })
/** `stringData` is write-only: it is merged into `data`. */
export const secretSchema = objectSchema('Secret', { type: text, data: stringMap, immutable: boolean, stringData: stringMap })
export const serviceAccountSchema = objectSchema(
  'ServiceAccount', { secrets: list(any), imagePullSecrets: list(any), automountServiceAccountToken: boolean },
)
const source = requiredStruct('EventSource', { component: string, host: string })
export const eventSchema = objectSchema('Event', {
  involvedObject: requiredStruct('ObjectReference', {
    kind: text, namespace: text, name: text, uid: text, apiVersion: text, resourceVersion: string, fieldPath: string,
  }),
  reason: text, message: text, source,
  firstTimestamp: { kind: 'nullableString', absent: null }, lastTimestamp: { kind: 'nullableString', absent: null },
  count: int, type: text, eventTime: { kind: 'nullableString', absent: null },
  series: struct('EventSeries', { count: int, lastObservedTime: text }), action: string, reportingComponent: text, reportingInstance: text,
})
