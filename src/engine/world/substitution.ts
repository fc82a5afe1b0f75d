/** What a script prints in the place of a word, `$(...)`. Simplified: what would wait (a request, a sleep) and loops print nothing there. */
import { expandWord, type Expansion } from './expansion.ts'
import { readScript } from './script.ts'
import { runCommand } from './shell-commands.ts'
import type { ShellWorld } from './shell-world.ts'

/** How words are filled in here, once: what stands in `$(...)` within `$(...)` is empty. */
const inner = (world: ShellWorld): Expansion => ({ variables: world.state.variables, code: 0, substitute: () => '' })

/** `withErrors`: what the commands complain of as well, as a log has both. */
export function printedBy(script: string, world: ShellWorld, withErrors = false): string {
  let out = ''
  for (const step of readScript(script)) {
    if (step.does !== 'pipe') continue
    let input = ''
    for (const words of step.pipe) {
      const outcome = runCommand(words.map((word) => expandWord(word, inner(world))), world, input)
      input = outcome.does === 'print' ? outcome.out : ''
      if (withErrors && outcome.does === 'print') out += outcome.err
    }
    out += input
  }
  return out
}
