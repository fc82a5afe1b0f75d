/** apps/v1 kinds as the engine holds them. Source: k8s.io/api/apps/v1/types.go. */
import type { PodTemplateSpec } from './core.ts'
import type { ConditionStatus, IntOrString, KubernetesObject, LabelSelector } from './meta.ts'

export interface RollingUpdateDeployment {
  readonly maxUnavailable: IntOrString
  readonly maxSurge: IntOrString
}
export interface DeploymentSpec {
  readonly replicas: number
  readonly selector: LabelSelector
  readonly template: PodTemplateSpec
  readonly strategy: { readonly type: 'RollingUpdate' | 'Recreate'; readonly rollingUpdate: RollingUpdateDeployment | undefined }
  readonly minReadySeconds: number | undefined
  readonly revisionHistoryLimit: number
  readonly paused: boolean | undefined
  readonly progressDeadlineSeconds: number
}
export interface DeploymentCondition {
  readonly type: 'Available' | 'Progressing' | 'ReplicaFailure'
  readonly status: ConditionStatus
  readonly lastUpdateTime: string
  readonly lastTransitionTime: string
  readonly reason: string
  readonly message: string
}
/** Zero counts are `undefined`, as upstream's `omitempty` prints them. */
export interface DeploymentStatus {
  readonly observedGeneration: number | undefined
  readonly replicas: number | undefined
  readonly updatedReplicas: number | undefined
  readonly readyReplicas: number | undefined
  readonly availableReplicas: number | undefined
  readonly unavailableReplicas: number | undefined
  readonly terminatingReplicas: number | undefined
  readonly conditions: readonly DeploymentCondition[] | undefined
  readonly collisionCount: number | undefined
}
export interface Deployment extends KubernetesObject {
  readonly spec: DeploymentSpec
  readonly status: DeploymentStatus
}

export interface ReplicaSetSpec {
  readonly replicas: number
  readonly minReadySeconds: number | undefined
  readonly selector: LabelSelector
  readonly template: PodTemplateSpec
}
export interface ReplicaSetCondition {
  readonly type: string
  readonly status: ConditionStatus
  readonly lastTransitionTime: string
  readonly reason: string
  readonly message: string
}
/** `replicas` is always printed; the other zero counts are `undefined`. */
export interface ReplicaSetStatus {
  readonly replicas: number
  readonly fullyLabeledReplicas: number | undefined
  readonly readyReplicas: number | undefined
  readonly availableReplicas: number | undefined
  readonly terminatingReplicas: number | undefined
  readonly observedGeneration: number | undefined
  readonly conditions: readonly ReplicaSetCondition[] | undefined
}
export interface ReplicaSet extends KubernetesObject {
  readonly spec: ReplicaSetSpec
  readonly status: ReplicaSetStatus
}
