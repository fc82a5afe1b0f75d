/** The user at the end of the kubectl link: REST requests that wait for an answer, and answers that wait to be taken. */
import type { Status } from '../kubernetes/types/status.ts'
import type { RestEvent, RestRequest, RestResponse } from '../protocol/rest.ts'
import { packSubject, subresources, type Verb } from '../protocol/subject.ts'
import { componentIds, hopFlags, messageTypes } from '../protocol/vocabulary.ts'
import { resources } from '../kubernetes/resources.ts'
import type { ExternalClose, ExternalEvent, ExternalRequest, ExternalResponse } from './control-plane/api-server/messages.ts'
import { schedule, send, type Simulation } from './simulation/simulation.ts'

export interface UserState {
  link: number
  nextId: number
  /** Requests without an answer, by id: what the caller calls them. */
  waiting: Map<number, number>
  /** Answers since somebody took them. */
  answers: { readonly tag: number; readonly response: RestResponse }[]
  /** Open watches, by id of their request: what the caller calls them. */
  streams: Map<number, number>
  /** Events of watches since somebody took them; `event` undefined: the watch has ended. */
  events: { readonly tag: number; readonly event: RestEvent | undefined }[]
}

const userTimers = { timeout: 200 } as const
/** kubectl has no timeout of its own; a person gives up sooner. */
const patienceUs = 30_000_000

export function createUser(link: number): UserState {
  return { link, nextId: 1, waiting: new Map(), answers: [], streams: new Map(), events: [] }
}

const verbOf: Record<RestRequest['method'], Verb> = { GET: 'get', POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' }

/** What a path is about: its last part that names a resource (`namespaces` begins most paths), and a subresource at its end. */
function subjectOf(request: RestRequest): number {
  const parts = request.path.split('/')
  const last = parts.findLast((part) => resources.some((info) => info.name === part))
  const named = resources.find((info) => info.name === last)
  const subresource = subresources.find((name) => name !== '' && name === parts[parts.length - 1]) ?? ''
  return packSubject(verbOf[request.method], named?.id ?? 0, subresource, -1)
}

/** Sends a REST request over the kubectl link. `tag` comes back with its answer. */
export function sendUserRequest(sim: Simulation, user: UserState, request: RestRequest, tag: number): void {
  const id = user.nextId++
  user.waiting.set(id, tag)
  const payload: ExternalRequest = { id, request }
  send(sim, user.link, false, componentIds.apiServer, -1, id, payload, {
    type: messageTypes.apiRequest, flags: 0, bytes: 200 + (request.body?.length ?? 0), subject: subjectOf(request),
  })
  // A command may take as long as it likes.
  if (!request.path.endsWith('/exec')) schedule(sim, patienceUs, componentIds.user, -1, userTimers.timeout, id)
}

function answer(user: UserState, id: number, response: RestResponse): void {
  const tag = user.waiting.get(id)
  if (tag === undefined) return
  user.waiting.delete(id)
  user.answers.push({ tag, response })
  if (response.stream === true) user.streams.set(id, tag)
}

function hearEvent(user: UserState, { id, event }: ExternalEvent): void {
  const tag = user.streams.get(id)
  if (tag === undefined) return
  user.events.push({ tag, event })
  if (event === undefined) user.streams.delete(id)
}

/** The connections to the API server are dead: open watches end. */
export function userConnectionsLost(user: UserState): void {
  for (const tag of user.streams.values()) user.events.push({ tag, event: undefined })
  user.streams.clear()
}

function idOf(user: UserState, tag: number): number | undefined {
  for (const open of [user.streams, user.waiting]) for (const [id, other] of open) if (other === tag) return id
  return undefined
}

/** Closes the connection of a request or watch: its answer is not waited for, its events end without a word. */
export function closeUserRequest(sim: Simulation, user: UserState, tag: number): void {
  const id = idOf(user, tag)
  if (id === undefined) return
  user.waiting.delete(id)
  user.streams.delete(id)
  const payload: ExternalClose = { id, closed: true }
  send(sim, user.link, false, componentIds.apiServer, -1, id, payload, {
    type: messageTypes.apiRequest, flags: hopFlags.routine, bytes: 40, subject: 0,
  })
}

/** What kubectl would print when no API server answers, in the form of a Status. */
function unreachable(message: string): RestResponse {
  const status: Status = {
    kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason: 'ServiceUnavailable', details: undefined, code: 503,
  }
  return { status: 503, body: status, unanswered: true }
}

/** Handles what comes to the user: an answer, an event of a watch, a refused connection, or the end of patience. */
export function handleUser(user: UserState, op: number, num: number, payload: unknown): void {
  if (op === messageTypes.watchEvent) {
    hearEvent(user, payload as ExternalEvent)
  } else if (op === userTimers.timeout) {
    answer(user, num, unreachable('Unable to connect to the server: no answer from 192.168.1.10:6443 within 30 s'))
  } else if (payload === undefined) {
    answer(user, num, unreachable('The connection to the server 192.168.1.10:6443 was refused - did you specify the right host or port?'))
  } else {
    const external = payload as ExternalResponse
    answer(user, external.id, external.response)
  }
}

/** Takes the answers that have come. */
export function takeUserAnswers(user: UserState): UserState['answers'] {
  const { answers } = user
  user.answers = []
  return answers
}

/** Takes the events of watches that have come. */
export function takeUserEvents(user: UserState): UserState['events'] {
  const { events } = user
  if (events.length > 0) user.events = []
  return events
}
