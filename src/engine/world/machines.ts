/**
 * The machines of the workers, their cables and processes: what is true, whatever the API server believes. The control plane's machine is
 * one and always has power (its processes can be stopped one by one).
 */
import type { ProcessRef } from '../../protocol/world-commands.ts'

export interface MachineLinks {
  readonly kubeletApi: number
  readonly proxyApi: number
  readonly apiKubelet: number
  readonly cri: number
  readonly podNetwork: number
  readonly nodePort: number
}
export interface Machine {
  /** Dense and never used again: the `at` of this machine's components. */
  readonly number: number
  readonly name: string
  readonly ip: string
  readonly zone: string
  /** Empty: none is known. */
  readonly rack: string
  readonly cpu: number
  readonly memoryGi: number
  readonly links: MachineLinks
  power: boolean
  /** Powered, but its processes have not started yet. */
  booting: boolean
  cable: boolean
  removed: boolean
}

export interface ProcessState {
  state: 'running' | 'stopped' | 'crashed'
  restarts: number
  /** Simulated time of the last start; the back-off's clock. */
  startedUs: number
  /** When the supervisor starts it again; -1 unless crashed. */
  restartAtUs: number
  /** Crashes in a row. */
  crashes: number
}

export interface WorldState {
  machines: Machine[]
  byName: Map<string, number>
  /** Machine names ever used: the next free `node-N` is above them. */
  named: number
  apiServerCable: boolean
  /** By `processKey`. */
  processes: Map<string, ProcessState>
  /** Goes up with every change of a machine or process: the projector looks again. */
  version: number
}

export function createWorld(): WorldState {
  return { machines: [], byName: new Map(), named: 0, apiServerCable: true, processes: new Map(), version: 0 }
}

/** Key of a process: "kube-scheduler", "kubelet/node-1". */
export function processKey(ref: ProcessRef): string {
  return ref.node === undefined ? ref.process : `${ref.process}/${ref.node}`
}

/** The machine of that name, unless it was removed. */
export function machineByName(world: WorldState, name: string): Machine | undefined {
  const number = world.byName.get(name)
  return number === undefined ? undefined : world.machines[number]
}

/** A machine or one of its processes changed. */
export function touchWorld(world: WorldState): void {
  world.version++
}

/** Address of a machine in the node network 192.168.0.0/16: the control plane is .1.10, workers follow from .1.11. */
export function machineIp(number: number): string {
  const host = 11 + number
  return host < 255 ? `192.168.1.${host}` : `192.168.${2 + Math.floor((host - 255) / 254)}.${1 + ((host - 255) % 254)}`
}

/** Zones by turns, as a cloud spreads machines. */
export function machineZone(number: number): string {
  return `zone-${'abc'[number % 3]!}`
}

/** So many machines share a rack, its switch and its power. */
const machinesPerRack = 12

/** The rack of a machine that stands in a zone by its turn: `rack-a1` is filled first, then `rack-a2`. */
export function machineRack(number: number): string {
  return `rack-${'abc'[number % 3]!}${Math.floor(number / 3 / machinesPerRack) + 1}`
}
