/** Commands that are run in containers: one after another, waiting for sleeps and for answers from the network, until the last has ended. */
import { packSubject } from '../../../protocol/subject.ts'
import { componentIds, messageTypes } from '../../../protocol/vocabulary.ts'
import { resourceInfo } from '../../../kubernetes/resources.ts'
import type { FetchAnswer, FetchRequest } from '../../pod-network/messages.ts'
import { scheduleAt, send, type Simulation } from '../../simulation/simulation.ts'
import { dateAt, environmentOf } from '../../world/environment.ts'
import { readScript, type Step } from '../../world/script.ts'
import { hasProgram, runCommand, shells, type Fetch, type Outcome, type ShellWorld } from '../../world/shell-commands.ts'
import { expand } from '../../world/shell.ts'
import { fetchedText, lookedUp } from './fetched-text.ts'
import type { CriRequest, ExecResult } from './messages.ts'
import { isAlive, type ExecRun, type RuntimeContainer, type RuntimeMachine, type Sandbox } from './state.ts'
import { runtimeTimers } from './timers.ts'

export interface EndedExec {
  readonly call: number
  readonly pod: number
  readonly podUid: string
  readonly result: ExecResult
}
type Begun = { readonly error: string } | { readonly error: undefined; readonly ended: EndedExec | undefined }

/** Text that is kept of each stream. */
const mostOutput = 1_000_000

/** Why a program could not be started, in containerd's and runc's words. */
function notFound(name: string): string {
  const why = `exec: "${name}": ${name.includes('/') ? `stat ${name}: no such file or directory` : 'executable file not found in $PATH'}`
  return `failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: ${why}: unknown`
}

/** The steps of a command: a shell's script is read, anything else is one command, taken as it stands. */
function stepsOf(command: readonly string[], stdin: string): readonly Step[] | undefined {
  const [name = '', flag = '', script = ''] = command
  if (!shells.has(name)) return [{ after: 'any', pipe: [command.map((word) => word.replaceAll('$', '\\$'))], hidesOut: false, hidesErr: false }]
  return readScript(/^-[a-z]*c$/.test(flag) ? script : stdin)
}

/** Begins a command in the container that runs under this name. */
export function beginExec(sim: Simulation, machine: RuntimeMachine, request: CriRequest & { readonly call: 'ExecSync' }): Begun {
  const sandbox = machine.sandboxes.get(request.podUid)
  const container = sandbox?.containers.find((one) => one.spec.name === request.container && isAlive(one, sim.nowUs))
  if (sandbox === undefined || container === undefined) return { error: `container not found ("${request.container}")` }
  const [name = ''] = request.command
  if (!hasProgram(container.spec, name)) return { error: notFound(name) }
  const steps = stepsOf(request.command, request.stdin)
  if (steps === undefined) return { error: 'endless loops are not simulated in exec: give the number of rounds with for' }
  const run: ExecRun = {
    call: request.id, podUid: request.podUid, container: container.number, steps, step: 0, command: 0, input: request.stdin, out: '', err: '', code: 0,
    dueUs: -1, fetchId: 0, fetch: undefined,
  }
  machine.execs.push(run)
  return { error: undefined, ended: goOn(sim, machine, run) }
}

function ended(machine: RuntimeMachine, run: ExecRun, code: number): EndedExec {
  machine.execs = machine.execs.filter((one) => one !== run)
  const { call, podUid, out, err } = run
  return { call, pod: machine.sandboxes.get(podUid)?.slot ?? -1, podUid, result: { stdout: out, stderr: err, exitCode: code } }
}

/** Commands in a container that has ended are killed. */
export function endExecsOf(machine: RuntimeMachine, container: RuntimeContainer): readonly EndedExec[] {
  if (machine.execs.length === 0) return []
  return machine.execs.filter((run) => run.container === container.number).map((run) => ended(machine, run, 137))
}

/** Runs commands until one has to wait (undefined) or the last has ended. */
function goOn(sim: Simulation, machine: RuntimeMachine, run: ExecRun): EndedExec | undefined {
  const sandbox = machine.sandboxes.get(run.podUid)
  const container = sandbox?.containers.find((one) => one.number === run.container)
  if (sandbox === undefined || container === undefined) return ended(machine, run, 137)
  const world = worldOf(sim, sandbox, container)
  for (; run.step < run.steps.length; nextStep(run)) {
    const { after, pipe } = run.steps[run.step]!
    if (run.command === 0 && (after === 'success' ? run.code !== 0 : after === 'failure' && run.code === 0)) continue
    for (; run.command < pipe.length; run.command++) {
      const words = pipe[run.command]!.map((word) => wordOf(word, run, world))
      const outcome = runCommand(words, world, run.input)
      if (outcome.does === 'exit') return ended(machine, run, outcome.code)
      if (outcome.does === 'sleep') return wait(sim, machine, run, outcome.us)
      if (outcome.does === 'fetch') return ask(sim, machine, sandbox, run, outcome.fetch)
      if (outcome.does === 'lookup') return ask(sim, machine, sandbox, run, lookup(outcome.host))
      finish(run, outcome, words[0] ?? '')
    }
  }
  return ended(machine, run, run.code)
}

