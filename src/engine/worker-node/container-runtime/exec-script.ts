/** How a script in a container is run: one command after another, waiting for sleeps and for answers from the network. */
import { packSubject } from '../../../protocol/subject.ts'
import { componentIds, messageTypes } from '../../../protocol/vocabulary.ts'
import { resourceInfo } from '../../../kubernetes/resources.ts'
import type { FetchRequest } from '../../pod-network/messages.ts'
import { scheduleAt, send, type Simulation } from '../../simulation/simulation.ts'
import { expandWord } from '../../world/expansion.ts'
import { writeFile } from '../../world/files.ts'
import { parseImageName } from '../../world/images.ts'
import { isWholeScript, readScript, type IntoFile, type Pipe, type Step } from '../../world/script.ts'
import { runCommand, runOwnCommand } from '../../world/shell-commands.ts'
import { printedBy } from '../../world/substitution.ts'
import type { Fetch, Outcome, ShellWorld } from '../../world/shell-world.ts'
import { isAsked, isLast, scriptOf, withoutAssignments } from './exec-words.ts'
import { fetchedText } from './fetched-text.ts'
import { servedPage } from './served-page.ts'
import { shellWorld } from './shell-surroundings.ts'
import { isAlive, type ExecFrame, type ExecRun, type RuntimeMachine, type Sandbox } from './state.ts'
import { runtimeTimers } from './timers.ts'

type Printed = Extract<Outcome, { readonly does: 'print' }>

/** Text that is kept of each stream until it is told. */
const mostOutput = 1_000_000
/** Rounds of a `for`. */
const mostRounds = 1000
/** What a round of an endless loop takes at least: a script that never waits would stop the cluster's clock. */
const leastRoundUs = 1000
/** The same of a container's own program, which may run for days. */
const leastProgramRoundUs = 100_000
/** Lines that are looked at for the end of a loop or a quoted text. */
const mostLines = 100
/** Lists in lists, and scripts that call one another. */
const mostFrames = 50
/** Steps of a script that take no time at most, one after another. */
const mostSteps = 2000

/** A list that is run from its first step on. */
export function frameOf(sim: Simulation, steps: readonly Step[]): ExecFrame {
  return { steps, at: 0, of: undefined, asks: false, values: [], sinceUs: sim.nowUs }
}

/** Runs commands until one has to wait (undefined) or all have ended (the exit code). */
export function goOn(sim: Simulation, machine: RuntimeMachine, run: ExecRun): number | undefined {
  const sandbox = machine.sandboxes.get(run.podUid)
  const container = sandbox?.containers.find((one) => one.number === run.container)
  if (sandbox === undefined || container === undefined) return 137
  const world = shellWorld(machine, sandbox, container, run.state, sim)
  for (let left = mostSteps; left > 0; left--) {
    const frame = run.frames.at(-1)
    if (frame === undefined) {
      if (run.shell === '') return run.code
      const script = nextScript(run)
      if (script !== undefined) run.frames = [frameOf(sim, readScript(script))]
      else if (run.closed) return run.code
      else return prompt(run, world)
      continue
    }
    const step = frame.steps[frame.at]
    if (step === undefined) {
      if (endList(sim, run, frame)) return rest(sim, machine, run)
    } else if (run.command === 0 && (step.after === 'success' ? run.code !== 0 : step.after === 'failure' && run.code === 0)) frame.at++
    else if (step.does !== 'pipe') enter(sim, run, frame, step, world)
    else {
      const done = runPipe(sim, machine, sandbox, run, frame, step, world)
      if (done !== 'done') return done === 'waits' ? undefined : done
    }
  }
  return rest(sim, machine, run)
}

/** Time goes by although no command takes any. */
function rest(sim: Simulation, machine: RuntimeMachine, run: ExecRun): undefined {
  run.rests = true
  return wait(sim, machine, run, run.call < 0 ? leastProgramRoundUs : leastRoundUs)
}

/** The next lines that were typed and make a whole; undefined: there are none yet. */
function nextScript(run: ExecRun): string | undefined {
  let lines = 1
  for (let end = run.typed.indexOf('\n'); end >= 0; end = run.typed.indexOf('\n', end + 1)) {
    const script = run.typed.slice(0, end)
    if (lines++ < mostLines && !isWholeScript(script) && !(run.closed && end === run.typed.length - 1)) continue
    run.typed = run.typed.slice(end + 1)
    run.prompted = false
    return script
  }
  const rest = run.typed
  if (!run.closed || rest === '') return undefined
  run.typed = ''
  return rest
}

