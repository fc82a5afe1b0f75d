/** discovery.k8s.io/v1 and coordination.k8s.io/v1 kinds. Sources: k8s.io/api/discovery/v1/types.go, k8s.io/api/coordination/v1/types.go. */
import type { Protocol } from './core.ts'
import type { KubernetesObject } from './meta.ts'

export interface EndpointConditions {
  readonly ready: boolean
  readonly serving: boolean
  readonly terminating: boolean
}
export interface Endpoint {
  readonly addresses: readonly string[]
  readonly conditions: EndpointConditions
  readonly hostname: string | undefined
  readonly targetRef: { readonly kind: string; readonly namespace: string; readonly name: string; readonly uid: string } | undefined
  readonly nodeName: string | undefined
  readonly zone: string | undefined
}
export interface EndpointPort {
  /** Empty text when the Service port has no name. */
  readonly name: string
  readonly protocol: Protocol
  readonly port: number
  readonly appProtocol: string | undefined
}
export interface EndpointSlice extends KubernetesObject {
  readonly addressType: 'IPv4' | 'IPv6' | 'FQDN'
  readonly endpoints: readonly Endpoint[]
  readonly ports: readonly EndpointPort[]
}

export interface LeaseSpec {
  readonly holderIdentity: string | undefined
  readonly leaseDurationSeconds: number | undefined
  /** RFC 3339 with microseconds. */
  readonly acquireTime: string | undefined
  readonly renewTime: string | undefined
  readonly leaseTransitions: number | undefined
}
export interface Lease extends KubernetesObject {
  readonly spec: LeaseSpec
}
