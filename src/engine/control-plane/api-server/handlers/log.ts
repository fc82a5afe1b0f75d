/**
 * A container's log: the API server asks the kubelet of the pod's node on port 10250. Source: pkg/registry/core/pod/strategy.go
 * (LogLocation).
 */
import type { Pod } from '../../../../kubernetes/types/core.ts'
import { parseTimeText } from '../../../simulation/time-text.ts'
import type { Simulation } from '../../../simulation/simulation.ts'
import type { LogOptions } from '../../../worker-node/container-runtime/messages.ts'
import type { KubeletResponse } from '../../../worker-node/kubelet/messages.ts'
import { answerBody, answerPiece, answerStatus, answerStream } from '../answers.ts'
import { forbidden, invalid, type FieldProblem } from '../field-errors.ts'
import type { ApiServerState, KubeletCall, ServerCall } from '../state.ts'
import { badRequest, invalidOptions, notFound } from '../status-errors.ts'
import { cachedObject } from '../watch-cache.ts'
import { askKubelet, kubeletError } from './kubelet-calls.ts'

/** The container that is meant, or the text of the refusal. */
export function containerOf(pod: Pod, wanted: string): { readonly name: string } | { readonly refusal: string } {
  const names = pod.spec.containers.map((container) => container.name)
  const initNames = (pod.spec.initContainers ?? []).map((container) => container.name)
  if (wanted === '') {
    const [only] = names
    if (names.length === 1 && only !== undefined) return { name: only }
    const also = initNames.length > 0 ? ` or one of the init containers: [${initNames.join(' ')}]` : ''
    return { refusal: `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names.join(' ')}]${also}` }
  }
  const ephemeral = pod.spec.ephemeralContainers?.some((container) => container.name === wanted) === true
  return ephemeral || names.includes(wanted) || initNames.includes(wanted) ? { name: wanted } : {
    refusal: `container ${wanted} is not valid for pod ${pod.metadata.name}`,
  }
}

type Query = Readonly<Record<string, string>>

function integerOf(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,12}$/.test(text) ? Number(text) : undefined
}

/** What is wrong with the options. Source: pkg/apis/core/validation (ValidatePodLogOptions). */
function problemsOf(query: Query): readonly FieldProblem[] {
  const problems: FieldProblem[] = []
  const least: readonly (readonly [name: string, least: number, words: string])[] = [
    ['tailLines', 0, 'must be greater than or equal to 0'], ['limitBytes', 1, 'must be greater than 0'], ['sinceSeconds', 1, 'must be greater than 0'],
  ]
  for (const [name, from, words] of least) {
    const value = integerOf(query[name])
    if (value !== undefined && value < from) problems.push(invalid(name, value, words))
  }
  if (query['sinceSeconds'] !== undefined && query['sinceTime'] !== undefined) {
    problems.push(forbidden('', 'at most one of `sinceTime` or `sinceSeconds` may be specified'))
  }
  return problems
}

function optionsOf(state: ApiServerState, query: Query): LogOptions {
  const sinceSeconds = integerOf(query['sinceSeconds'])
  const sinceTime = parseTimeText(query['sinceTime'] ?? '', state.epochMs)
  return {
    previous: query['previous'] === 'true', follow: query['follow'] === 'true', timestamps: query['timestamps'] === 'true',
    tailLines: integerOf(query['tailLines']), sinceUs: sinceSeconds === undefined ? (sinceTime ?? 0) : state.nowUs - sinceSeconds * 1_000_000,
    limitBytes: integerOf(query['limitBytes']),
  }
}

/** A GET of `log`. */
export function startLog(sim: Simulation, state: ApiServerState, call: ServerCall): void {
  const { request, external } = call
  const pod = cachedObject(state.cache, 'pods', request.namespace, request.name) as Pod | undefined
  if (pod === undefined || external === undefined) return answerStatus(sim, state, call, notFound('pods', request.name))
  const problems = problemsOf(external.query)
  if (problems.length > 0) return answerStatus(sim, state, call, invalidOptions('PodLogOptions', problems))
  const container = containerOf(pod, external.query['container'] ?? '')
  if ('refusal' in container) return answerStatus(sim, state, call, badRequest(container.refusal))
  const node = pod.spec.nodeName ?? ''
  if (node === '') return answerBody(sim, state, call.link, external.id, '')
  const { namespace, name } = request
  const log = optionsOf(state, external.query)
  const known = askKubelet(sim, state, call, node, `containerLogs/${namespace}/${name}/${container.name}`, 'log', (id) => (
    { id, path: 'containerLogs', namespace, pod: name, container: container.name, log }
  ))
  return known ? undefined : answerStatus(sim, state, call, notFound('nodes', node))
}

/** The kubelet has answered, or sent the next piece of a log that is followed. */
export function continueLog(sim: Simulation, state: ApiServerState, asked: KubeletCall, response: KubeletResponse): void {
  const { call } = asked
  const { code, text, more } = response
  if (asked.streams) {
    if (code === 200 && text !== '') answerPiece(sim, state, call, text)
    if (!more) answerPiece(sim, state, call, undefined)
  } else if (more) {
    asked.streams = true
    answerStream(sim, state, call, 'text/plain')
    if (text !== '') answerPiece(sim, state, call, text)
  } else if (code === 200 && call.external !== undefined) answerBody(sim, state, call.link, call.external.id, text)
  else answerStatus(sim, state, call, code >= 500 ? kubeletError(asked, text) : badRequest(text))
}
