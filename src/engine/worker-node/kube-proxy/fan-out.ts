/**
 * The group's messages on the members' own links: what the API server and the group exchange once stands for one message per member. In a
 * small cluster each is a hop of its own; in a large one it is only counted.
 */
import type { MessageNote, Simulation } from '../../simulation/simulation.ts'
import { arrivalUs, type LinkTable } from '../../simulation/links.ts'
import { recordHop } from '../../simulation/trace.ts'
import type { KubeProxies } from './state.ts'

/** Above this many members messages are counted without a hop each. */
const maxHopsPerEvent = 64

/**
 * Records one message per member. Returns the machines whose link is cut: they have missed it. When the group's own link is cut with
 * theirs nobody fell behind the others, and none is returned.
 */
export function standForMembers(sim: Simulation, state: KubeProxies, reverse: boolean, note: MessageNote): readonly number[] {
  const { cut, messages, lost } = sim.links
  const { members, memberLinks } = state
  const missed: number[] = []
  const count = members.length
  if (count > maxHopsPerEvent && areWhole(cut, memberLinks, count)) {
    state.told++
    return missed
  }
  for (let i = 0; i < count; i++) {
    const link = memberLinks[i]!
    messages[link] = messages[link]! + 1
    if (cut[link] === 0) continue
    lost[link] = lost[link]! + 1
    missed.push(members[i]!)
  }
  if (count <= maxHopsPerEvent) for (let i = 0; i < count; i++) recordMemberHop(sim, memberLinks[i]!, reverse, note)
  return cut[state.groupLink] === 0 ? missed : []
}

function recordMemberHop(sim: Simulation, link: number, reverse: boolean, note: MessageNote): void {
  const lost = sim.links.cut[link] !== 0
  const arrives = arrivalUs(sim.links, link, reverse, sim.nowUs, sim.linkRandom)
  const flags = note.flags | (reverse ? 1 : 0) | (lost ? 2 : 0)
  recordHop(sim.trace, sim.nowUs, arrives, link, note.type, flags, note.bytes, note.subject, sim.cause)
}

function areWhole(cut: Uint8Array, links: Int32Array, count: number): boolean {
  for (let i = 0; i < count; i++) if (cut[links[i]!] !== 0) return false
  return true
}

/**
 * Puts on the members' links what a large group was told since the last time: five thousand additions for each message would be most of
 * its cost, so they are made when somebody reads the counts.
 */
export function countMessages(links: LinkTable, state: KubeProxies): void {
  const { messages } = links
  for (const { link, count } of state.owed) messages[link] = messages[link]! + count
  state.owed = []
  const { memberLinks, memberSince, told } = state
  for (let i = 0; i < state.members.length; i++) {
    const link = memberLinks[i]!
    messages[link] = messages[link]! + told - memberSince[i]!
    memberSince[i] = told
  }
}
