/**
 * Pod addresses of one machine, as CNI's host-local plugin gives them: the bridge has .1, pods from .2 up, round robin, so that an address
 * that was freed is not taken at once. Only blocks of /24 and smaller are known: the allocator of node blocks gives /24.
 */
import type { RuntimeMachine } from './state.ts'

interface Block {
  /** `10.244.1.` */
  readonly prefix: string
  readonly first: number
  readonly last: number
}

/** Blocks that were read before. */
const known = new Map<string, Block | undefined>()
const mostKnown = 10_000

function blockOf(podCIDR: string): Block | undefined {
  let block = known.get(podCIDR)
  if (block === undefined && !known.has(podCIDR)) {
    if (known.size >= mostKnown) known.clear()
    block = readBlock(podCIDR)
    known.set(podCIDR, block)
  }
  return block
}

function readBlock(podCIDR: string): Block | undefined {
  const match = /^(\d+\.\d+\.\d+\.)(\d+)\/(\d+)$/.exec(podCIDR)
  if (match === null) return undefined
  const base = Number(match[2])
  const size = 1 << (32 - Math.min(32, Math.max(24, Number(match[3]))))
  return { prefix: match[1]!, first: base + 2, last: base + size - 2 }
}

/** Takes the next free address for a pod; undefined when the block is full or not known. */
export function takeAddress(machine: RuntimeMachine, podUid: string): string | undefined {
  const block = blockOf(machine.podCIDR)
  if (block === undefined) return undefined
  const count = block.last - block.first + 1
  for (let tries = 0; tries < count; tries++) {
    const part = machine.nextAddress > block.last || machine.nextAddress < block.first ? block.first : machine.nextAddress
    machine.nextAddress = part + 1
    if (machine.addresses[part] === undefined) {
      machine.addresses[part] = podUid
      // Joined, it is one piece, which is read character by character when it is checked.
      return [block.prefix, part].join('')
    }
  }
  return undefined
}

/** Last part of an address in the machine's own block; -1 for any other. */
export function addressPart(machine: RuntimeMachine, ip: string): number {
  const dot = ip.lastIndexOf('.') + 1
  if (dot === 0 || machine.podCIDR.slice(0, dot) !== ip.slice(0, dot)) return -1
  return Number(ip.slice(dot))
}

/** Frees the address of a pod; others are left alone. */
export function freeAddress(machine: RuntimeMachine, ip: string, podUid: string): void {
  const part = addressPart(machine, ip)
  if (part >= 0 && machine.addresses[part] === podUid) machine.addresses[part] = undefined
}

/** The table of addresses made anew from the sandboxes. */
export function rebuildAddresses(machine: RuntimeMachine): void {
  machine.addresses = []
  for (const sandbox of machine.sandboxes.values()) {
    const part = sandbox.ip === '' ? -1 : addressPart(machine, sandbox.ip)
    if (part >= 0 && sandbox.ready) machine.addresses[part] = sandbox.podUid
  }
}
