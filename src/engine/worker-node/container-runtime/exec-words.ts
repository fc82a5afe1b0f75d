/** What is seen of a script's words and places before and after they run. */
import { readFile } from '../../world/files.ts'
import { assign } from '../../world/shell-builtins.ts'
import { shells } from '../../world/shell-commands.ts'
import type { ShellWorld } from '../../world/shell-world.ts'
import type { ExecFrame, ExecRun } from './state.ts'

/** What follows looks at how a command ended: under `set -e` it may fail. */
export function isAsked({ frames }: ExecRun, { steps, at }: ExecFrame): boolean {
  return frames.some((frame) => frame.asks) || (steps[at]?.after ?? 'any') !== 'any'
}

/** True for the last command of all. */
export function isLast({ frames }: ExecRun): boolean {
  return frames.every(({ at, steps, of }, i) => (of === undefined || of.does === 'if') && at >= steps.length - (i === frames.length - 1 ? 1 : 0))
}

/** What a shell is given to run: `sh -c TEXT`, `sh FILE`, or a file that is there. Simplified: it runs in the shell that asks for it, without arguments. */
export function scriptOf(words: readonly string[], world: ShellWorld): string | undefined {
  const [name = '', second = ''] = words
  if (shells.has(name)) return /^-[a-z]*c$/.test(second) ? words[2] : readFile(world, words.slice(1).find((word) => !word.startsWith('-')) ?? '')
  return name.includes('/') ? readFile(world, name) : undefined
}

/** `NAME=value` before a command, or alone, and `exec`. Simplified: a variable that is set for one command stays, and what follows `exec` as well. */
export function withoutAssignments(words: readonly string[], world: ShellWorld): readonly string[] {
  const first = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word))
  const count = first < 0 ? words.length : first
  assign(words.slice(0, count), world)
  return words.slice(words[count] === 'exec' ? count + 1 : count)
}
