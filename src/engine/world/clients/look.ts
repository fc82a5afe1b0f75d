/** What the clients look up, passed by the wiring with each event; never stored. Types only. */
import type { LastSeen } from '../../pod-network/messages.ts'

export interface ClientsLook {
  readonly machineCount: () => number
  /** Link to the machine's NodePorts; -1: the machine was taken away. */
  readonly nodePortLink: (machine: number) => number
  readonly nodeName: (machine: number) => string
  /** NodePort of a Service, as somebody has told the clients; 0: there is none (yet). */
  readonly nodePortOf: (namespace: string, service: string) => number
  /** Where the network saw a request last. */
  readonly lastSeen: (id: number) => LastSeen | undefined
}
