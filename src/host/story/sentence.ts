import type { Change } from '../../protocol/frame.ts'

/** What a teller makes of a change: the sentence without its actor in front, or undefined for routine. */
export interface Sentence {
  /** Follows the actor: "bound web-…-x7k2p to node-3". With `subjectFirst` it is the whole sentence. */
  readonly text: string
  readonly tone: Change['tone']
  readonly subjectFirst?: boolean
}
