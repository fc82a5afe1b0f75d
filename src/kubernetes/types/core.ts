/** Core (v1) kinds as the engine holds them. Source of names: k8s.io/api/core/v1/types.go. What is not here is not simulated. */
import type { ConditionStatus, IntOrString, KubernetesObject, Labels, LabelSelector, ObjectMeta } from './meta.ts'

export type Protocol = 'TCP' | 'UDP' | 'SCTP'
export type TaintEffect = 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute'
/** Quantities as written (`500m`, `256Mi`); read them with `quantity.ts`. */
export type ResourceList = Readonly<Record<string, string>>

export interface ResourceRequirements {
  readonly requests: ResourceList | undefined
  readonly limits: ResourceList | undefined
}
export interface ContainerPort {
  readonly name: string | undefined
  readonly containerPort: number
  readonly hostPort: number | undefined
  readonly protocol: Protocol
}
export interface EnvVar {
  readonly name: string
  readonly value: string | undefined
  readonly valueFrom: unknown
}
export interface VolumeMount {
  readonly name: string
  readonly mountPath: string
  readonly readOnly: boolean | undefined
  readonly subPath: string | undefined
}
export interface HTTPGetAction {
  readonly path: string | undefined
  readonly port: IntOrString
  readonly scheme: string | undefined
}
export interface Probe {
  readonly httpGet: HTTPGetAction | undefined
  readonly tcpSocket: { readonly port: IntOrString } | undefined
  readonly exec: { readonly command: readonly string[] } | undefined
  readonly grpc: { readonly port: number; readonly service: string | undefined } | undefined
  readonly initialDelaySeconds: number
  readonly periodSeconds: number
  readonly timeoutSeconds: number
  readonly successThreshold: number
  readonly failureThreshold: number
}
/** What is done after a container's start or before its stop. */
export interface LifecycleHandler {
  readonly exec: { readonly command: readonly string[] } | undefined
  readonly httpGet: (HTTPGetAction & { readonly host: string | undefined; readonly httpHeaders: unknown }) | undefined
  readonly tcpSocket: unknown
  readonly sleep: { readonly seconds: number } | undefined
}
export interface Lifecycle {
  readonly postStart: LifecycleHandler | undefined
  readonly preStop: LifecycleHandler | undefined
  readonly stopSignal: string | undefined
}
export interface Container {
  readonly name: string
  readonly image: string
  readonly command: readonly string[] | undefined
  readonly args: readonly string[] | undefined
  readonly workingDir: string | undefined
  readonly ports: readonly ContainerPort[] | undefined
  readonly env: readonly EnvVar[] | undefined
  readonly envFrom: readonly unknown[] | undefined
  readonly resources: ResourceRequirements
  readonly volumeMounts: readonly VolumeMount[] | undefined
  readonly livenessProbe: Probe | undefined
  readonly readinessProbe: Probe | undefined
  readonly startupProbe: Probe | undefined
  readonly lifecycle: Lifecycle | undefined
  readonly terminationMessagePath: string
  readonly terminationMessagePolicy: string
  readonly imagePullPolicy: 'Always' | 'IfNotPresent' | 'Never'
  readonly securityContext: unknown
  /** Only on init containers: `Always` makes a sidecar. */
  readonly restartPolicy: 'Always' | undefined
  /** Somebody may attach and type. */
  readonly stdin?: boolean | undefined
  readonly stdinOnce?: boolean | undefined
  readonly tty?: boolean | undefined
}
/** Added to a pod that runs, to look into it: it has no ports, probes or resources, and is never restarted. */
export interface EphemeralContainer extends Container {
  /** Container whose processes it sees. */
  readonly targetContainerName: string | undefined
}
export interface Toleration {
  readonly key: string | undefined
  readonly operator: 'Exists' | 'Equal' | undefined
  readonly value: string | undefined
  readonly effect: TaintEffect | undefined
  readonly tolerationSeconds: number | undefined
}
export interface NodeSelectorRequirement {
  readonly key: string
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt'
  readonly values: readonly string[] | undefined
}
export interface NodeSelectorTerm {
  readonly matchExpressions: readonly NodeSelectorRequirement[] | undefined
  readonly matchFields: readonly NodeSelectorRequirement[] | undefined
}
export interface NodeAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution: { readonly nodeSelectorTerms: readonly NodeSelectorTerm[] } | undefined
  readonly preferredDuringSchedulingIgnoredDuringExecution:
    | readonly { readonly weight: number; readonly preference: NodeSelectorTerm }[]
    | undefined
}
/** Pod (anti)affinity is stored and printed, but the scheduler does not act on it yet. */
export interface Affinity {
  readonly nodeAffinity: NodeAffinity | undefined
  readonly podAffinity: unknown
  readonly podAntiAffinity: unknown
}
export interface TopologySpreadConstraint {
  readonly maxSkew: number
  readonly topologyKey: string
  readonly whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway'
  readonly labelSelector: LabelSelector | undefined
}
export interface PodSpec {
  readonly volumes: readonly unknown[] | undefined
  readonly initContainers: readonly Container[] | undefined
  readonly containers: readonly Container[]
  /** Written by the subresource `ephemeralcontainers` alone. */
  readonly ephemeralContainers?: readonly EphemeralContainer[] | undefined
  readonly restartPolicy: 'Always' | 'OnFailure' | 'Never'
  readonly terminationGracePeriodSeconds: number
  readonly activeDeadlineSeconds: number | undefined
  readonly dnsPolicy: string
  readonly nodeSelector: Labels | undefined
  readonly serviceAccountName: string | undefined
  /** Deprecated twin of `serviceAccountName`, still written by the API server. */
  readonly serviceAccount: string | undefined
  readonly automountServiceAccountToken: boolean | undefined
  readonly nodeName: string | undefined
  readonly hostNetwork: boolean | undefined
  readonly securityContext: unknown
  readonly imagePullSecrets: readonly unknown[] | undefined
  readonly hostname: string | undefined
  readonly subdomain: string | undefined
  readonly affinity: Affinity | undefined
  readonly schedulerName: string
  readonly tolerations: readonly Toleration[] | undefined
  readonly priorityClassName: string | undefined
  readonly priority: number | undefined
  readonly enableServiceLinks: boolean | undefined
  readonly preemptionPolicy: string | undefined
  readonly topologySpreadConstraints: readonly TopologySpreadConstraint[] | undefined
}
/** Metadata of a pod template: only what a user writes. */
interface TemplateMeta {
  readonly name: string | undefined
  readonly labels: Labels | undefined
  readonly annotations: Labels | undefined
  readonly creationTimestamp: null | undefined
}
export interface PodTemplateSpec {
  readonly metadata: TemplateMeta
  readonly spec: PodSpec
}

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown'
export interface PodCondition {
  readonly type: string
  readonly status: ConditionStatus
  readonly observedGeneration: number | undefined
  readonly lastProbeTime: null | string
  readonly lastTransitionTime: string
  readonly reason: string | undefined
  readonly message: string | undefined
}
export interface ContainerStateWaiting {
  readonly reason: string
  readonly message: string | undefined
}
export interface ContainerStateRunning {
  readonly startedAt: string
}
export interface ContainerStateTerminated {
  readonly exitCode: number
  readonly signal: number | undefined
  readonly reason: string
  readonly message: string | undefined
  readonly startedAt: string
  readonly finishedAt: string
  readonly containerID: string | undefined
}
/** Exactly one member is set; all `undefined` stands for an empty state. */
export interface ContainerState {
  readonly waiting: ContainerStateWaiting | undefined
  readonly running: ContainerStateRunning | undefined
  readonly terminated: ContainerStateTerminated | undefined
}
export interface ContainerStatus {
  readonly name: string
  readonly state: ContainerState
  readonly lastState: ContainerState
  readonly ready: boolean
  readonly restartCount: number
  readonly image: string
  readonly imageID: string
  readonly containerID: string | undefined
  /** undefined: of an ephemeral container, which has no startup probe. */
  readonly started: boolean | undefined
}
export interface PodStatus {
  readonly observedGeneration: number | undefined
  readonly phase: PodPhase
  readonly conditions: readonly PodCondition[] | undefined
  readonly message: string | undefined
  readonly reason: string | undefined
  readonly nominatedNodeName: string | undefined
  readonly hostIP: string | undefined
  readonly hostIPs: readonly { readonly ip: string }[] | undefined
  readonly podIP: string | undefined
  readonly podIPs: readonly { readonly ip: string }[] | undefined
  readonly startTime: string | undefined
  readonly initContainerStatuses: readonly ContainerStatus[] | undefined
  readonly containerStatuses: readonly ContainerStatus[] | undefined
  readonly ephemeralContainerStatuses?: readonly ContainerStatus[] | undefined
  readonly qosClass: 'Guaranteed' | 'Burstable' | 'BestEffort' | undefined
}
export interface Pod extends KubernetesObject {
  readonly spec: PodSpec
  readonly status: PodStatus
}

