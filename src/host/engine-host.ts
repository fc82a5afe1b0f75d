/**
 * Runs one engine for one page: takes commands between steps, gives the engine slices of wall time, and posts one frame per credit. The
 * wall clock, the timer and the port come from outside, so that a worker, a server and a test run the same code.
 */
import {
  beginCluster, cancel, machinesOf, processStateOf, request, runUntil, takeAnswers, takeEvents, world, type ClusterState,
} from '../engine/index.ts'
import { protocolVersion } from '../protocol/vocabulary.ts'
import type { HostCommand, HostMessage, PaceCommand } from '../protocol/host.ts'
import type { ClusterOptions } from '../protocol/options.ts'
import type { ProcessRef, WorldCommand } from '../protocol/world-commands.ts'
import { inspect } from './inspect/inspect.ts'
import { commandPace, createPacer, isRunning, paceStatus, runSlice, type Pacer } from './pace/pacer.ts'
import { createProjector, hasMoreToTell, projectFrame, tell, type Projector } from './projector/projector.ts'
import { beginStart, hearAnswer, runStart, type StartState } from './start.ts'
import { tellRestart, tellWorldCommand } from './story/world.ts'

/**
 * Wall milliseconds that one slice may take before the host lets others have the thread. A slice is to be over within 8 ms: that leaves room
 * for a collection, which takes 2 to 5, or for one long step.
 */
const sliceMs = 3
/** The same while a cluster comes up: there is little to click at. */
const startSliceMs = 5
/** What a slice keeps for the engine however long a frame takes. */
const leastEngineMs = 1.5
/** A slice that would be longer than this with its frame leaves the frame to the next one. */
const longestSliceMs = 5

/** Wall milliseconds between two frames while a cluster is made: each of them costs the page and this thread what the making could use. */
const makingFrameMs = 100
/** The same while its nodes are made: the page lays out all of them anew with each frame, so they come in one. */
const makingNodesFrameMs = 1000

interface Session {
  cluster: ClusterState
  projector: Projector
  pacer: Pacer
  start: StartState
  options: ClusterOptions
  pace: readonly PaceCommand[]
  /** Processes that crashed, until their supervisor or somebody else has seen to them. */
  crashed: readonly ProcessRef[]
}

export interface EngineHost {
  /** Takes a command of the page. Never throws: what breaks is posted as a fault. */
  handle(command: HostCommand): void
  /**
   * Gives the engine one slice. Returns the wall milliseconds after which it wants to be called again: 0 at once, Infinity when only a
   * command can change anything.
   */
  tick(): number
  /** True when the cluster has come up and wall time counts. */
  hasStarted(): boolean
}

/** A cluster whose clock is the wall's. */
interface WallClock {
  /** Milliseconds since 1970. */
  readonly nowMs: () => number
  /**
   * How far before the wall's time a cluster begins, in milliseconds: its start takes less wall time than simulated time, and it must not
   * come out ahead of the clock.
   */
  readonly headStartMs: number
}

/**
 * `post` sends to the page; `now` reads a monotonic wall clock in milliseconds. `clock`: makes the cluster's time that of the wall at the
 * end of the start; without it every cluster begins at the same instant.
 */
