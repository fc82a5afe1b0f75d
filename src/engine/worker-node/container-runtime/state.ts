/** State of all container runtimes: one record per machine, its pods' sandboxes in it. Plain data. */
import type { Container } from '../../../kubernetes/types/core.ts'
import { forkRandom, type Random } from '../../simulation/random.ts'
import type { Choice, ForLoop, Step, WhileLoop } from '../../world/script.ts'
import type { Fetch, ShellState } from '../../world/shell-world.ts'
import type { Activity } from './activity.ts'
import type { ContainerExit, ContainerStart, ExecMode } from './messages.ts'
import { defaultLatencies, type Latencies } from './latencies.ts'

export interface RuntimeOptions {
  readonly latencies: Latencies
  /** Every image is on every machine already. */
  readonly imagesPresent: boolean
  /** Set: every program ends this long after SIGTERM with exit code 0, whatever it is. Microseconds. */
  readonly stopUs: number | undefined
}
export const defaultRuntimeOptions: RuntimeOptions = { latencies: defaultLatencies, imagesPresent: false, stopUs: undefined }

export interface RuntimeContainer {
  /** `containerd://` and 64 hexadecimal digits, as container statuses print it. */
  id: string
  /** Counts all containers of all machines. */
  number: number
  spec: Container
  /** What its volumes bring, by path. */
  files: readonly (readonly [path: string, text: string])[]
  attempt: number
  state: 'created' | 'running' | 'exited'
  start: ContainerStart | undefined
  /** When it will exit and how; Infinity: it runs for ever. */
  exitAtUs: number
  exitCode: number
  exit: ContainerExit | undefined
  /** Call that waits for the exit (StopContainer); 0: none. */
  stopCall: number
  /** When it was sent SIGTERM; -1: not yet. */
  termUs: number
  /** What it has served; undefined: nothing yet. */
  activity: Activity | undefined
}
export interface Sandbox {
  podUid: string
  slot: number
  namespace: string
  name: string
  ip: string
  ready: boolean
  containers: RuntimeContainer[]
  /** What its containers wrote into volumes before they ended, by the volume's name and the path in it; undefined: nothing. */
  volumes?: Map<string, Map<string, string>>
}
export interface RuntimeMachine {
  machine: number
  /** Address of the machine itself, for pods with the host's network. */
  hostIP: string
  kubeletLink: number
  podCIDR: string
  /** By last part of the address: uid of the pod that has it; undefined: free. */
  addresses: (string | undefined)[]
  nextAddress: number
  /** Images on disk with their bytes, by name as the pod says it. */
  images: Map<string, number>
  sandboxes: Map<string, Sandbox>
  /** Logs that the kubelet follows. */
  followers: LogFollower[]
  /** Commands that run in containers (ExecSync). */
  execs: ExecRun[]
  /** Files that were written in containers that run, by the container's number: a text by its path; undefined: it was taken away. */
  written: Map<number, Map<string, string | undefined>>
  /** Link of the bridge to which its pods are joined; -1: none, nothing can be fetched. */
  podLink: number
  nextFetch: number
}
/** A list of a script that is being run. */
export interface ExecFrame {
  steps: readonly Step[]
  at: number
  /** What the list is part of; undefined: the script itself, or what was chosen by an `if`. */
  readonly of: ForLoop | WhileLoop | Choice | undefined
  /** The list is the condition. */
  asks: boolean
  /** Of `for`: values that are still to come. */
  readonly values: string[]
  /** When its round began. */
  sinceUs: number
}
/** A command in a container, as far as it has come. */
export interface ExecRun {
  readonly call: number
  readonly podUid: string
  /** Number of the container. */
  readonly container: number
  readonly mode: ExecMode
  /** The command and its arguments. */
  readonly words: readonly string[]
  /** Name of the shell whose lines are typed; empty text: nothing is read, or all before it begins. */
  readonly shell: string
  /** What was typed and not yet run, and whether more may come. */
  typed: string
  closed: boolean
  /** The prompt stands there. */
  prompted: boolean
  /** Lists that are being run, the innermost last. */
  frames: ExecFrame[]
  /** Command of the step's pipe that comes next, and what it reads. */
  command: number
  input: string
  readonly state: ShellState
  out: string
  err: string
  code: number
  /** When it goes on by itself; -1: when something comes, or not at all. */
  dueUs: number
  /** What it waits for is only that time goes by. */
  rests: boolean
  /** Request that it waits for; 0: none. */
  fetchId: number
  fetch: Fetch | undefined
}
/** A log that is followed: the ReadLog call that its answers belong to, and up to when it has been told. */
export interface LogFollower {
  readonly call: number
  readonly podUid: string
  /** Number of the container. */
  readonly container: number
  readonly timestamps: boolean
  /** Lines written before this time have been told. */
  toldUs: number
  /** When the next look is due; timers that say otherwise are void. */
  lookUs: number
}
export interface RuntimesState {
  seed: number
  options: RuntimeOptions
  random: Random
  nextContainer: number
  machines: (RuntimeMachine | undefined)[]
}

/** Runtimes of a cluster, none yet. */
export function createRuntimes(seed: number, options: RuntimeOptions = defaultRuntimeOptions): RuntimesState {
  return { seed, options, random: forkRandom(seed, 'container-runtime'), nextContainer: 1, machines: [] }
}

/** A machine gets a runtime, empty. `kubeletLink`: the unix socket that its kubelet dials. */
export function addRuntime(
  state: RuntimesState, what: { readonly machine: number; readonly kubeletLink: number; readonly ip?: string; readonly podLink?: number },
): void {
  state.machines[what.machine] = {
    machine: what.machine, hostIP: what.ip ?? '', kubeletLink: what.kubeletLink, podCIDR: '', addresses: [], nextAddress: 2,
    images: new Map(), sandboxes: new Map(), followers: [], execs: [], written: new Map(), podLink: what.podLink ?? -1, nextFetch: 1,
  }
}

/** The machine is gone for good. */
export function removeRuntime(state: RuntimesState, machine: number): void {
  state.machines[machine] = undefined
}

/** The container of a sandbox by id. */
export function findContainer(sandbox: Sandbox | undefined, id: string): RuntimeContainer | undefined {
  if (sandbox === undefined) return undefined
  for (const container of sandbox.containers) if (container.id === id) return container
  return undefined
}

/** The newest attempt of a container below `before`. */
export function newestOf(sandbox: Sandbox, name: string, before = Infinity): RuntimeContainer | undefined {
  let newest: RuntimeContainer | undefined
  for (const container of sandbox.containers) {
    if (container.spec.name !== name || container.attempt >= before) continue
    if (newest === undefined || container.attempt > newest.attempt) newest = container
  }
  return newest
}

/** True while the container's process lives (an exit whose time has come counts, even while nobody has noticed it). */
export function isAlive(container: RuntimeContainer, nowUs: number): boolean {
  return container.state === 'running' && container.exitAtUs > nowUs
}
