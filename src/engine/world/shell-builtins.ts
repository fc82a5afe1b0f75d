/** Commands that a shell runs itself, because they change it: its directory, its variables, where its script goes on. */
import { absolutePath, isDirectory, readFile } from './files.ts'
import { fail, print, type CommandOf, type Outcome, type ShellWorld } from './shell-world.ts'

function changeDirectory(words: readonly string[], world: ShellWorld): Outcome {
  const { state } = world
  const back = words[1] === '-'
  const wanted = back ? state.variables.get('OLDPWD') ?? state.cwd : words[1] ?? state.variables.get('HOME') ?? '/'
  if (!isDirectory(world, wanted)) {
    return fail(`sh: cd: can't cd to ${wanted}: ${readFile(world, wanted) === undefined ? 'No such file or directory' : 'Not a directory'}\n`)
  }
  state.variables.set('OLDPWD', state.cwd)
  state.cwd = absolutePath(state.cwd, wanted)
  state.variables.set('PWD', state.cwd)
  return print(back ? `${state.cwd}\n` : '')
}

/** Sets the variables of words `NAME=value`. Returns false when one is none. */
export function assign(words: readonly string[], { state }: ShellWorld): boolean {
  for (const word of words) {
    const [, name, value = ''] = /^([A-Za-z_]\w*)(?:=([\s\S]*))?$/.exec(word) ?? []
    if (name === undefined) return false
    if (word.includes('=')) state.variables.set(name, value)
  }
  return true
}

type Comparison = (a: string, b: string) => boolean
const comparisons: Readonly<Record<string, Comparison>> = {
  '=': (a, b) => a === b, '==': (a, b) => a === b, '!=': (a, b) => a !== b, '-eq': (a, b) => Number(a) === Number(b), '-ne': (a, b) => Number(a) !== Number(b),
  '-lt': (a, b) => Number(a) < Number(b), '-le': (a, b) => Number(a) <= Number(b), '-gt': (a, b) => Number(a) > Number(b), '-ge': (a, b) => Number(a) >= Number(b),
}
const questions: Readonly<Record<string, (word: string, world: ShellWorld) => boolean>> = {
  '-n': (word) => word !== '', '-z': (word) => word === '', '-d': (word, world) => isDirectory(world, word),
  '-f': (word, world) => readFile(world, word) !== undefined, '-r': (word, world) => readFile(world, word) !== undefined,
  '-s': (word, world) => (readFile(world, word) ?? '') !== '', '-e': (word, world) => readFile(world, word) !== undefined || isDirectory(world, word),
}

/** `test` and `[`: one question, which `!` turns round. */
function test(words: readonly string[], world: ShellWorld): Outcome {
  const asked = words.slice(1, words[0] === '[' ? -1 : undefined)
  const turned = asked[0] === '!'
  const [first = '', second, third] = turned ? asked.slice(1) : asked
  const compare = second === undefined ? undefined : comparisons[second]
  const ask = questions[first]
  const holds = compare !== undefined ? compare(first, third ?? '') : second !== undefined && ask !== undefined ? ask(second, world) : first !== ''
  return print('', holds === turned ? 1 : 0)
}

export const shellBuiltins: Readonly<Record<string, CommandOf>> = {
  true: () => print(''),
  ':': () => print(''),
  false: () => print('', 1),
  pwd: (_words, { state }) => print(`${state.cwd}\n`),
  cd: changeDirectory,
  export: (words, world) => (assign(words.slice(1), world) ? print('') : fail(`sh: export: ${words[1] ?? ''}: bad variable name\n`, 2)),
  unset(words, { state }) {
    for (const name of words.slice(1)) state.variables.delete(name)
    return print('')
  },
  set(words, { state }) {
    const flag = words.find((word) => /^[-+][a-z]*e/.test(word) || word === 'errexit')
    if (flag !== undefined) state.errexit = !words[1]!.startsWith('+')
    return print('')
  },
  test,
  '[': test,
  exit: (words) => ({ does: 'exit', code: words[1] === undefined ? -1 : Number.parseInt(words[1], 10) || 0 }),
  break: () => ({ does: 'break' }),
  continue: () => ({ does: 'continue' }),
}
