/**
 * A command in a container: a POST of `exec` with JSON `{"command": [...], "stdin": "..."}` is answered, when the command has ended, with
 * `{"stdout", "stderr", "exitCode"}`. Simplified: one question and one answer; the server of a terminal makes of it the streams that upstream's
 * clients speak. Source of the refusals: pkg/registry/core/pod (ExecLocation).
 */
import type { Pod } from '../../../../kubernetes/types/core.ts'
import type { Simulation } from '../../../simulation/simulation.ts'
import type { KubeletResponse } from '../../../worker-node/kubelet/messages.ts'
import { answerBody, answerStatus } from '../answers.ts'
import { required } from '../field-errors.ts'
import type { ApiServerState, KubeletCall, ServerCall } from '../state.ts'
import { badRequest, internalError, invalidOptions, notFound } from '../status-errors.ts'
import { cachedObject } from '../watch-cache.ts'
import { askKubelet, kubeletError } from './kubelet-calls.ts'
import { containerOf } from './log.ts'

interface ExecBody {
  readonly command: readonly string[]
  readonly stdin: string
}

function bodyOf(value: unknown): ExecBody | undefined {
  const { command, stdin } = (value ?? {}) as Readonly<Record<string, unknown>>
  if (!Array.isArray(command) || command.length === 0 || !command.every((word) => typeof word === 'string')) return undefined
  return { command, stdin: typeof stdin === 'string' ? stdin : '' }
}

export function startExec(sim: Simulation, state: ApiServerState, call: ServerCall): void {
  const { request, external } = call
  const { namespace, name } = request
  const pod = cachedObject(state.cache, 'pods', namespace, name) as Pod | undefined
  if (pod === undefined || external === undefined) return answerStatus(sim, state, call, notFound('pods', name))
  const body = bodyOf(request.body)
  if (body === undefined) return answerStatus(sim, state, call, invalidOptions('PodExecOptions', [required('command')]))
  const container = containerOf(pod, external.query['container'] ?? '')
  if ('refusal' in container) return answerStatus(sim, state, call, badRequest(container.refusal))
  const node = pod.spec.nodeName ?? ''
  if (node === '') return answerStatus(sim, state, call, badRequest(`pod ${name} does not have a host assigned`))
  const known = askKubelet(sim, state, call, node, `exec/${namespace}/${name}/${container.name}`, 'exec', (id) => (
    { id, path: 'exec', namespace, pod: name, container: container.name, ...body }
  ))
  return known ? undefined : answerStatus(sim, state, call, notFound('nodes', node))
}

/** The kubelet has taken the command on, or it has ended. */
export function continueExec(sim: Simulation, state: ApiServerState, asked: KubeletCall, response: KubeletResponse): void {
  const { call } = asked
  if (response.more) {
    asked.streams = true
    return
  }
  if (response.exec !== undefined && call.external !== undefined) answerBody(sim, state, call.link, call.external.id, response.exec)
  else if (response.code === 500) answerStatus(sim, state, call, internalError(`Internal error occurred: ${response.text}`))
  else answerStatus(sim, state, call, response.code === 502 ? kubeletError(asked, response.text) : badRequest(response.text))
}
