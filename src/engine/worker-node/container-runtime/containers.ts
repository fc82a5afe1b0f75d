/** Life of a container in the runtime: created, started, exited. */
import { completeImageName, imageReference } from '../../world/images.ts'
import { programOf } from '../../world/programs.ts'
import { componentIds } from '../../../protocol/vocabulary.ts'
import type { Container } from '../../../kubernetes/types/core.ts'
import { hashText } from '../../simulation/random.ts'
import { scheduleAt, type Simulation } from '../../simulation/simulation.ts'
import type { ContainerExit } from './messages.ts'
import { planRequest } from './own-requests.ts'
import { filesAtStart } from './probed-files.ts'
import type { RuntimeContainer, RuntimeMachine, RuntimesState, Sandbox } from './state.ts'
import { runtimeTimers } from './timers.ts'

const idHead = 'containerd://'
/** Character codes of the id that was made last, and of the hexadecimal digits: made in one go, an id leaves no pieces of text behind. */
const idCodes = Array.from(idHead.padEnd(idHead.length + 64, '0'), (character) => character.charCodeAt(0))
const digits = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))

/** Id of a container as its status prints it: 64 hexadecimal digits from seed and number. */
function containerId(seed: number, number: number): string {
  let value = (seed ^ Math.imul(number, 0x9e3779b1)) | 0
  for (let at = idHead.length; at < idCodes.length; at += 8) {
    value = Math.imul(value ^ (value >>> 15), 0x85ebca6b) + 0x632be5ab
    // One bit is always set, so that every word has eight digits.
    const word = (value ^ (value >>> 13)) | 0x10000000
    idCodes[at] = digits[word >>> 28]!
    idCodes[at + 1] = digits[(word >>> 24) & 15]!
    idCodes[at + 2] = digits[(word >>> 20) & 15]!
    idCodes[at + 3] = digits[(word >>> 16) & 15]!
    idCodes[at + 4] = digits[(word >>> 12) & 15]!
    idCodes[at + 5] = digits[(word >>> 8) & 15]!
    idCodes[at + 6] = digits[(word >>> 4) & 15]!
    idCodes[at + 7] = digits[word & 15]!
  }
  return String.fromCharCode(...idCodes)
}

/**
 * Attempts of one container that are kept: the current one and the one before it (for `logs --previous`), as the kubelet's garbage
 * collection does.
 */
const keptAttempts = 2

const noFiles: RuntimeContainer['files'] = []

/** Makes a container in a sandbox; older attempts of the same name are dropped. */
export function createContainer(
  state: RuntimesState, sandbox: Sandbox, spec: Container, attempt: number, files: RuntimeContainer['files'] = noFiles,
): RuntimeContainer {
  const number = state.nextContainer++
  const container: RuntimeContainer = {
    id: containerId(state.seed, number), number, spec, files, attempt, state: 'created', start: undefined, exitAtUs: Infinity, exitCode: 0,
    exit: undefined, stopCall: 0, termUs: -1, activity: undefined,
  }
  if (attempt >= keptAttempts) {
    sandbox.containers = sandbox.containers.filter((other) => other.spec.name !== spec.name || other.attempt > attempt - keptAttempts)
  }
  // Not pushed: an array that grows keeps room for sixteen more.
  sandbox.containers = sandbox.containers.length === 0 ? [container] : sandbox.containers.concat(container)
  return container
}

/** Starts the program: from here on its start-up time runs, and its end is known if it has one. */
export function startContainer(sim: Simulation, machine: RuntimeMachine, sandbox: Sandbox, container: RuntimeContainer): void {
  const program = programOf(container.spec)
  const startedUs = sim.nowUs
  // Starts differ a little from one another: up to a quarter more, by the container's number.
  const spread = (hashText(container.id.slice(-8)) % 250) / 1000
  container.state = 'running'
  container.start = {
    startedUs, image: completeImageName(container.spec.image), imageRef: imageReference(container.spec.image),
    listensFromUs: startedUs + Math.floor(program.startupUs * (1 + spread)), ports: program.ports, serving: true,
  }
  const files = filesAtStart(container, startedUs)
  if (files !== undefined) container.start = { ...container.start, files }
  planRequest(sim, machine, sandbox, container, startedUs)
  if (program.exit !== undefined) planExit(sim, machine, sandbox, container, startedUs + program.exit.afterUs, program.exit.code)
}

/** From now on the container will exit at this time, in place of any other end. */
export function planExit(
  sim: Simulation, machine: RuntimeMachine, sandbox: Sandbox, container: RuntimeContainer, atUs: number, exitCode: number,
): void {
  container.exitAtUs = atUs
  container.exitCode = exitCode
  scheduleAt(sim, atUs, componentIds.containerRuntime, machine.machine, runtimeTimers.exit, container.number, sandbox.podUid)
}

/**
 * SIGTERM now, SIGKILL when the grace ends: plans the earlier of the program's own end, its answer to SIGTERM and SIGKILL (exit code 137).
 */
export function planStop(
  sim: Simulation, state: RuntimesState, machine: RuntimeMachine, sandbox: Sandbox, container: RuntimeContainer, timeoutSeconds: number,
): void {
  const { onTerm } = programOf(container.spec)
  if (container.termUs < 0) container.termUs = sim.nowUs
  const killAtUs = sim.nowUs + timeoutSeconds * 1_000_000
  const fixed = state.options.stopUs
  const termAtUs = fixed !== undefined ? sim.nowUs + fixed : onTerm === undefined ? Infinity : sim.nowUs + onTerm.afterUs
  const code = fixed !== undefined ? 0 : (onTerm?.code ?? 0)
  if (container.exitAtUs <= Math.min(termAtUs, killAtUs)) return
  if (termAtUs <= killAtUs) planExit(sim, machine, sandbox, container, termAtUs, code)
  else planExit(sim, machine, sandbox, container, killAtUs, 137)
}

/** What ended it, where its exit code does not say it: only an end that comes when the program's own was due is that one. */
export function reasonOfExit({ spec, start, exitAtUs }: RuntimeContainer): string | undefined {
  const { exit } = programOf(spec)
  return exit !== undefined && start !== undefined && start.startedUs + exit.afterUs === exitAtUs ? exit.reason : undefined
}

/** The process has ended. Reason as containerd gives it: Completed for 0, Error else. */
export function endContainer(
  container: RuntimeContainer, finishedUs: number, exitCode: number, reason?: string, message?: string,
): ContainerExit {
  container.state = 'exited'
  const exit = { exitCode, reason: reason ?? (exitCode === 0 ? 'Completed' : 'Error'), finishedUs }
  container.exit = message === undefined ? exit : { ...exit, message }
  container.exitAtUs = Infinity
  return container.exit
}
