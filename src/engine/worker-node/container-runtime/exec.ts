/** Commands that are run in containers: begun, typed to, woken by timers and answers, ended. What a script does is in `exec-script.ts`. */
import { componentIds } from '../../../protocol/vocabulary.ts'
import { scheduleAt, type Simulation } from '../../simulation/simulation.ts'
import { environmentOf } from '../../world/environment.ts'
import type { FetchAnswer } from '../../pod-network/messages.ts'
import { isTypedTo } from '../../world/programs.ts'
import { asCommand, isWholeScript, readScript, type Step } from '../../world/script.ts'
import { hasProgram, shells } from '../../world/shell-commands.ts'
import { planExit } from './containers.ts'
import { noSuchCommand } from './start-errors.ts'
import { fetchedText, lookedUp } from './fetched-text.ts'
import { frameOf, goOn, proceed } from './exec-script.ts'
import type { CriRequest, ExecInput, ExecResult } from './messages.ts'
import { isAlive, type ExecRun, type RuntimeContainer, type RuntimeMachine, type Sandbox } from './state.ts'
import { runtimeTimers } from './timers.ts'
import { endFiles } from './volume-files.ts'

/** What there is to tell of a command: a piece of what it prints, or its end. */
export interface ExecPiece {
  readonly call: number
  readonly pod: number
  readonly podUid: string
  readonly result: ExecResult
  readonly last: boolean
}
type Begun = { readonly error: string } | { readonly error: undefined; readonly piece: ExecPiece | undefined }
/** Text that waits to be read: of a command that reads all of it, and of a shell, which looks for whole lines in it. */
const mostTyped = 1_000_000
const mostLines = 65_536

type ExecSync = CriRequest & { readonly call: 'ExecSync' }

/** The steps of a command: a shell's script is read, anything else is one command, taken as it stands. */
function stepsOf(command: readonly string[], stdin: string): readonly Step[] {
  const [name = '', flag = '', script = ''] = command
  if (!shells.has(name)) return [asCommand(command)]
  return isBroken(command) ? readScript('exit 2') : readScript(/^-[a-z]*c$/.test(flag) ? script : stdin)
}

/** A script that ends in the middle of something. */
function isBroken([name = '', flag = '', script = '']: readonly string[]): boolean {
  return shells.has(name) && /^-[a-z]*c$/.test(flag) && !isWholeScript(script)
}

/** A shell whose script is what is typed. */
function isLineShell(command: readonly string[]): boolean {
  return shells.has(command[0] ?? '') && command.slice(1).every((word) => /^-[a-z]*$/.test(word) && !word.includes('c'))
}

/** Begins a command in the container that runs under this name. */
export function beginExec(sim: Simulation, machine: RuntimeMachine, request: ExecSync): Begun {
  const sandbox = machine.sandboxes.get(request.podUid)
  const container = sandbox?.containers.find((one) => one.spec.name === request.container && isAlive(one, sim.nowUs))
  if (sandbox === undefined || container === undefined) return { error: `container not found ("${request.container}")` }
  const { command, mode, stdin } = request
  const [name = ''] = command
  if (!mode.attach && !hasProgram(container.spec, name)) return { error: noSuchCommand(name) }
  const own = container.spec.command?.[0] ?? container.spec.args?.[0] ?? 'sh'
  const shell = mode.attach ? (isTypedTo(container.spec) ? own : '') : mode.open && isLineShell(command) ? name : ''
  const waits = mode.attach || (mode.open && (shell !== '' || !mode.tty))
  const run: ExecRun = {
    call: request.id, podUid: request.podUid, container: container.number, mode, words: command, shell, typed: stdin, closed: !mode.open, prompted: false,
    frames: waits ? [] : [frameOf(sim, stepsOf(command, stdin))], command: 0, input: stdin,
    state: { cwd: container.spec.workingDir ?? '/', variables: environmentOf(sandbox.name, container.spec) },
    out: '', err: isBroken(command) ? 'sh: syntax error: unexpected end of file\n' : '', code: 0, dueUs: -1, rests: false, fetchId: 0, fetch: undefined,
  }
  machine.execs.push(run)
  if (waits && shell === '') return { error: undefined, piece: undefined }
  return { error: undefined, piece: pieceOf(machine, run, goOn(sim, machine, run)) }
}

/**
 * Begins the script of a container's own program that is run step by step. Its call is the container's number, below zero: what it prints goes to the
 * log, and its end is the container's.
 */
export function startProgram(sim: Simulation, machine: RuntimeMachine, sandbox: Sandbox, container: RuntimeContainer, steps: readonly Step[]): ExecPiece | undefined {
  const run: ExecRun = {
    call: -container.number, podUid: sandbox.podUid, container: container.number, mode: { streams: true, tty: false, open: false, attach: true },
    words: [], shell: '', typed: '', closed: true, prompted: false, frames: [frameOf(sim, steps)], command: 0, input: '',
    state: { cwd: container.spec.workingDir ?? '/', variables: environmentOf(sandbox.name, container.spec) },
    out: '', err: '', code: 0, dueUs: -1, rests: false, fetchId: 0, fetch: undefined,
  }
  machine.execs.push(run)
  return resume(sim, machine, run, goOn(sim, machine, run))
}

