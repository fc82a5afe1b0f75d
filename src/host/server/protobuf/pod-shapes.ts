/**
 * Field numbers of pods and what they are made of: clients that copy a pod send all that the API server printed of it. Source:
 * k8s.io/api/core/v1/generated.proto. Members that only one provider of machines has are left out.
 */
import type { Shape } from './shape.ts'

const template: Readonly<Record<string, Shape>> = {
  Pod: { 1: ['metadata', 'ObjectMeta'], 2: ['spec', 'PodSpec'], 3: ['status', 'skip'] },
  PodTemplateSpec: { 1: ['metadata', 'ObjectMeta'], 2: ['spec', 'PodSpec'] },
  PodSpec: {
    1: ['volumes', '[]Volume'], 2: ['containers', '[]Container'], 3: ['restartPolicy', 'string'], 4: ['terminationGracePeriodSeconds', 'int?'],
    5: ['activeDeadlineSeconds', 'int?'], 6: ['dnsPolicy', 'string'], 7: ['nodeSelector', '{}string'], 8: ['serviceAccountName', 'string'],
    9: ['serviceAccount', 'string'], 10: ['nodeName', 'string'], 11: ['hostNetwork', 'bool'], 12: ['hostPID', 'bool'],
    13: ['hostIPC', 'bool'], 14: ['securityContext', 'PodSecurityContext'], 15: ['imagePullSecrets', '[]Reference'], 16: ['hostname', 'string'],
    17: ['subdomain', 'string'], 18: ['affinity', 'Affinity'], 19: ['schedulerName', 'string'], 20: ['initContainers', '[]Container'],
    21: ['automountServiceAccountToken', 'bool?'], 22: ['tolerations', '[]Toleration'], 24: ['priorityClassName', 'string'],
    25: ['priority', 'int?'], 27: ['shareProcessNamespace', 'bool?'], 29: ['runtimeClassName', 'string?'], 30: ['enableServiceLinks', 'bool?'],
    31: ['preemptionPolicy', 'string?'], 33: ['topologySpreadConstraints', '[]TopologySpreadConstraint'],
  },
  Toleration: {
    1: ['key', 'string'], 2: ['operator', 'string'], 3: ['value', 'string'], 4: ['effect', 'string'], 5: ['tolerationSeconds', 'int?'],
  },
  TopologySpreadConstraint: {
    1: ['maxSkew', 'int'], 2: ['topologyKey', 'string'], 3: ['whenUnsatisfiable', 'string'], 4: ['labelSelector', 'LabelSelector'],
  },
  Affinity: { 1: ['nodeAffinity', 'NodeAffinity'] },
  NodeAffinity: {
    1: ['requiredDuringSchedulingIgnoredDuringExecution', 'NodeSelector'],
    2: ['preferredDuringSchedulingIgnoredDuringExecution', '[]PreferredSchedulingTerm'],
  },
  NodeSelector: { 1: ['nodeSelectorTerms', '[]NodeSelectorTerm'] },
  PreferredSchedulingTerm: { 1: ['weight', 'int'], 2: ['preference', 'NodeSelectorTerm'] },
  NodeSelectorTerm: { 1: ['matchExpressions', '[]LabelSelectorRequirement'], 2: ['matchFields', '[]LabelSelectorRequirement'] },
  PodSecurityContext: {
    2: ['runAsUser', 'int?'], 3: ['runAsNonRoot', 'bool?'], 4: ['supplementalGroups', '[]int?'], 5: ['fsGroup', 'int?'], 6: ['runAsGroup', 'int?'],
    9: ['fsGroupChangePolicy', 'string?'], 10: ['seccompProfile', 'SeccompProfile'],
  },
}

