/**
 * Field numbers of the messages that kubectl sends as protobuf (its typed clients do: `kubectl create deployment`, `debug`, `drain`, `auth can-i`).
 * Source: the generated.proto files of k8s.io/api and k8s.io/apimachinery.
 */
import { podShapes } from './pod-shapes.ts'
import type { Shape } from './shape.ts'

const meta: Readonly<Record<string, Shape>> = {
  ObjectMeta: {
    1: ['name', 'string'], 2: ['generateName', 'string'], 3: ['namespace', 'string'], 4: ['selfLink', 'skip'], 5: ['uid', 'string'],
    6: ['resourceVersion', 'string'], 7: ['generation', 'skip'], 8: ['creationTimestamp', 'skip'], 9: ['deletionTimestamp', 'skip'],
    10: ['deletionGracePeriodSeconds', 'skip'], 11: ['labels', '{}string'], 12: ['annotations', '{}string'],
    13: ['ownerReferences', '[]OwnerReference'], 14: ['finalizers', '[]string'], 17: ['managedFields', 'skip'],
  },
  OwnerReference: {
    1: ['kind', 'string'], 3: ['name', 'string'], 4: ['uid', 'string'], 5: ['apiVersion', 'string'], 6: ['controller', 'bool?'],
    7: ['blockOwnerDeletion', 'bool?'],
  },
  LabelSelector: { 1: ['matchLabels', '{}string'], 2: ['matchExpressions', '[]LabelSelectorRequirement'] },
  LabelSelectorRequirement: { 1: ['key', 'string'], 2: ['operator', 'string'], 3: ['values', '[]string'] },
  DeleteOptions: {
    1: ['gracePeriodSeconds', 'int?'], 2: ['preconditions', 'Preconditions'], 3: ['orphanDependents', 'bool?'],
    4: ['propagationPolicy', 'string?'], 5: ['dryRun', '[]string'],
  },
  Preconditions: { 1: ['uid', 'string?'], 2: ['resourceVersion', 'string?'] },
  Reference: { 1: ['name', 'string'] },
}

const core: Readonly<Record<string, Shape>> = {
  Namespace: { 1: ['metadata', 'ObjectMeta'], 2: ['spec', 'skip'], 3: ['status', 'skip'] },
  ConfigMap: { 1: ['metadata', 'ObjectMeta'], 2: ['data', '{}string'], 3: ['binaryData', '{}bytes'], 4: ['immutable', 'bool?'] },
  Secret: {
    1: ['metadata', 'ObjectMeta'], 2: ['data', '{}bytes'], 3: ['type', 'string'], 4: ['stringData', '{}string'], 5: ['immutable', 'bool?'],
  },
  ServiceAccount: {
    1: ['metadata', 'ObjectMeta'], 3: ['imagePullSecrets', '[]Reference'], 4: ['automountServiceAccountToken', 'bool?'],
  },
  Service: { 1: ['metadata', 'ObjectMeta'], 2: ['spec', 'ServiceSpec'], 3: ['status', 'skip'] },
  ServiceSpec: {
    1: ['ports', '[]ServicePort'], 2: ['selector', '{}string'], 3: ['clusterIP', 'string'], 4: ['type', 'string'],
    5: ['externalIPs', '[]string'], 7: ['sessionAffinity', 'string'], 8: ['loadBalancerIP', 'string'], 10: ['externalName', 'string'],
    11: ['externalTrafficPolicy', 'string'], 12: ['healthCheckNodePort', 'int'], 13: ['publishNotReadyAddresses', 'bool'],
    17: ['ipFamilyPolicy', 'string?'], 18: ['clusterIPs', '[]string'], 19: ['ipFamilies', '[]string'],
    20: ['allocateLoadBalancerNodePorts', 'bool?'], 22: ['internalTrafficPolicy', 'string?'],
  },
  ServicePort: {
    1: ['name', 'string'], 2: ['protocol', 'string'], 3: ['port', 'int'], 4: ['targetPort', 'intOrString'], 5: ['nodePort', 'int'],
    6: ['appProtocol', 'string?'],
  },
}

