/**
 * One engine for many: pages over WebSockets and clients of the REST API. Each has its own ids; here they become one row of numbers, and
 * answers find their way back. All pages are sent the same frames.
 */
import { createEngineHost } from '../engine-host.ts'
import type { Status } from '../../kubernetes/types/status.ts'
import type { HostCommand, HostMessage, PaceCommand } from '../../protocol/host.ts'
import type { ClusterOptions } from '../../protocol/options.ts'
import type { RestEvent, RestRequest, RestResponse } from '../../protocol/rest.ts'
import { protocolVersion } from '../../protocol/vocabulary.ts'
import type { WorldCommand } from '../../protocol/world-commands.ts'

/** Where the answer to a request goes. */
interface RestListener {
  onResponse(response: RestResponse): void
  /** The next event of a watch; undefined: it has ended. */
  onEvent(event: RestEvent | undefined): void
}

/** A page's place at the hub. */
export interface PageSeat {
  handle(command: HostCommand): void
  leave(): void
}

export interface Hub {
  /** Sends a request of a REST client; the number closes its connection with `cancel`. */
  request(request: RestRequest, label: string, listener: RestListener): number
  cancel(id: number): void
  /** Resolves with the refusal, or undefined. */
  world(command: WorldCommand): Promise<Status | undefined>
  pace(command: PaceCommand): void
  join(post: (message: HostMessage) => void): PageSeat
  /** Resolves when the cluster has come up. */
  started(): Promise<void>
  stop(): void
}

/** A page that has been silent so long after a frame gets no more until it speaks, so that the others need not wait for it. */
const patienceMs = 500
/** How far before the wall's clock a cluster begins: more than its start takes in simulated time. */
const headStartMs = 120_000

interface Seat {
  readonly post: (message: HostMessage) => void
  /** Frames without an acknowledgement. */
  unacknowledged: number
  /** Wall time of the oldest of them, milliseconds. */
  sinceMs: number
  behind: boolean
}

type Route = (message: HostMessage) => void