/** The runtime has started again: programs have run on under their shims, commands from outside have ended. What a program waited for has come or will. */
export function keepPrograms(sim: Simulation, machine: RuntimeMachine): void {
  machine.execs = machine.execs.filter((run) => run.call < 0 && placeOf(machine, run)?.container.state === 'running')
  for (const run of machine.execs) {
    run.dueUs = Math.max(run.dueUs, sim.nowUs)
    scheduleAt(sim, run.dueUs, componentIds.containerRuntime, machine.machine, runtimeTimers.exec, run.call)
  }
}

/** The end of a run, or a piece of it when there is something to tell. */
function pieceOf(machine: RuntimeMachine, run: ExecRun, code: number | undefined): ExecPiece | undefined {
  const last = code !== undefined
  if (!last && (!run.mode.streams || (run.out === '' && run.err === ''))) return undefined
  const { call, podUid, out, err } = run
  if (last) machine.execs = machine.execs.filter((one) => one !== run)
  else {
    run.out = ''
    run.err = ''
  }
  return { call, pod: machine.sandboxes.get(podUid)?.slot ?? -1, podUid, result: { stdout: out, stderr: err, exitCode: code ?? 0 }, last }
}

/** Goes on with a run; the container ends with the program that is typed to. */
function resume(sim: Simulation, machine: RuntimeMachine, run: ExecRun, code: number | undefined): ExecPiece | undefined {
  const found = code !== undefined && run.mode.attach ? placeOf(machine, run) : undefined
  if (found !== undefined) planExit(sim, machine, found.sandbox, found.container, sim.nowUs, code ?? 0)
  return pieceOf(machine, run, code)
}

function placeOf(machine: RuntimeMachine, run: ExecRun): { readonly sandbox: Sandbox; readonly container: RuntimeContainer } | undefined {
  const sandbox = machine.sandboxes.get(run.podUid)
  const container = sandbox?.containers.find((one) => one.number === run.container)
  return sandbox === undefined || container === undefined ? undefined : { sandbox, container }
}

/** Something was typed. */
export function typeInto(sim: Simulation, machine: RuntimeMachine, request: CriRequest & { readonly call: 'ExecInput' }): ExecPiece | undefined {
  const run = machine.execs.find((one) => one.call === request.execCall)
  return run === undefined ? undefined : take(sim, machine, run, request.input)
}

function take(sim: Simulation, machine: RuntimeMachine, run: ExecRun, { text, interrupt, end }: ExecInput): ExecPiece | undefined {
  const { shell, mode } = run
  if (interrupt) {
    if (shell === '') return resume(sim, machine, run, 130)
    stopCommand(run)
  }
  run.typed = (run.typed + text).slice(0, shell === '' ? mostTyped : mostLines)
  run.closed ||= end
  if (shell === '') {
    // Simplified: a command that may read begins when all is there. One with a terminal reads nothing.
    if (!end || mode.tty || mode.attach || run.frames.length > 0) return undefined
    run.input = run.typed
    run.frames = [frameOf(sim, stepsOf(run.words, run.typed))]
  } else if (run.frames.length > 0) return undefined
  return resume(sim, machine, run, goOn(sim, machine, run))
}

/** Ctrl-C: what the shell runs ends, and a line that is not whole is forgotten. */
function stopCommand(run: ExecRun): void {
  run.frames = []
  run.command = 0
  run.input = ''
  run.typed = ''
  run.dueUs = -1
  run.rests = false
  run.fetchId = 0
  run.fetch = undefined
  run.prompted = false
  run.code = 130
}

/** Commands in a container that has ended are killed. */
export function endExecsOf(machine: RuntimeMachine, container: RuntimeContainer): readonly ExecPiece[] {
  endFiles(machine, container)
  if (machine.execs.length === 0) return []
  return machine.execs.filter((run) => run.container === container.number)
    .flatMap((run) => pieceOf(machine, run, run.mode.attach ? container.exitCode : 137) ?? [])
}

/** Nobody hears it any more: a command whose output has nowhere to go ends. */
export function closeExec(machine: RuntimeMachine, call: number): void {
  machine.execs = machine.execs.filter((run) => run.call !== call)
}

/** Timer `exec`: a sleep is over, or an answer has not come in time. */
export function onExecTimer(sim: Simulation, machine: RuntimeMachine, call: number): ExecPiece | undefined {
  const run = machine.execs.find((one) => one.call === call)
  if (run === undefined || run.dueUs !== sim.nowUs) return undefined
  if (run.fetch !== undefined) return takeAnswer(sim, machine, run, undefined)
  return resume(sim, machine, run, proceed(sim, machine, run, { does: 'print', out: '', err: '', code: 0 }))
}

/** The network has answered. */
export function onFetched(sim: Simulation, machine: RuntimeMachine, answer: FetchAnswer): ExecPiece | undefined {
  const run = machine.execs.find((one) => one.fetchId === answer.fetch)
  return run === undefined ? undefined : takeAnswer(sim, machine, run, answer)
}

/** `answer` undefined: none came in time. */
function takeAnswer(sim: Simulation, machine: RuntimeMachine, run: ExecRun, answer: FetchAnswer | undefined): ExecPiece | undefined {
  const fetch = run.fetch!
  run.fetch = undefined
  run.fetchId = 0
  const printed = fetch.port === 0 ? lookedUp(fetch, answer, machine.sandboxes.get(run.podUid)?.namespace ?? 'default') : fetchedText(fetch, answer)
  return resume(sim, machine, run, proceed(sim, machine, run, printed))
}
