/**
 * Whether all that a container's script does is known before it starts. If so it costs nothing while it runs; if not it is run step by step,
 * since what it finds decides: whether a name is known, a file there, what comes through a pipe.
 */
import type { Pipe, Step } from './script.ts'
import { isBurner, isServer, waitsForEver } from './shell.ts'

/** Commands that do the same wherever they run, and succeed. */
const certain: ReadonlySet<string> = new Set([
  'echo', 'printf', 'sleep', 'true', ':', 'exit', 'date', 'hostname', 'pwd', 'id', 'whoami', 'uname', 'env', 'seq', 'touch', 'rm', 'wait',
])
/** What `script.ts` does not understand: a script that has one of these is read as far as it goes. */
const beyond = /^(?:case|esac|function|local|return|trap|read|eval|source|getopts|\.|[{}()].*|.*\(\)|;;)$/
/** Something that runs beside the rest. */
const background = /[^&>]&(?![&>\d])/

/** Conditions that always hold. */
const always: ReadonlySet<string> = new Set(['true', ':', 'sleep', '[ 1 ]', '[ true ]', '[ 1 -eq 1 ]', '[ : ]'])

/** True for a script whose course depends on what it finds. `script`: the same as its text. */
export function needsLook(steps: readonly Step[], script: string): boolean {
  const commands = steps.flatMap(commandsOf)
  if (background.test(script) || commands.some(([name = '']) => beyond.test(name) || isBurner(name))) return false
  return steps.some((step) => asks(step, false))
}

/** All simple commands of a step, each as its words. */
export function commandsOf(step: Step): readonly (readonly string[])[] {
  if (step.does === 'pipe') return step.pipe
  const inner = step.does === 'if' ? [step.condition, step.body, step.otherwise] : step.does === 'while' ? [step.condition, step.body] : [step.body]
  return inner.flat().flatMap(commandsOf)
}

/** True for a step that goes on, or ends, by what it finds: a choice, a loop that may end, a command that may fail. */
function asks(step: Step, inLoop: boolean): boolean {
  switch (step.does) {
    case 'pipe': return !isCertain(step, inLoop)
    case 'for': return step.words.some((word) => /[$`]/.test(word) && !word.startsWith('$(seq ')) || step.body.some((one) => asks(one, inLoop))
    case 'if': return true
    case 'while': return step.until || !alwaysHolds(step.condition) || step.body.some((one) => asks(one, true))
  }
}

function alwaysHolds([only, more]: readonly Step[]): boolean {
  const words = only?.does === 'pipe' && more === undefined && only.pipe.length === 1 ? only.pipe[0] ?? [] : []
  return always.has(words[0] ?? '') || always.has(words.join(' '))
}

/** In an endless loop requests go on at a fixed pace, whatever is answered: so load is made. */
function isCertain({ after, pipe, out }: Pipe, inLoop: boolean): boolean {
  const [words = [], more] = pipe
  const [first = '', second = ''] = words
  const name = first === 'exec' ? second : first
  if (more !== undefined || after === 'failure') return false
  if (words.some((word) => word.includes('$?')) || (out !== undefined && words.some((word) => /[$`]/.test(word)))) return false
  if (/^[A-Za-z_]\w*=[^`]*$/.test(first) && words.length === 1) return !/\$\([^(]/.test(first)
  return certain.has(name) || isServer(name) || waitsForEver(words) || (inLoop && (name === 'curl' || name === 'wget'))
}