export interface Taint {
  readonly key: string
  readonly value: string | undefined
  readonly effect: TaintEffect
  readonly timeAdded: string | undefined
}
export interface NodeCondition {
  readonly type: string
  readonly status: ConditionStatus
  readonly lastHeartbeatTime: string
  readonly lastTransitionTime: string
  readonly reason: string
  readonly message: string
}
export interface NodeSpec {
  readonly podCIDR: string | undefined
  readonly podCIDRs: readonly string[] | undefined
  readonly providerID: string | undefined
  readonly unschedulable: boolean | undefined
  readonly taints: readonly Taint[] | undefined
}
export interface NodeSystemInfo {
  readonly machineID: string
  readonly systemUUID: string
  readonly bootID: string
  readonly kernelVersion: string
  readonly osImage: string
  readonly containerRuntimeVersion: string
  readonly kubeletVersion: string
  readonly kubeProxyVersion: string
  readonly operatingSystem: string
  readonly architecture: string
}
export interface NodeStatus {
  readonly capacity: ResourceList
  readonly allocatable: ResourceList
  readonly conditions: readonly NodeCondition[]
  readonly addresses: readonly { readonly type: string; readonly address: string }[]
  readonly daemonEndpoints: { readonly kubeletEndpoint: { readonly Port: number } } | undefined
  readonly nodeInfo: NodeSystemInfo | undefined
  readonly images: readonly { readonly names: readonly string[]; readonly sizeBytes: number }[] | undefined
}
export interface Node extends KubernetesObject {
  readonly spec: NodeSpec
  readonly status: NodeStatus
}