/** `tell`: lines for the one who runs the program. */
export function createHub(options: ClusterOptions, pace: readonly PaceCommand[], tell: (line: string) => void): Hub {
  const routes = new Map<number, Route>()
  const seats = new Set<Seat>()
  const waitingForStart: (() => void)[] = []
  let nextId = 1
  let faulted = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let soon: NodeJS.Immediate | undefined
  const nowMs = (): number => performance.now()
  const host = createEngineHost(receive, nowMs, { nowMs: () => Date.now(), headStartMs })

  function receive(message: HostMessage): void {
    switch (message.type) {
      case 'ready': return
      case 'frame': return sendFrame(message)
      case 'response':
      case 'event':
      case 'done':
      case 'answer': return routes.get(message.id)?.(message)
      case 'notice':
        tell(message.text)
        break
      case 'fault':
        faulted = true
        tell(`The engine broke: ${message.message}`)
        break
    }
    for (const seat of seats) seat.post(message)
  }

  function sendFrame(message: HostMessage): void {
    for (const seat of seats) {
      if (seat.behind) continue
      if (seat.unacknowledged === 0) seat.sinceMs = nowMs()
      seat.unacknowledged++
      seat.post(message)
    }
  }

  /** Gives the host its credit when every page that keeps up has seen the frame. */
  function credit(): void {
    const active = [...seats].filter((seat) => !seat.behind)
    if (active.length > 0 && active.every((seat) => seat.unacknowledged === 0)) command({ type: 'ack', frame: 0 })
  }

  function leaveSlowBehind(): void {
    for (const seat of seats) {
      if (seat.behind || seat.unacknowledged === 0 || nowMs() - seat.sinceMs < patienceMs) continue
      seat.behind = true
      credit()
    }
  }

  function acknowledge(seat: Seat): void {
    seat.unacknowledged = Math.max(0, seat.unacknowledged - 1)
    if (seat.unacknowledged > 0) return
    if (seat.behind) {
      seat.behind = false
      command({ type: 'snapshot' })
    } else credit()
  }

  function run(): void {
    soon = undefined
    timer = undefined
    leaveSlowBehind()
    const delayMs = host.tick()
    if (host.hasStarted()) for (const resolve of waitingForStart.splice(0)) resolve()
    arrange(delayMs)
  }

  function arrange(delayMs: number): void {
    clearTimeout(timer)
    timer = undefined
    if (stopped || soon !== undefined) return
    if (delayMs === 0) soon = setImmediate(run)
    // A paused engine wants no call, but a page that fell silent is to be noticed.
    else timer = setTimeout(run, Math.min(delayMs, patienceMs))
  }

  function command(what: HostCommand): void {
    host.handle(what)
    arrange(0)
  }

  /** Another cluster in place of this one: what was asked of this one is not answered any more. */
  function restart(what: HostCommand): void {
    const status: Status = {
      kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'the cluster was started again', reason: 'ServiceUnavailable',
      details: undefined, code: 503,
    }
    for (const [id, route] of [...routes]) {
      route({ type: 'response', id, response: { status: 503, body: status } })
      route({ type: 'event', id, event: undefined })
      route({ type: 'done', id, refused: status })
    }
    routes.clear()
    faulted = false
    command(what)
  }

  /** A number for what is asked, by which the answer comes back. */
  function open(route: Route): number {
    const id = nextId++
    routes.set(id, route)
    return id
  }

  function request(rest: RestRequest, label: string, listener: RestListener): number {
    let streams = false
    const id = open((message) => {
      if (message.type === 'response' && !streams) {
        streams = message.response.stream === true
        if (!streams) routes.delete(id)
        listener.onResponse(message.response)
      } else if (message.type === 'event' && streams) {
        if (message.event === undefined) routes.delete(id)
        listener.onEvent(message.event)
      }
    })
    command({ type: 'request', id, request: rest, label })
    return id
  }

  function cancel(id: number): void {
    if (routes.delete(id)) command({ type: 'cancel', id })
  }

  /** Passes on what a page asks, under a number of the hub's own. `open`: the page's ids of what is not answered, and the hub's. */
  function passOn(seat: Seat, ours: Map<number, number>, what: Extract<HostCommand, { id: number }>): void {
    if (what.type === 'cancel') {
      const id = ours.get(what.id)
      ours.delete(what.id)
      if (id !== undefined) cancel(id)
      return
    }
    const theirs = what.id
    const id = open((message) => {
      if (!('id' in message) || !isAnswerTo(what.type, message)) return
      seat.post({ ...message, id: theirs })
      if (isLast(message)) {
        routes.delete(id)
        ours.delete(theirs)
      }
    })
    ours.set(theirs, id)
    command({ ...what, id })
  }

  function join(post: (message: HostMessage) => void): PageSeat {
    const seat: Seat = { post, unacknowledged: 0, sinceMs: 0, behind: false }
    const ours = new Map<number, number>()
    const start = (what: Extract<HostCommand, { type: 'start' }>): void => {
      post({ type: 'ready', protocolVersion })
      if (what.protocolVersion !== protocolVersion) return
      const joins = !seats.has(seat)
      seats.add(seat)
      if (faulted) restart({ type: 'start', protocolVersion, options, pace })
      // The first start of a page looks at the cluster that is there; a later one (a lesson) asks for its own.
      else if (joins) command({ type: 'snapshot' })
      else restart(what)
    }
    return {
      handle(what) {
        if (what.type === 'start') start(what)
        else if (what.type === 'ack') acknowledge(seat)
        else if (what.type === 'reset') restart(what)
        else if ('id' in what) passOn(seat, ours, what)
        else command(what)
      },
      leave() {
        seats.delete(seat)
        for (const id of ours.values()) cancel(id)
        credit()
      },
    }
  }

  command({ type: 'start', protocolVersion, options, pace })
  return {
    request, cancel, join,
    world: (what) => new Promise((resolve) => {
      const id = open((message) => {
        if (message.type !== 'done') return
        routes.delete(id)
        resolve(message.refused)
      })
      command({ type: 'world', id, command: what })
    }),
    pace: (what) => { command({ type: 'pace', command: what }) },
    started: () => new Promise((resolve) => {
      if (host.hasStarted()) resolve()
      else waitingForStart.push(resolve)
    }),
    stop() {
      stopped = true
      clearTimeout(timer)
      clearImmediate(soon)
    },
  }
}

/** Which message answers which command. */
function isAnswerTo(command: 'request' | 'world' | 'inspect', message: HostMessage): boolean {
  if (command === 'request') return message.type === 'response' || message.type === 'event'
  return message.type === (command === 'world' ? 'done' : 'answer')
}

/** Nothing comes after it under the same number. */
function isLast(message: HostMessage): boolean {
  if (message.type === 'response') return message.response.stream !== true
  return message.type === 'event' ? message.event === undefined : true
}