const others: Readonly<Record<string, Shape>> = {
  Deployment: { 1: ['metadata', 'ObjectMeta'], 2: ['spec', 'DeploymentSpec'], 3: ['status', 'skip'] },
  DeploymentSpec: {
    1: ['replicas', 'int?'], 2: ['selector', 'LabelSelector'], 3: ['template', 'PodTemplateSpec'], 4: ['strategy', 'DeploymentStrategy'],
    5: ['minReadySeconds', 'int'], 6: ['revisionHistoryLimit', 'int?'], 7: ['paused', 'bool'], 9: ['progressDeadlineSeconds', 'int?'],
  },
  DeploymentStrategy: { 1: ['type', 'string'], 2: ['rollingUpdate', 'RollingUpdateDeployment'] },
  RollingUpdateDeployment: { 1: ['maxUnavailable', 'intOrString'], 2: ['maxSurge', 'intOrString'] },
  Scale: { 1: ['metadata', 'ObjectMeta'], 2: ['spec', 'ScaleSpec'], 3: ['status', 'skip'] },
  ScaleSpec: { 1: ['replicas', 'int'] },
  HorizontalPodAutoscaler: { 1: ['metadata', 'ObjectMeta'], 2: ['spec', 'HorizontalPodAutoscalerSpec'], 3: ['status', 'skip'] },
  /** That of autoscaling/v1. */
  HorizontalPodAutoscalerSpec: {
    1: ['scaleTargetRef', 'CrossVersionObjectReference'], 2: ['minReplicas', 'int?'], 3: ['maxReplicas', 'int'],
    4: ['targetCPUUtilizationPercentage', 'int?'],
  },
  CrossVersionObjectReference: { 1: ['kind', 'string'], 2: ['name', 'string'], 3: ['apiVersion', 'string'] },
  Eviction: { 1: ['metadata', 'ObjectMeta'], 2: ['deleteOptions', 'DeleteOptions'] },
  SelfSubjectAccessReview: { 1: ['metadata', 'ObjectMeta'], 2: ['spec', 'AccessReviewSpec'], 3: ['status', 'skip'] },
  AccessReviewSpec: { 1: ['resourceAttributes', 'ResourceAttributes'], 2: ['nonResourceAttributes', 'NonResourceAttributes'] },
  ResourceAttributes: {
    1: ['namespace', 'string'], 2: ['verb', 'string'], 3: ['group', 'string'], 4: ['version', 'string'], 5: ['resource', 'string'],
    6: ['subresource', 'string'], 7: ['name', 'string'],
  },
  NonResourceAttributes: { 1: ['path', 'string'], 2: ['verb', 'string'] },
  SelfSubjectRulesReview: { 1: ['metadata', 'ObjectMeta'], 2: ['spec', 'RulesReviewSpec'], 3: ['status', 'skip'] },
  RulesReviewSpec: { 1: ['namespace', 'string'] },
  SelfSubjectReview: { 1: ['metadata', 'ObjectMeta'], 2: ['status', 'skip'] },
}

const batch: Readonly<Record<string, Shape>> = {
  Job: { 1: ['metadata', 'ObjectMeta'], 2: ['spec', 'JobSpec'], 3: ['status', 'skip'] },
  JobSpec: {
    1: ['parallelism', 'int?'], 2: ['completions', 'int?'], 3: ['activeDeadlineSeconds', 'int?'], 4: ['selector', 'LabelSelector'],
    5: ['manualSelector', 'bool?'], 6: ['template', 'PodTemplateSpec'], 7: ['backoffLimit', 'int?'], 8: ['ttlSecondsAfterFinished', 'int?'],
    9: ['completionMode', 'string?'], 10: ['suspend', 'bool?'], 14: ['podReplacementPolicy', 'string?'],
  },
  CronJob: { 1: ['metadata', 'ObjectMeta'], 2: ['spec', 'CronJobSpec'], 3: ['status', 'skip'] },
  CronJobSpec: {
    1: ['schedule', 'string'], 2: ['startingDeadlineSeconds', 'int?'], 3: ['concurrencyPolicy', 'string'], 4: ['suspend', 'bool?'],
    5: ['jobTemplate', 'JobTemplateSpec'], 6: ['successfulJobsHistoryLimit', 'int?'], 7: ['failedJobsHistoryLimit', 'int?'],
    8: ['timeZone', 'string?'],
  },
  JobTemplateSpec: { 1: ['metadata', 'ObjectMeta'], 2: ['spec', 'JobSpec'] },
}