/** A terminal's shell says that it waits. */
function prompt(run: ExecRun, { container, podName, state: { cwd } }: ShellWorld): undefined {
  const more = run.typed !== ''
  if (!run.mode.tty || (run.prompted && !more)) return undefined
  const image = parseImageName(container.image).repository
  const plain = run.shell.endsWith('bash') ? `root@${podName}:${cwd}# ` : /(?:busybox|alpine|curl)/.test(image) ? `${cwd} # ` : '# '
  run.out += more ? '> ' : plain
  run.prompted = true
  return undefined
}

/** Begins what is made of lists. */
function enter(sim: Simulation, run: ExecRun, frame: ExecFrame, step: Exclude<Step, Pipe>, world: ShellWorld): void {
  frame.at++
  const inner = { ...frameOf(sim, []), of: step }
  if (step.does === 'for') {
    const values = step.words.flatMap((word) => expanded(word, run, world).split(/\s+/)).filter((word) => word !== '').slice(0, mostRounds)
    run.frames.push({ ...inner, values })
    run.code = 0
  } else run.frames.push({ ...inner, steps: step.condition, asks: true })
}

/** A list has come to its end: the next round, or what follows from its condition. Returns true when a round took no time. */
function endList(sim: Simulation, run: ExecRun, frame: ExecFrame): boolean {
  const { of } = frame
  if (of?.does === 'for') {
    const value = frame.values.shift()
    if (value !== undefined) {
      run.state.variables.set(of.variable, value)
      frame.steps = of.body
      frame.at = 0
    } else run.frames.pop()
  } else if (of?.does === 'while') {
    if (frame.asks && (run.code === 0) === of.until) {
      run.frames.pop()
      run.code = 0
      return false
    }
    frame.asks = !frame.asks
    frame.steps = frame.asks ? of.condition : of.body
    frame.at = 0
    const idle = frame.asks && frame.sinceUs === sim.nowUs
    if (frame.asks) frame.sinceUs = sim.nowUs
    return idle
  } else if (of?.does === 'if' && frame.asks) {
    const holds = run.code === 0
    run.frames.pop()
    run.frames.push(frameOf(sim, holds ? of.body : of.otherwise))
    run.code = 0
  } else run.frames.pop()
  return false
}

/** Runs the commands of a pipe from the one that is due. Gives the exit code when the script ends. */
function runPipe(
  sim: Simulation, machine: RuntimeMachine, sandbox: Sandbox, run: ExecRun, frame: ExecFrame, step: Pipe, world: ShellWorld,
): 'done' | 'waits' | number {
  for (; run.command < step.pipe.length; run.command++) {
    const words = withoutAssignments(step.pipe[run.command]!.map((word) => expanded(word, run, world)), world)
    const inner = step.pipe.length === 1 && run.frames.length < mostFrames ? scriptOf(words, world) : undefined
    if (inner !== undefined) {
      frame.at++
      run.frames.push(frameOf(sim, readScript(inner)))
      return 'done'
    }
    const outcome = words.length === 0 ? emptyCommand : run.call < 0 ? runOwnCommand(words, world, run.input, isLast(run)) : runCommand(words, world, run.input)
    if (outcome.does === 'exit') return outcome.code < 0 ? run.code : outcome.code
    if (outcome.does === 'break' || outcome.does === 'continue') {
      leaveLoop(run, outcome.does)
      return 'done'
    }
    if (outcome.does === 'sleep') {
      wait(sim, machine, run, outcome.us)
      return 'waits'
    }
    const asked = outcome.does === 'fetch' ? outcome.fetch : outcome.does === 'lookup' ? lookup(outcome.host) : undefined
    const own = asked === undefined ? undefined : ask(sim, machine, sandbox, run, asked)
    if (asked !== undefined && own === undefined) return 'waits'
    finish(run, step, own ?? (outcome.does === 'print' ? outcome : missing(words[0]!)), world)
  }
  frame.at++
  run.command = 0
  run.input = ''
  return run.code !== 0 && run.state.errexit === true && !isAsked(run, frame) ? run.code : 'done'
}

const emptyCommand: Printed = { does: 'print', out: '', err: '', code: 0 }

function missing(name: string): Printed {
  return { does: 'print', out: '', err: `sh: ${name}: not found\n`, code: 127 }
}

function leaveLoop(run: ExecRun, does: 'break' | 'continue'): void {
  run.command = 0
  run.input = ''
  run.code = 0
  while (run.frames.length > 0) {
    const frame = run.frames.at(-1)!
    const loop = frame.of?.does === 'for' || frame.of?.does === 'while'
    if (loop && does === 'continue') {
      frame.at = frame.steps.length
      return
    }
    run.frames.pop()
    if (loop) return
  }
}

