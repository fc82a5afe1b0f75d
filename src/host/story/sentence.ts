import type { Change } from '../../protocol/frame.ts'

/** What a teller makes of a change: the sentence without its actor in front, or undefined for routine. */
export interface Sentence {
  /** Follows the actor, in the past tense: "bound web-…-x7k2p to node-3". With `subjectFirst` it is the whole sentence. */
  readonly text: string
  readonly tone: Change['tone']
  readonly subjectFirst?: boolean
}

/** Longest sentence of the story: one line of a caption. */
const maxLength = 160

/** A sentence that comes from outside in parts (messages, images) as one line of bounded length. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1).trimEnd()}…`
}

/** "1 pod", "3 pods". */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
