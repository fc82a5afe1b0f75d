/** Logs that are followed: what is written goes to the kubelet soon after, several lines at once, until the container ends. */
import { componentIds } from '../../../protocol/vocabulary.ts'
import { scheduleAt, type Simulation } from '../../simulation/simulation.ts'
import { linesOf, nextLineUs, textOf } from './log-lines.ts'
import { isAlive, type LogFollower, type RuntimeContainer, type RuntimeMachine, type Sandbox } from './state.ts'
import { runtimeTimers } from './timers.ts'

/** From a line to the look that finds it: lines that come close together go together. */
const gatherUs = 100_000

/** What there is to tell of a followed log. */
export interface LogPiece {
  readonly follower: LogFollower
  readonly sandbox: Sandbox
  readonly text: string
  /** The container has ended: this is the last piece. */
  readonly last: boolean
}

function containerOf(
  machine: RuntimeMachine, follower: LogFollower,
): { readonly sandbox: Sandbox; readonly container: RuntimeContainer } | undefined {
  const sandbox = machine.sandboxes.get(follower.podUid)
  const container = sandbox?.containers.find((one) => one.number === follower.container)
  return sandbox === undefined || container === undefined ? undefined : { sandbox, container }
}

/** Follows a container that runs, from now on. Returns false when it has ended: there is nothing to follow. */
export function follow(
  sim: Simulation, machine: RuntimeMachine, sandbox: Sandbox, container: RuntimeContainer, call: number, timestamps: boolean,
): boolean {
  if (!isAlive(container, sim.nowUs)) return false
  const follower: LogFollower = {
    call, podUid: sandbox.podUid, container: container.number, timestamps, toldUs: sim.nowUs + 1, lookUs: Infinity,
  }
  machine.followers.push(follower)
  plan(sim, machine, follower, nextLineUs(container, sim.nowUs))
  return true
}

function plan(sim: Simulation, machine: RuntimeMachine, follower: LogFollower, atUs: number): void {
  if (atUs >= follower.lookUs) return
  follower.lookUs = atUs
  scheduleAt(sim, atUs, componentIds.containerRuntime, machine.machine, runtimeTimers.follow, follower.call)
}

/** The container has just written something. */
export function lineWritten(sim: Simulation, machine: RuntimeMachine, container: RuntimeContainer): void {
  for (const follower of machine.followers) if (follower.container === container.number) plan(sim, machine, follower, sim.nowUs + gatherUs)
}

/** Timer `follow`: what was written since the last look; undefined: the timer is void, or there is nothing to tell. */
export function lookAtLog(sim: Simulation, machine: RuntimeMachine, call: number): LogPiece | undefined {
  const follower = machine.followers.find((one) => one.call === call)
  if (follower === undefined || follower.lookUs !== sim.nowUs) return undefined
  follower.lookUs = Infinity
  return takePiece(sim, machine, follower)
}

function takePiece(sim: Simulation, machine: RuntimeMachine, follower: LogFollower): LogPiece | undefined {
  const found = containerOf(machine, follower)
  if (found === undefined) return undefined
  const { sandbox, container } = found
  const last = !isAlive(container, sim.nowUs)
  const lines = linesOf(sandbox, container, sim.nowUs, sim.epochMs).filter((line) => line.atUs >= follower.toldUs)
  follower.toldUs = sim.nowUs + 1
  if (last) closeFollower(machine, follower.call)
  else plan(sim, machine, follower, nextLineUs(container, sim.nowUs))
  return lines.length === 0 && !last ? undefined : { follower, sandbox, text: textOf(lines, follower.timestamps, sim.epochMs), last }
}

/** The last pieces of a container that has ended. */
export function endFollowing(sim: Simulation, machine: RuntimeMachine, container: RuntimeContainer): readonly LogPiece[] {
  if (machine.followers.length === 0) return []
  const ending = machine.followers.filter((follower) => follower.container === container.number)
  return ending.flatMap((follower) => takePiece(sim, machine, follower) ?? [])
}

/** Nobody reads this log any more. */
export function closeFollower(machine: RuntimeMachine, call: number): void {
  machine.followers = machine.followers.filter((one) => one.call !== call)
}