const policy: Readonly<Record<string, Shape>> = {
  Role: { 1: ['metadata', 'ObjectMeta'], 2: ['rules', '[]PolicyRule'] },
  ClusterRole: { 1: ['metadata', 'ObjectMeta'], 2: ['rules', '[]PolicyRule'], 3: ['aggregationRule', 'AggregationRule'] },
  AggregationRule: { 1: ['clusterRoleSelectors', '[]LabelSelector'] },
  PolicyRule: {
    1: ['verbs', '[]string'], 2: ['apiGroups', '[]string'], 3: ['resources', '[]string'], 4: ['resourceNames', '[]string'],
    5: ['nonResourceURLs', '[]string'],
  },
  RoleBinding: { 1: ['metadata', 'ObjectMeta'], 2: ['subjects', '[]Subject'], 3: ['roleRef', 'RoleRef'] },
  ClusterRoleBinding: { 1: ['metadata', 'ObjectMeta'], 2: ['subjects', '[]Subject'], 3: ['roleRef', 'RoleRef'] },
  Subject: { 1: ['kind', 'string'], 2: ['apiGroup', 'string'], 3: ['name', 'string'], 4: ['namespace', 'string'] },
  RoleRef: { 1: ['apiGroup', 'string'], 2: ['kind', 'string'], 3: ['name', 'string'] },
  ResourceQuota: { 1: ['metadata', 'ObjectMeta'], 2: ['spec', 'ResourceQuotaSpec'], 3: ['status', 'skip'] },
  ResourceQuotaSpec: { 1: ['hard', '{}quantity'], 2: ['scopes', '[]string'] },
  PriorityClass: {
    1: ['metadata', 'ObjectMeta'], 2: ['value', 'int'], 3: ['globalDefault', 'bool'], 4: ['description', 'string'],
    5: ['preemptionPolicy', 'string?'],
  },
  PodDisruptionBudget: { 1: ['metadata', 'ObjectMeta'], 2: ['spec', 'PodDisruptionBudgetSpec'], 3: ['status', 'skip'] },
  PodDisruptionBudgetSpec: {
    1: ['minAvailable', 'intOrString'], 2: ['selector', 'LabelSelector'], 3: ['maxUnavailable', 'intOrString'],
    4: ['unhealthyPodEvictionPolicy', 'string?'],
  },
}

const networking: Readonly<Record<string, Shape>> = {
  Ingress: { 1: ['metadata', 'ObjectMeta'], 2: ['spec', 'IngressSpec'], 3: ['status', 'skip'] },
  IngressSpec: {
    1: ['defaultBackend', 'IngressBackend'], 2: ['tls', '[]IngressTLS'], 3: ['rules', '[]IngressRule'], 4: ['ingressClassName', 'string?'],
  },
  IngressTLS: { 1: ['hosts', '[]string'], 2: ['secretName', 'string'] },
  IngressRule: { 1: ['host', 'string'], 2: ['', 'IngressRuleValue'] },
  IngressRuleValue: { 1: ['http', 'HTTPIngressRuleValue'] },
  HTTPIngressRuleValue: { 1: ['paths', '[]HTTPIngressPath'] },
  HTTPIngressPath: { 1: ['path', 'string'], 2: ['backend', 'IngressBackend'], 3: ['pathType', 'string?'] },
  IngressBackend: { 3: ['resource', 'TypedLocalObjectReference'], 4: ['service', 'IngressServiceBackend'] },
  TypedLocalObjectReference: { 1: ['apiGroup', 'string?'], 2: ['kind', 'string'], 3: ['name', 'string'] },
  IngressServiceBackend: { 1: ['name', 'string'], 2: ['port', 'ServiceBackendPort'] },
  ServiceBackendPort: { 1: ['name', 'string'], 2: ['number', 'int'] },
}

const shapes: ReadonlyMap<string, Shape> = new Map(Object.entries({ ...meta, ...core, ...podShapes, ...others, ...batch, ...policy, ...networking }))

/** The shape of a message or kind; undefined: it is not read here. */
export function shapeOf(name: string): Shape | undefined {
  return shapes.get(name)
}