function nextStep(run: ExecRun): void {
  run.step++
  run.command = 0
  run.input = ''
}

/** `\$` of a word that no shell has read stays; in a script variables and the last exit code are filled in. */
function wordOf(word: string, run: ExecRun, world: ShellWorld): string {
  if (word.includes('\\$')) return word.replaceAll('\\$', '$')
  return expand(word.replaceAll('$?', String(run.code)), world.date, world.variables)
}

function worldOf(sim: Simulation, sandbox: Sandbox, { spec }: RuntimeContainer): ShellWorld {
  const { name: podName, namespace, ip } = sandbox
  return { container: spec, podName, namespace, ip, variables: environmentOf(podName, spec), date: dateAt(sim.nowUs, sim.epochMs) }
}

/** A command has ended: what it printed goes to the next of the pipe, or out. */
function finish(run: ExecRun, outcome: Extract<Outcome, { readonly does: 'print' | 'missing' }>, name: string): void {
  const { out, err, code } = outcome.does === 'print' ? outcome : { out: '', err: `sh: ${name}: not found\n`, code: 127 }
  const { pipe, hidesOut, hidesErr } = run.steps[run.step]!
  run.code = code
  if (!hidesErr) run.err = (run.err + err).slice(0, mostOutput)
  if (run.command < pipe.length - 1) run.input = out
  else if (!hidesOut) run.out = (run.out + out).slice(0, mostOutput)
}

function wait(sim: Simulation, machine: RuntimeMachine, run: ExecRun, us: number): undefined {
  run.dueUs = sim.nowUs + us
  scheduleAt(sim, run.dueUs, componentIds.containerRuntime, machine.machine, runtimeTimers.exec, run.call)
  return undefined
}

/** Timer `exec`: a sleep is over, or an answer has not come in time. */
export function onExecTimer(sim: Simulation, machine: RuntimeMachine, call: number): EndedExec | undefined {
  const run = machine.execs.find((one) => one.call === call)
  if (run === undefined || run.dueUs !== sim.nowUs) return undefined
  if (run.fetch !== undefined) return takeAnswer(sim, machine, run, undefined)
  return proceed(sim, machine, run, { does: 'print', out: '', err: '', code: 0 })
}

/** What `nslookup` asks: the address alone. */
function lookup(host: string): Fetch {
  return { host, port: 0, path: '', agent: '', timeoutUs: 5_000_000, shows: 'nothing', format: '', tool: 'wget' }
}

function ask(sim: Simulation, machine: RuntimeMachine, sandbox: Sandbox, run: ExecRun, fetch: Fetch): EndedExec | undefined {
  run.fetch = fetch
  if (fetch.host === 'localhost' || fetch.host === '127.0.0.1') return askSelf(sim, machine, sandbox, run, fetch)
  run.fetchId = machine.nextFetch++
  const { host, port, path, agent } = fetch
  const request: FetchRequest = { fetch: run.fetchId, from: sandbox.ip, namespace: sandbox.namespace, host, port, path, agent }
  send(sim, machine.podLink, true, componentIds.podNetwork, machine.machine, run.fetchId, request, {
    type: messageTypes.serviceRequest, flags: 0, bytes: 320, subject: packSubject('get', resourceInfo('services').id, '', -1),
  })
  return wait(sim, machine, run, fetch.timeoutUs)
}

/** The pod's own loopback: no packet leaves it. */
function askSelf(sim: Simulation, machine: RuntimeMachine, sandbox: Sandbox, run: ExecRun, fetch: Fetch): EndedExec | undefined {
  const listens = sandbox.containers.some((one) =>
    isAlive(one, sim.nowUs) && one.start !== undefined && one.start.listensFromUs <= sim.nowUs && one.start.ports.includes(fetch.port))
  const code = listens ? 200 : 0
  return takeAnswer(sim, machine, run, { fetch: 0, code, body: listens ? `served by ${sandbox.name} itself\n` : '', address: '127.0.0.1' })
}

/** The network has answered. */
export function onFetched(sim: Simulation, machine: RuntimeMachine, answer: FetchAnswer): EndedExec | undefined {
  const run = machine.execs.find((one) => one.fetchId === answer.fetch)
  return run === undefined ? undefined : takeAnswer(sim, machine, run, answer)
}

/** `answer` undefined: none came in time. */
function takeAnswer(sim: Simulation, machine: RuntimeMachine, run: ExecRun, answer: FetchAnswer | undefined): EndedExec | undefined {
  const fetch = run.fetch!
  run.fetch = undefined
  run.fetchId = 0
  return proceed(sim, machine, run, fetch.port === 0 ? lookedUp(fetch, answer) : fetchedText(fetch, answer))
}

function proceed(
  sim: Simulation, machine: RuntimeMachine, run: ExecRun, outcome: Extract<Outcome, { readonly does: 'print' }>,
): EndedExec | undefined {
  run.dueUs = -1
  const { pipe } = run.steps[run.step]!
  finish(run, outcome, '')
  if (++run.command >= pipe.length) nextStep(run)
  return goOn(sim, machine, run)
}
