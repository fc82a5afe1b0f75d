/** Usage of nodes and pods, as metrics-server tells it. Source: k8s.io/metrics/pkg/apis/metrics/v1beta1/types.go. */
import type { KubernetesObject } from './meta.ts'

export interface ContainerMetrics {
  readonly name: string
  readonly usage: Readonly<Record<'cpu' | 'memory', string>>
}
export interface PodMetrics extends KubernetesObject {
  readonly timestamp: string
  readonly window: string
  readonly containers: readonly ContainerMetrics[]
}
export interface NodeMetrics extends KubernetesObject {
  readonly timestamp: string
  readonly window: string
  readonly usage: Readonly<Record<'cpu' | 'memory', string>>
}