const containers: Readonly<Record<string, Shape>> = {
  Container: {
    1: ['name', 'string'], 2: ['image', 'string'], 3: ['command', '[]string'], 4: ['args', '[]string'], 5: ['workingDir', 'string'],
    6: ['ports', '[]ContainerPort'], 7: ['env', '[]EnvVar'], 8: ['resources', 'ResourceRequirements'], 9: ['volumeMounts', '[]VolumeMount'],
    10: ['livenessProbe', 'Probe'], 11: ['readinessProbe', 'Probe'], 12: ['lifecycle', 'Lifecycle'], 13: ['terminationMessagePath', 'string'],
    14: ['imagePullPolicy', 'string'], 15: ['securityContext', 'SecurityContext'], 16: ['stdin', 'bool'], 17: ['stdinOnce', 'bool'],
    18: ['tty', 'bool'], 19: ['envFrom', '[]EnvFromSource'], 20: ['terminationMessagePolicy', 'string'], 22: ['startupProbe', 'Probe'],
    24: ['restartPolicy', 'string?'],
  },
  ContainerPort: {
    1: ['name', 'string'], 2: ['hostPort', 'int'], 3: ['containerPort', 'int'], 4: ['protocol', 'string'], 5: ['hostIP', 'string'],
  },
  EnvVar: { 1: ['name', 'string'], 2: ['value', 'string'], 3: ['valueFrom', 'EnvVarSource'] },
  EnvVarSource: {
    1: ['fieldRef', 'ObjectFieldSelector'], 2: ['resourceFieldRef', 'ResourceFieldSelector'], 3: ['configMapKeyRef', 'KeySelector'],
    4: ['secretKeyRef', 'KeySelector'],
  },
  ObjectFieldSelector: { 1: ['apiVersion', 'string'], 2: ['fieldPath', 'string'] },
  ResourceFieldSelector: { 1: ['containerName', 'string'], 2: ['resource', 'string'], 3: ['divisor', 'quantity'] },
  KeySelector: { 1: ['', 'Reference'], 2: ['key', 'string'], 3: ['optional', 'bool?'] },
  EnvFromSource: { 1: ['prefix', 'string'], 2: ['configMapRef', 'EnvSource'], 3: ['secretRef', 'EnvSource'] },
  EnvSource: { 1: ['', 'Reference'], 2: ['optional', 'bool?'] },
  ResourceRequirements: { 1: ['limits', '{}quantity'], 2: ['requests', '{}quantity'] },
  VolumeMount: {
    1: ['name', 'string'], 2: ['readOnly', 'bool'], 3: ['mountPath', 'string'], 4: ['subPath', 'string'], 5: ['mountPropagation', 'string?'],
    6: ['subPathExpr', 'string'],
  },
  Probe: {
    1: ['', 'ProbeHandler'], 2: ['initialDelaySeconds', 'int'], 3: ['timeoutSeconds', 'int'], 4: ['periodSeconds', 'int'],
    5: ['successThreshold', 'int'], 6: ['failureThreshold', 'int'], 7: ['terminationGracePeriodSeconds', 'int?'],
  },
  ProbeHandler: { 1: ['exec', 'ExecAction'], 2: ['httpGet', 'HTTPGetAction'], 3: ['tcpSocket', 'TCPSocketAction'], 4: ['grpc', 'GRPCAction'] },
  Lifecycle: { 1: ['postStart', 'LifecycleHandler'], 2: ['preStop', 'LifecycleHandler'] },
  LifecycleHandler: { 1: ['exec', 'ExecAction'], 2: ['httpGet', 'HTTPGetAction'], 3: ['tcpSocket', 'TCPSocketAction'], 4: ['sleep', 'SleepAction'] },
  ExecAction: { 1: ['command', '[]string'] },
  HTTPGetAction: { 1: ['path', 'string'], 2: ['port', 'intOrString'], 3: ['host', 'string'], 4: ['scheme', 'string'], 5: ['httpHeaders', '[]HTTPHeader'] },
  HTTPHeader: { 1: ['name', 'string'], 2: ['value', 'string'] },
  TCPSocketAction: { 1: ['port', 'intOrString'], 2: ['host', 'string'] },
  GRPCAction: { 1: ['port', 'int'], 2: ['service', 'string?'] },
  SleepAction: { 1: ['seconds', 'int'] },
  SecurityContext: {
    1: ['capabilities', 'Capabilities'], 2: ['privileged', 'bool?'], 4: ['runAsUser', 'int?'], 5: ['runAsNonRoot', 'bool?'],
    6: ['readOnlyRootFilesystem', 'bool?'], 7: ['allowPrivilegeEscalation', 'bool?'], 8: ['runAsGroup', 'int?'], 9: ['procMount', 'string?'],
    11: ['seccompProfile', 'SeccompProfile'],
  },
  Capabilities: { 1: ['add', '[]string'], 2: ['drop', '[]string'] },
  SeccompProfile: { 1: ['type', 'string'], 2: ['localhostProfile', 'string?'] },
}

const volumes: Readonly<Record<string, Shape>> = {
  Volume: { 1: ['name', 'string'], 2: ['', 'VolumeSource'] },
  VolumeSource: {
    1: ['hostPath', 'HostPathVolumeSource'], 2: ['emptyDir', 'EmptyDirVolumeSource'], 6: ['secret', 'SecretVolumeSource'],
    10: ['persistentVolumeClaim', 'ClaimVolumeSource'], 16: ['downwardAPI', 'DownwardAPIVolumeSource'], 19: ['configMap', 'ConfigMapVolumeSource'],
    26: ['projected', 'ProjectedVolumeSource'],
  },
  HostPathVolumeSource: { 1: ['path', 'string'], 2: ['type', 'string?'] },
  EmptyDirVolumeSource: { 1: ['medium', 'string'], 2: ['sizeLimit', 'quantity'] },
  SecretVolumeSource: { 1: ['secretName', 'string'], 2: ['items', '[]KeyToPath'], 3: ['defaultMode', 'int?'], 4: ['optional', 'bool?'] },
  ConfigMapVolumeSource: { 1: ['', 'Reference'], 2: ['items', '[]KeyToPath'], 3: ['defaultMode', 'int?'], 4: ['optional', 'bool?'] },
  ClaimVolumeSource: { 1: ['claimName', 'string'], 2: ['readOnly', 'bool'] },
  DownwardAPIVolumeSource: { 1: ['items', '[]DownwardAPIVolumeFile'], 2: ['defaultMode', 'int?'] },
  DownwardAPIVolumeFile: {
    1: ['path', 'string'], 2: ['fieldRef', 'ObjectFieldSelector'], 3: ['resourceFieldRef', 'ResourceFieldSelector'], 4: ['mode', 'int?'],
  },
  KeyToPath: { 1: ['key', 'string'], 2: ['path', 'string'], 3: ['mode', 'int?'] },
  ProjectedVolumeSource: { 1: ['sources', '[]VolumeProjection'], 2: ['defaultMode', 'int?'] },
  VolumeProjection: {
    1: ['secret', 'KeysProjection'], 2: ['downwardAPI', 'DownwardAPIVolumeSource'], 3: ['configMap', 'KeysProjection'],
    4: ['serviceAccountToken', 'ServiceAccountTokenProjection'],
  },
  KeysProjection: { 1: ['', 'Reference'], 2: ['items', '[]KeyToPath'], 4: ['optional', 'bool?'] },
  ServiceAccountTokenProjection: { 1: ['audience', 'string'], 2: ['expirationSeconds', 'int?'], 3: ['path', 'string'] },
}

export const podShapes: Readonly<Record<string, Shape>> = { ...template, ...containers, ...volumes }
