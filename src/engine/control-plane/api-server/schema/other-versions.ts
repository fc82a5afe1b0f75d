/** Shapes of kinds in versions that are served beside the kept one. Sources: k8s.io/api/{autoscaling,events}/v1/types.go. */
import { any, int, objectSchema, requiredStruct, string, struct, text, type Schema, type StructSchema } from './types.ts'

const reference = requiredStruct('CrossVersionObjectReference', { kind: text, name: text, apiVersion: string })
const time: Schema = { kind: 'nullableString', absent: null }
const regarding = {
  kind: string, namespace: string, name: string, uid: string, apiVersion: string, resourceVersion: string, fieldPath: string,
}

const shapes: ReadonlyMap<string, StructSchema> = new Map([
  ['autoscaling/v1', objectSchema('HorizontalPodAutoscaler', {
    spec: requiredStruct('HorizontalPodAutoscalerSpec', {
      scaleTargetRef: reference, minReplicas: int, maxReplicas: int, targetCPUUtilizationPercentage: int,
    }),
    status: any,
  })],
  ['events.k8s.io/v1', objectSchema('Event', {
    eventTime: time, series: struct('EventSeries', { count: int, lastObservedTime: text }), reportingController: text, reportingInstance: text,
    action: string, reason: text, regarding: requiredStruct('ObjectReference', regarding), related: any, note: text, type: text,
    deprecatedSource: struct('EventSource', { component: string, host: string }), deprecatedFirstTimestamp: time, deprecatedLastTimestamp: time,
    deprecatedCount: int,
  })],
])

/** The shape of the kind that is served in this version beside the kept one; undefined: there is none. */
export function otherVersionSchema(apiVersion: string): StructSchema | undefined {
  return shapes.get(apiVersion)
}
