/** Rules as kube-proxy writes them into its machine's kernel; the pod network reads them there. Types only. */
import type { Endpoint } from '../../../kubernetes/types/discovery.ts'
import type { Protocol } from '../../../kubernetes/types/core.ts'

/** What one EndpointSlice gives to one Service port. The lists are shared with the slice's other ports. */
export interface EndpointGroup {
  /** Port of the pods. */
  readonly port: number
  readonly ready: readonly Endpoint[]
  /** Not ready any more but still serving while they terminate: used only when no endpoint is ready. */
  readonly terminating: readonly Endpoint[]
}
export interface PortRules {
  /** Empty text when the Service port has no name. */
  readonly name: string
  readonly protocol: Protocol
  readonly port: number
  /** 0: none. */
  readonly nodePort: number
  readonly groups: readonly EndpointGroup[]
  readonly readyCount: number
  readonly terminatingCount: number
}
/** Immutable: a change makes a new record. */
export interface ServiceRules {
  /** Slot of the Service. */
  readonly slot: number
  readonly namespace: string
  readonly name: string
  readonly clusterIP: string
  /** `externalTrafficPolicy: Local`: what enters by the NodePort goes only to endpoints of the entered node. */
  readonly externalLocal: boolean
  readonly internalLocal: boolean
  readonly ports: readonly PortRules[]
}
/** All rules of one kernel. Immutable: a sync makes a new table, so that a machine that falls behind keeps its old one for nothing. */
export interface RuleTable {
  /** Grows with each sync. */
  readonly generation: number
  readonly services: ReadonlyMap<number, ServiceRules>
  /** Slot of the Service by NodePort, and by ClusterIP. */
  readonly byNodePort: ReadonlyMap<number, number>
  readonly byClusterIP: ReadonlyMap<string, number>
}
