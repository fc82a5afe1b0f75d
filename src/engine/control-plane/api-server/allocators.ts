/**
 * Cluster IPs and node ports. Automatic ones are random in the upper part of their range; the lower band is used only when the rest is
 * full, so that addresses chosen by hand seldom collide. What is taken follows from the Services.
 * Source: pkg/registry/core/service/{ipallocator,portallocator}; documentation "Service ClusterIP allocation".
 */
import type { Service } from '../../../kubernetes/types/core.ts'
import { nextInt, type Random } from '../../simulation/random.ts'

export interface Allocators {
  /** Offsets in 10.96.0.0/16. */
  clusterIPs: Set<number>
  nodePorts: Set<number>
}

const clusterNetwork = '10.96'
/** Usable offsets: all but the network's own and the broadcast address. */
const firstOffset = 1
const lastOffset = 65534
/** min(max(16, size / 16), 256). */
const ipBand = 256
export const serviceClusterCIDR = '10.96.0.0/16'
export const kubernetesServiceIP = '10.96.0.1'

export const nodePortFirst = 30000
export const nodePortLast = 32767
/** min(max(16, size / 32), 128). */
const portBand = 86

export function createAllocators(): Allocators {
  return { clusterIPs: new Set(), nodePorts: new Set() }
}

/** Offset of an address in the range; -1 when it is outside. */
export function clusterIPOffset(address: string): number {
  const [a, b, c, d] = address.split('.')
  if (`${a}.${b}` !== clusterNetwork) return -1
  const offset = Number(c) * 256 + Number(d)
  return offset >= firstOffset && offset <= lastOffset ? offset : -1
}

function addressAt(offset: number): string {
  return `${clusterNetwork}.${offset >> 8}.${offset & 255}`
}

/** A free number in [first, last], random in the part above the band, then random inside it; -1: all are taken. */
function pick(taken: ReadonlySet<number>, random: Random, first: number, last: number, band: number): number {
  for (const [low, high] of [[first + band, last], [first, first + band - 1]] as const) {
    const size = high - low + 1
    const start = nextInt(random, size)
    for (let i = 0; i < size; i++) {
      const value = low + ((start + i) % size)
      if (!taken.has(value)) return value
    }
  }
  return -1
}

/** Takes a random free address; undefined: the range is full. */
export function allocateClusterIP(allocators: Allocators, random: Random): string | undefined {
  const offset = pick(allocators.clusterIPs, random, firstOffset, lastOffset, ipBand)
  if (offset < 0) return undefined
  allocators.clusterIPs.add(offset)
  return addressAt(offset)
}

/** Takes a random free port; -1: the range is full. */
export function allocateNodePort(allocators: Allocators, random: Random): number {
  const port = pick(allocators.nodePorts, random, nodePortFirst, nodePortLast, portBand)
  if (port >= 0) allocators.nodePorts.add(port)
  return port
}

/** Marks what a Service holds as taken. */
export function takeOf(allocators: Allocators, service: Service): void {
  const offset = clusterIPOffset(service.spec.clusterIP ?? '')
  if (offset >= 0) allocators.clusterIPs.add(offset)
  for (const port of service.spec.ports ?? []) if (port.nodePort !== undefined) allocators.nodePorts.add(port.nodePort)
}

/** Frees what `before` held and `after` (undefined: nothing) no longer holds. */
export function releaseOf(allocators: Allocators, before: Service, after: Service | undefined): void {
  const offset = clusterIPOffset(before.spec.clusterIP ?? '')
  if (offset >= 0 && after?.spec.clusterIP !== before.spec.clusterIP) allocators.clusterIPs.delete(offset)
  const kept = new Set(after?.spec.ports?.map((port) => port.nodePort))
  for (const port of before.spec.ports ?? []) {
    if (port.nodePort !== undefined && !kept.has(port.nodePort)) allocators.nodePorts.delete(port.nodePort)
  }
}

/** What is taken, from the Services alone. */
export function rebuildAllocators(services: Iterable<Service | undefined>): Allocators {
  const allocators = createAllocators()
  for (const service of services) if (service !== undefined) takeOf(allocators, service)
  return allocators
}