export function createEngineHost(post: (message: HostMessage) => void, now: () => number, clock?: WallClock): EngineHost {
  let session: Session | undefined
  let credit = false
  let wanted = false
  let snapshot = false
  /** Wall milliseconds that the newest frames took, on average: a slice that ends in a frame is shorter by so much. */
  let frameMs = 0
  /** The slice before took so long (a collection, say) that its frame is still to come. */
  let frameDue = false
  /** Wall time of the newest frame. */
  let framedMs = -Infinity

  function begin(options: ClusterOptions, pace: readonly PaceCommand[]): void {
    const cluster = beginCluster(options, clock === undefined ? undefined : clock.nowMs() - clock.headStartMs)
    session = {
      cluster, projector: createProjector(), pacer: createPacer(cluster, now()), start: beginStart(cluster, options), options, pace, crashed: [],
    }
    // Its mode is shown from the start.
    for (const command of pace) commandPace(session.pacer, cluster, command, now())
    credit = true
    wanted = true
    snapshot = true
    framedMs = -Infinity
  }

  function take(open: Session, command: HostCommand): void {
    switch (command.type) {
      case 'request':
        open.projector.lastCommand = command.label
        request(open.cluster, command.request, command.id)
        break
      case 'cancel':
        cancel(open.cluster, command.id)
        break
      case 'world':
        post({ type: 'done', id: command.id, refused: runWorldCommand(open, command.command) })
        break
      case 'inspect':
        post({ type: 'answer', id: command.id, answer: inspect(open.cluster, command.query) })
        break
      case 'pace':
        commandPace(open.pacer, open.cluster, command.command, now())
        break
      case 'reset':
        begin(open.options, open.pace)
        break
      case 'ack':
        credit = true
        return
      case 'snapshot':
        snapshot = true
        credit = true
        break
      case 'start':
        break
    }
    if (command.type !== 'inspect') wanted = true
  }

  function frame(open: Session): void {
    if (!credit || !wanted || now() < framedMs + frameGapMs(open.start)) return
    credit = false
    wanted = false
    const waiting = open.pacer.playing ? 0 : open.cluster.user.waiting.size
    const pace = open.start.done
      ? paceStatus(open.pacer, open.cluster, waiting)
      : { playing: true, mode: open.pacer.mode, rate: 0, reason: open.start.doing, waiting: 0 }
    tellRestarts(open)
    const fromMs = now()
    post({ type: 'frame', frame: projectFrame(open.cluster, open.projector, pace, snapshot) })
    framedMs = now()
    frameMs += (framedMs - fromMs - frameMs) / 4
    snapshot = false
    wanted = hasMoreToTell(open.projector)
  }

  function run(open: Session): number {
    if (!open.start.done) {
      const building = open.start.steady !== undefined
      runStart(open.start, open.cluster, open.options, now, startSliceMs)
      if (building) open.projector.changes.quietUntil = open.cluster.etcd.store.history.count
      if (open.start.done) startPacing(open)
      wanted = true
      return 0
    }
    if (!isRunning(open.pacer)) return Infinity
    const before = open.cluster.sim.nowUs
    const more = runSlice(open.pacer, open.cluster, credit ? Math.max(sliceMs - frameMs, leastEngineMs) : sliceMs, now)
    if (open.cluster.sim.nowUs !== before) wanted = true
    return more ? 0 : 8
  }

  function startPacing(open: Session): void {
    if (clock !== undefined) runUntil(open.cluster, (clock.nowMs() - open.cluster.sim.epochMs) * 1000)
    open.pacer = createPacer(open.cluster, now())
    for (const command of open.pace) commandPace(open.pacer, open.cluster, command, now())
  }

  /** All in one line: a page shows one at a time. */
  function tellProblems(start: StartState): void {
    if (start.done && start.problems.length > 0) post({ type: 'notice', text: start.problems.splice(0).join(' ') })
  }

  function guarded<T>(what: () => T, otherwise: T): T {
    try {
      return what()
    } catch (error) {
      const message = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error)
      post({ type: 'fault', message, simTimeUs: session?.cluster.sim.nowUs ?? 0, steps: session?.cluster.sim.steps ?? 0 })
      if (session !== undefined) session.pacer.playing = false
      return otherwise
    }
  }

  return {
    hasStarted: () => session?.start.done ?? false,
    handle(command) {
      guarded(() => {
        if (command.type === 'start') {
          post({ type: 'ready', protocolVersion })
          if (command.protocolVersion === protocolVersion) begin(command.options, command.pace)
          return
        }
        if (session === undefined) throw new Error(`command "${command.type}" came before "start"`)
        take(session, command)
      }, undefined)
    },
    tick() {
      return guarded(() => {
        if (session === undefined) return Infinity
        const startMs = now()
        const delay = frameDue ? 0 : run(session)
        for (const { tag, response } of takeAnswers(session.cluster)) {
          if (tag >= 0) post({ type: 'response', id: tag, response })
          else hearAnswer(session.start, response)
        }
        for (const { tag, event } of takeEvents(session.cluster)) post({ type: 'event', id: tag, event })
        tellProblems(session.start)
        if (!frameDue && credit && wanted && session.start.done && now() - startMs + frameMs > longestSliceMs) {
          frameDue = true
          return 0
        }
        frameDue = false
        frame(session)
        return delay
      }, Infinity)
    },
  }
}

function frameGapMs({ steady }: StartState): number {
  if (steady === undefined) return 0
  return steady.phase === 'nodes' ? makingNodesFrameMs : makingFrameMs
}

function runWorldCommand(open: Session, command: WorldCommand): ReturnType<typeof world> {
  const refused = world(open.cluster, command)
  if (refused !== undefined) return refused
  // A machine gets the next free name when none is asked for.
  const name = command.type === 'addNode' ? machinesOf(open.cluster).at(-1)?.name : undefined
  const told = tellWorldCommand(name === undefined ? command : { type: 'addNode', node: name })
  tell(open.projector, { ...told, simTimeUs: open.cluster.sim.nowUs })
  if (command.type === 'crashProcess' || command.type === 'stopProcess' || command.type === 'startProcess') {
    const others = open.crashed.filter((ref) => ref.process !== command.process || ref.node !== command.node)
    open.crashed = command.type === 'crashProcess' ? [...others, command] : others
  }
  return refused
}

/** What crashed and runs again was started by its supervisor. */
function tellRestarts(open: Session): void {
  if (open.crashed.length === 0) return
  open.crashed = open.crashed.filter((ref) => {
    const { state, startedUs } = processStateOf(open.cluster, ref)
    if (state === 'running') tell(open.projector, { ...tellRestart(ref), simTimeUs: startedUs })
    return state === 'crashed'
  })
}
