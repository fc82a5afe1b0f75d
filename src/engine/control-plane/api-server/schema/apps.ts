/** Shapes of the kinds of apps, discovery.k8s.io, coordination.k8s.io and autoscaling (Scale). Sources: k8s.io/api/<group>/v1/types.go. */
import { podTemplate } from './core.ts'
import {
  boolean, int, intOrString, labelSelector, list, objectSchema, requiredList, requiredStruct, string, struct, text,
} from './types.ts'

const conditions = list(
  struct('DeploymentCondition', { type: text, status: text, lastUpdateTime: text, lastTransitionTime: text, reason: text, message: text }),
)
export const deploymentSchema = objectSchema('Deployment', {
  spec: requiredStruct('DeploymentSpec', {
    replicas: int, selector: labelSelector, template: podTemplate,
    strategy: requiredStruct('DeploymentStrategy', {
      type: string, rollingUpdate: struct('RollingUpdateDeployment', { maxUnavailable: intOrString, maxSurge: intOrString }),
    }),
    minReadySeconds: int, revisionHistoryLimit: int, paused: boolean, progressDeadlineSeconds: int,
  }),
  status: requiredStruct('DeploymentStatus', {
    observedGeneration: int, replicas: int, updatedReplicas: int, readyReplicas: int, availableReplicas: int, unavailableReplicas: int,
    terminatingReplicas: int, conditions, collisionCount: int,
  }),
})
export const replicaSetSchema = objectSchema('ReplicaSet', {
  spec: requiredStruct('ReplicaSetSpec', { replicas: int, minReadySeconds: int, selector: labelSelector, template: podTemplate }),
  status: requiredStruct('ReplicaSetStatus', {
    replicas: { kind: 'int', absent: 0 }, fullyLabeledReplicas: int, readyReplicas: int, availableReplicas: int,
    terminatingReplicas: int, observedGeneration: int,
    conditions: list(struct('ReplicaSetCondition', { type: text, status: text, lastTransitionTime: text, reason: text, message: text })),
  }),
})
export const endpointSliceSchema = objectSchema('EndpointSlice', {
  addressType: text,
  endpoints: requiredList(struct('Endpoint', {
    addresses: requiredList(string),
    conditions: requiredStruct('EndpointConditions', {
      ready: { kind: 'boolean', absent: true }, serving: { kind: 'boolean', absent: true }, terminating: { kind: 'boolean', absent: false },
    }),
    hostname: string,
    targetRef: struct('ObjectReference', { kind: text, namespace: text, name: text, uid: text }, ['apiVersion', 'resourceVersion', 'fieldPath']),
    nodeName: string, zone: string,
  }, ['deprecatedTopology', 'hints'])),
  ports: requiredList(struct('EndpointPort', { name: text, protocol: string, port: int, appProtocol: string })),
})
export const leaseSchema = objectSchema('Lease', {
  spec: requiredStruct('LeaseSpec', {
    holderIdentity: string, leaseDurationSeconds: int, acquireTime: string, renewTime: string, leaseTransitions: int,
  },
    ['strategy', 'preferredHolder']),
})
export const scaleSchema = objectSchema('Scale', {
  spec: requiredStruct('ScaleSpec', { replicas: int }),
  status: requiredStruct('ScaleStatus', { replicas: { kind: 'int', absent: 0 }, selector: text }),
})