function expanded(word: string, run: ExecRun, world: ShellWorld): string {
  return expandWord(word, { variables: world.state.variables, code: run.code, substitute: (script) => printedBy(script, world) })
}

function appended(text: string, more: string): string {
  return text.length >= mostOutput ? text : (text + more).slice(0, mostOutput)
}

/** A command has ended: what it printed goes to the next of the pipe, to a file, or out. */
function finish(run: ExecRun, { pipe, out: into, err: errInto }: Pipe, { out, err, code }: Printed, world: ShellWorld): void {
  run.code = code
  const last = run.command >= pipe.length - 1
  const text = errInto === 'out' ? out + err : out
  if (!last) run.input = text
  else if (into === undefined) run.out = appended(run.out, text)
  else writeInto(run, into, text, world)
  if (errInto === 'out') return
  if (errInto === undefined) tellError(run, err)
  else writeInto(run, errInto, err, world)
}

/** A terminal and the log of a container's own program have errors among the output, in the order in which they were written. */
function tellError(run: ExecRun, text: string): void {
  if (run.call < 0 || run.mode.tty) run.out = appended(run.out, text)
  else run.err = appended(run.err, text)
}

function writeInto(run: ExecRun, { path, append }: IntoFile, text: string, world: ShellWorld): void {
  const name = expanded(path, run, world)
  const why = writeFile(world, name, text, append)
  if (why === undefined) return
  tellError(run, `sh: can't create ${name}: ${why}\n`)
  run.code = 1
}

function wait(sim: Simulation, machine: RuntimeMachine, run: ExecRun, us: number): undefined {
  run.dueUs = sim.nowUs + us
  scheduleAt(sim, run.dueUs, componentIds.containerRuntime, machine.machine, runtimeTimers.exec, run.call)
  return undefined
}

/** What `nslookup` asks: the address alone. */
function lookup(host: string): Fetch {
  return { host, port: 0, path: '', agent: '', timeoutUs: 5_000_000, shows: 'nothing', format: '', tool: 'wget' }
}

/** Asks the network and waits (undefined), or gives what the pod's own loopback answers: no packet leaves it. */
function ask(sim: Simulation, machine: RuntimeMachine, sandbox: Sandbox, run: ExecRun, fetch: Fetch): Printed | undefined {
  if (fetch.host === 'localhost' || fetch.host === '127.0.0.1') return askSelf(sim, machine, sandbox, fetch)
  run.fetch = fetch
  run.fetchId = machine.nextFetch++
  const { host, port, path, agent } = fetch
  const request: FetchRequest = { fetch: run.fetchId, from: sandbox.ip, namespace: sandbox.namespace, host, port, path, agent }
  send(sim, machine.podLink, true, componentIds.podNetwork, machine.machine, run.fetchId, request, {
    type: messageTypes.serviceRequest, flags: 0, bytes: 320, subject: packSubject('get', resourceInfo('services').id, '', -1),
  })
  return wait(sim, machine, run, fetch.timeoutUs)
}

function askSelf(sim: Simulation, machine: RuntimeMachine, sandbox: Sandbox, fetch: Fetch): Printed {
  const server = sandbox.containers.find((one) =>
    isAlive(one, sim.nowUs) && one.start !== undefined && one.start.listensFromUs <= sim.nowUs && one.start.ports.includes(fetch.port))
  const answer = server === undefined ? { code: 0, body: '' } : { code: 200, body: servedPage(machine, sandbox, server, fetch.path, sim.nowUs) }
  return fetchedText(fetch, { fetch: 0, ...answer, address: '127.0.0.1' })
}

/** What a command waited for has come: the next one follows. Gives the exit code when the script has ended. */
export function proceed(sim: Simulation, machine: RuntimeMachine, run: ExecRun, outcome: Printed): number | undefined {
  run.dueUs = -1
  if (run.rests) {
    run.rests = false
    return goOn(sim, machine, run)
  }
  const frame = run.frames.at(-1)
  const step = frame?.steps[frame.at]
  const sandbox = machine.sandboxes.get(run.podUid)
  const container = sandbox?.containers.find((one) => one.number === run.container)
  if (sandbox === undefined || container === undefined) return 137
  if (frame === undefined || step?.does !== 'pipe') return goOn(sim, machine, run)
  finish(run, step, outcome, shellWorld(machine, sandbox, container, run.state, sim))
  run.command++
  return goOn(sim, machine, run)
}
