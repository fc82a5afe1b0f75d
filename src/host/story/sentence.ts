import type { Change } from '../../protocol/frame.ts'

/** What a teller makes of a change: the sentence without its actor in front, or undefined for routine. */
export interface Sentence {
  /** Follows the actor, in the past tense: "bound web-…-x7k2p to node-3". With `subjectFirst` it is the whole sentence. */
  readonly text: string
  readonly tone: Change['tone']
  readonly subjectFirst?: boolean
  /** The same of several things, "#" for how many. */
  readonly many?: string
  /** How many things `text` is about; undefined: one. */
  readonly count?: number
}

/** What a sentence calls its subject: "web-…-x7k2p", and several like it: "# pods of web". */
export interface Names {
  readonly one: string
  readonly many: string
}

/** A sentence about one thing and about several like it. */
export function oneOrMany(names: Names, tell: (name: string) => string): Pick<Sentence, 'text' | 'many'> {
  return { text: tell(names.one), many: tell(names.many) }
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
