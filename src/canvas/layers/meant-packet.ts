/** Whom a click is meant for where a packet flies over something: the packet or what lies below it. */

/** Small things with an action of their own, and what stands over the picture. */
const controls = 'button, input, select, a, .react-flow__panel'
/** Cards, but the network's bar: messages cross its ground all the time. */
const cards = '.react-flow__node:not(.react-flow__node-network)'

/**
 * Whether a click on `target` is for the packet `hop` that is drawn there. On free ground and lines it is; on a control never; on the rest of
 * a card only if the pointer rests on that packet already and it is told (`told`): what flies by at this moment nobody can have aimed at.
 */
export function isForPacket(target: Element, hop: number, told: number | undefined): boolean {
  if (target.closest(controls) !== null) return false
  return target.closest(cards) === null || hop === told
}