export interface ServicePort {
  readonly name: string | undefined
  readonly protocol: Protocol
  readonly appProtocol: string | undefined
  readonly port: number
  readonly targetPort: IntOrString
  readonly nodePort: number | undefined
}
export interface ServiceSpec {
  readonly ports: readonly ServicePort[] | undefined
  readonly selector: Labels | undefined
  readonly clusterIP: string | undefined
  readonly clusterIPs: readonly string[] | undefined
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'
  readonly externalName: string | undefined
  readonly sessionAffinity: string
  readonly externalTrafficPolicy: string | undefined
  readonly internalTrafficPolicy: string | undefined
  readonly ipFamilies: readonly string[] | undefined
  readonly ipFamilyPolicy: string | undefined
  readonly publishNotReadyAddresses: boolean | undefined
  /** Only of type LoadBalancer. */
  readonly allocateLoadBalancerNodePorts: boolean | undefined
}
export interface Service extends KubernetesObject {
  readonly spec: ServiceSpec
  readonly status: { readonly loadBalancer: unknown }
}

export interface Namespace extends KubernetesObject {
  readonly spec: { readonly finalizers: readonly string[] | undefined }
  readonly status: { readonly phase: 'Active' | 'Terminating' }
}
export interface ConfigMap extends KubernetesObject {
  readonly data: Labels | undefined
  readonly binaryData: Labels | undefined
  readonly immutable: boolean | undefined
}
export interface Secret extends KubernetesObject {
  readonly type: string
  readonly data: Labels | undefined
  readonly immutable: boolean | undefined
}
export interface ServiceAccount extends KubernetesObject {
  readonly secrets: readonly unknown[] | undefined
  readonly imagePullSecrets: readonly unknown[] | undefined
  readonly automountServiceAccountToken: boolean | undefined
}

export interface ObjectReference {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly apiVersion: string
  readonly resourceVersion: string | undefined
  readonly fieldPath: string | undefined
}
export interface Event extends KubernetesObject {
  readonly metadata: ObjectMeta
  readonly involvedObject: ObjectReference
  readonly reason: string
  readonly message: string
  readonly source: { readonly component: string | undefined; readonly host: string | undefined }
  readonly firstTimestamp: string | null
  readonly lastTimestamp: string | null
  readonly count: number | undefined
  readonly type: 'Normal' | 'Warning'
  readonly eventTime: string | null
  readonly series: { readonly count: number; readonly lastObservedTime: string } | undefined
  readonly action: string | undefined
  readonly reportingComponent: string
  readonly reportingInstance: string
}
