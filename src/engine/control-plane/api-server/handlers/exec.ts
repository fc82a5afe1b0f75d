/**
 * A command in a container: a POST of `exec` with JSON `{"command": [...], "stdin": "..."}` is answered, when the command has ended, with
 * `{"stdout", "stderr", "exitCode"}`. With `?follow=true` the answer streams lines of JSON instead: `{"stdout"}` and `{"stderr"}` as they come,
 * last `{"exitCode"}` or `{"status"}`. A `session` in the body names it; while it runs, a POST with `?session=` types into it: `{"text",
 * "interrupt", "end"}`. `tty`: a terminal; `attach`: it is the container's own program that is typed to. Simplified: upstream carries all this in
 * streams of one connection; the server of a terminal makes them of it. Source of the refusals: pkg/registry/core/pod (ExecLocation).
 */
import type { Pod } from '../../../../kubernetes/types/core.ts'
import type { Simulation } from '../../../simulation/simulation.ts'
import type { ExecInput, ExecMode } from '../../../worker-node/container-runtime/messages.ts'
import type { KubeletResponse } from '../../../worker-node/kubelet/messages.ts'
import { answerBody, answerPiece, answerStatus, answerStream } from '../answers.ts'
import { required } from '../field-errors.ts'
import type { ApiServerState, KubeletCall, ServerCall } from '../state.ts'
import { badRequest, internalError, invalidOptions, notFound, statusToWire } from '../status-errors.ts'
import { cachedObject } from '../watch-cache.ts'
import { askKubelet, tellKubelet } from './kubelet-calls.ts'
import { containerOf } from './log.ts'

interface ExecBody {
  readonly command: readonly string[]
  readonly stdin: string
  readonly session: string
  readonly mode: ExecMode
}

function bodyOf(value: unknown, follow: boolean): ExecBody | undefined {
  const { command = [], stdin, session, tty, attach } = (value ?? {}) as Readonly<Record<string, unknown>>
  if (!Array.isArray(command) || !command.every((word) => typeof word === 'string')) return undefined
  if (command.length === 0 && attach !== true) return undefined
  const open = follow && typeof session === 'string' && session !== ''
  return {
    command, stdin: typeof stdin === 'string' ? stdin : '', session: open ? session : '',
    mode: { streams: follow, tty: tty === true, open, attach: attach === true },
  }
}

export function startExec(sim: Simulation, state: ApiServerState, call: ServerCall): void {
  const { request, external } = call
  const { namespace, name } = request
  const pod = cachedObject(state.cache, 'pods', namespace, name) as Pod | undefined
  if (pod === undefined || external === undefined) return answerStatus(sim, state, call, notFound('pods', name))
  const { query } = external
  if (query['session'] !== undefined) return typeInto(sim, state, call, query['session'])
  const body = bodyOf(request.body, query['follow'] === 'true')
  if (body === undefined) return answerStatus(sim, state, call, invalidOptions('PodExecOptions', [required('command')]))
  const container = containerOf(pod, query['container'] ?? '')
  if ('refusal' in container) return answerStatus(sim, state, call, badRequest(container.refusal))
  const node = pod.spec.nodeName ?? ''
  if (node === '') return answerStatus(sim, state, call, badRequest(`pod ${name} does not have a host assigned`))
  const { command, stdin, mode } = body
  const known = askKubelet(sim, state, call, node, `exec/${namespace}/${name}/${container.name}`, 'exec', (id) => (
    { id, path: 'exec', namespace, pod: name, container: container.name, command, stdin, mode }
  ))
  return known ? undefined : answerStatus(sim, state, call, notFound('nodes', node))
}

/** Text for a command that runs, by the name of its session. */
function typeInto(sim: Simulation, state: ApiServerState, call: ServerCall, session: string): void {
  const { namespace, name, body } = call.request
  const { text, interrupt, end } = (body ?? {}) as Readonly<Record<string, unknown>>
  const input: ExecInput = { text: typeof text === 'string' ? text : '', interrupt: interrupt === true, end: end === true }
  for (const [id, { call: { request }, machine, link }] of state.kubeletCalls) {
    if (session === '' || request.subresource !== 'exec' || request.name !== name || request.namespace !== namespace) continue
    if (bodyOf(request.body, true)?.session !== session) continue
    tellKubelet(sim, state, machine, link, { id, path: 'execInput', input })
    return answerBody(sim, state, call.link, call.request.id, {})
  }
  return answerStatus(sim, state, call, badRequest(`pod ${name} has no session ${session}`))
}

/** The kubelet has taken the command on, it has printed something, or it has ended. */
export function continueExec(sim: Simulation, state: ApiServerState, asked: KubeletCall, response: KubeletResponse): void {
  const { call } = asked
  const { exec, more } = response
  const follows = call.external?.query['follow'] === 'true'
  if (more && exec === undefined) {
    asked.streams = true
    if (follows) answerStream(sim, state, call, 'application/json')
  } else if (exec !== undefined && follows) {
    if (exec.stdout !== '') tell(sim, state, call, { stdout: exec.stdout })
    if (exec.stderr !== '') tell(sim, state, call, { stderr: exec.stderr })
    if (!more) endStream(sim, state, call, { exitCode: exec.exitCode })
  } else if (exec !== undefined && call.external !== undefined) answerBody(sim, state, call.link, call.external.id, exec)
  else if (asked.streams) {
    const status = internalError(`Internal error occurred: ${response.text}`)
    if (follows) endStream(sim, state, call, { status: statusToWire(status) })
    else answerStatus(sim, state, call, status)
  } else if (response.code === 502) answerStatus(sim, state, call, { ...internalError(`error dialing backend: ${response.text}`), reason: undefined })
  // The kubelet's own refusal is passed on as it is, a text.
  else answerBody(sim, state, call.link, call.request.id, response.text, response.code)
}

function tell(sim: Simulation, state: ApiServerState, call: ServerCall, line: object): void {
  answerPiece(sim, state, call, `${JSON.stringify(line)}\n`)
}

function endStream(sim: Simulation, state: ApiServerState, call: ServerCall, line: object): void {
  tell(sim, state, call, line)
  answerPiece(sim, state, call, undefined)
}
