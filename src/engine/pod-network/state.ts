/** State of the pod network: VXLAN links, routes, and for the newest requests where they were headed. */
import { forkRandom, type Random } from '../simulation/random.ts'
import type { LastSeen, NetworkLook } from './messages.ts'

/** Requests whose way is remembered; a power of two, above the number that can be in flight. */
const trailLength = 2048

export interface PodNetwork {
  random: Random
  /** Link of an unordered pair of machines (`pairKey`). */
  vxlan: Map<number, number>
  /** Links by machine: those that end there. */
  vxlanOf: Map<number, number[]>
  /** Machine by the first three parts of its pod addresses: flannel's routes, one /24 each. Checked at every use. */
  routes: Map<string, number>
  /** Ring by request number. */
  trailId: Float64Array
  trail: (LastSeen | undefined)[]
}

export function createPodNetwork(seed: number): PodNetwork {
  return {
    random: forkRandom(seed, 'pod-network'),
    vxlan: new Map(),
    vxlanOf: new Map(),
    routes: new Map(),
    trailId: new Float64Array(trailLength).fill(-1),
    trail: new Array<LastSeen | undefined>(trailLength).fill(undefined),
  }
}

/** Notes where a request goes. */
export function noteTrail(state: PodNetwork, id: number, seen: LastSeen): void {
  const at = id & (trailLength - 1)
  state.trailId[at] = id
  state.trail[at] = seen
}

/** Where a request was headed; undefined: it entered no machine, or is too old. */
export function lastSeen(state: PodNetwork, id: number): LastSeen | undefined {
  const at = id & (trailLength - 1)
  return state.trailId[at] === id ? state.trail[at] : undefined
}

/** Machine numbers stay below 2^20. */
function pairKey(low: number, high: number): number {
  return low * 1_048_576 + high
}

/** The VXLAN link of two machines, made when first used. The lower number is its near end. */
export function vxlanLink(state: PodNetwork, a: number, b: number, look: NetworkLook): number {
  const low = a < b ? a : b
  const high = a < b ? b : a
  const key = pairKey(low, high)
  const known = state.vxlan.get(key)
  if (known !== undefined) return known
  const link = look.connectVxlan(low, high)
  state.vxlan.set(key, link)
  for (const machine of [low, high]) state.vxlanOf.set(machine, [...(state.vxlanOf.get(machine) ?? []), link])
  return link
}

/** All VXLAN links that end at a machine. */
export function vxlanLinksOf(state: PodNetwork, machine: number): readonly number[] {
  return state.vxlanOf.get(machine) ?? []
}

/** `vxlanOf` made anew from the pairs, to compare. */
export function rebuildVxlanOf(state: PodNetwork): Map<number, number[]> {
  const made = new Map<number, number[]>()
  for (const [key, link] of state.vxlan) {
    for (const machine of [Math.floor(key / 1_048_576), key % 1_048_576]) made.set(machine, [...(made.get(machine) ?? []), link])
  }
  return made
}

function blockOf(address: string): string {
  return address.slice(0, address.lastIndexOf('.') + 1)
}

/** The machine whose block holds a pod address; -1: no route. */
export function routeTo(state: PodNetwork, address: string, look: NetworkLook): number {
  const block = blockOf(address)
  const known = state.routes.get(block)
  if (known !== undefined && look.podCidr(known)?.startsWith(block) === true) return known
  const count = look.machineCount()
  for (let machine = 0; machine < count; machine++) {
    if (look.podCidr(machine)?.startsWith(block) !== true) continue
    state.routes.set(block, machine)
    return machine
  }
  return -1
}
