/** Autoscalers, as far as they are acted on. Source: k8s.io/api/autoscaling/v2/types.go. */
import type { ConditionStatus, KubernetesObject } from './meta.ts'

export interface MetricTarget {
  readonly type: 'Utilization' | 'AverageValue' | 'Value'
  readonly averageUtilization?: number
  readonly averageValue?: string
}
export interface MetricSpec {
  readonly type: string
  readonly resource?: { readonly name: string; readonly target: MetricTarget }
}
export interface MetricStatus {
  readonly type: 'Resource'
  readonly resource: { readonly name: string; readonly current: { readonly averageUtilization?: number; readonly averageValue: string } }
}
interface ScalingRules {
  readonly stabilizationWindowSeconds?: number
}
export interface HorizontalPodAutoscalerSpec {
  readonly scaleTargetRef: { readonly apiVersion: string | undefined; readonly kind: string; readonly name: string }
  readonly minReplicas: number | undefined
  readonly maxReplicas: number
  readonly metrics: readonly MetricSpec[]
  readonly behavior?: { readonly scaleUp?: ScalingRules; readonly scaleDown?: ScalingRules }
}
export interface HorizontalPodAutoscalerCondition {
  readonly type: 'AbleToScale' | 'ScalingActive' | 'ScalingLimited'
  readonly status: ConditionStatus
  readonly lastTransitionTime: string
  readonly reason: string
  readonly message: string
}
export interface HorizontalPodAutoscalerStatus {
  readonly lastScaleTime?: string
  readonly currentReplicas?: number
  readonly desiredReplicas: number
  readonly currentMetrics: readonly MetricStatus[] | null
  readonly conditions?: readonly HorizontalPodAutoscalerCondition[]
}
export interface HorizontalPodAutoscaler extends KubernetesObject {
  readonly spec: HorizontalPodAutoscalerSpec
  readonly status: HorizontalPodAutoscalerStatus
}
