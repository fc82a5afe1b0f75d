/**
 * Eviction: a deletion that a disruption budget may refuse. First the budget's status says that one fewer may go, then the pod gets a
 * condition that says why it goes, then it is deleted. Source: pkg/registry/core/pod/storage/eviction.go.
 */
import { withDisruptionCondition } from '../../../../kubernetes/disruption-budget.ts'
import { isPodReady, newPodCondition } from '../../../../kubernetes/pod-conditions.ts'
import { matchesLabelSelector } from '../../../../kubernetes/selectors.ts'
import type { ResourceName } from '../../../../kubernetes/resources.ts'
import type { Pod } from '../../../../kubernetes/types/core.ts'
import type { PodDisruptionBudget } from '../../../../kubernetes/types/policy.ts'
import type { Status } from '../../../../kubernetes/types/status.ts'
import { componentIds } from '../../../../protocol/vocabulary.ts'
import type { Simulation } from '../../../simulation/simulation.ts'
import { timeText } from '../../../simulation/time-text.ts'
import { answerStatus } from '../answers.ts'
import type { ApiRequest } from '../messages.ts'
import type { ApiServerState, ServerCall } from '../state.ts'
import { disruptionRefused, internalError, negativeBudget, notFound } from '../status-errors.ts'
import { cachedObject, cacheTable } from '../watch-cache.ts'
import { startWrite } from './write.ts'

/** Attempts to take one from a budget that somebody else writes at the same time. Source: EvictionsRetry. */
const mostTries = 20

/** Pods that no budget is asked about: they serve nobody. Source: canIgnorePDB. */
function needsNoBudget({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined || status.phase === 'Succeeded' || status.phase === 'Failed' || status.phase === 'Pending'
}

function budgetsOf(state: ApiServerState, pod: Pod): readonly PodDisruptionBudget[] {
  const { namespace, labels } = pod.metadata
  const budgets = cacheTable(state.cache, 'poddisruptionbudgets').objects as readonly (PodDisruptionBudget | undefined)[]
  return budgets.filter((one) => one?.metadata.namespace === namespace && matchesLabelSelector(one.spec.selector, labels)) as PodDisruptionBudget[]
}

/** An unready pod may go where there are healthy ones enough (or always, if the budget says so). */
function mayGoUnready(pod: Pod, { spec, status }: PodDisruptionBudget): boolean {
  if (isPodReady(pod)) return false
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true
  return status.desiredHealthy > 0 && status.currentHealthy >= status.desiredHealthy
}

/** Why the budget refuses; undefined: it does not. */
function refusalOf({ metadata, status }: PodDisruptionBudget): Status | undefined {
  const { name, generation } = metadata
  if ((status.observedGeneration ?? 0) < (generation ?? 0)) {
    return disruptionRefused(`The disruption budget ${name} is still being processed by the server.`, 10)
  }
  if (status.disruptionsAllowed < 0) return negativeBudget(name)
  if (status.disruptionsAllowed > 0) return undefined
  const { desiredHealthy, currentHealthy } = status
  return disruptionRefused(`The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`, undefined)
}

/** The budget with one disruption fewer, and the pod noted as about to go. */
function taken(budget: PodDisruptionBudget, pod: string, now: string): PodDisruptionBudget {
  const { status } = budget
  const next = { ...status, disruptionsAllowed: status.disruptionsAllowed - 1, disruptedPods: { ...status.disruptedPods, [pod]: now } }
  const conditions = next.disruptionsAllowed === 0 ? withDisruptionCondition(next, now) : next.conditions
  return { ...budget, status: { ...next, conditions } }
}

/** A POST of `eviction`. */
export function startEviction(sim: Simulation, state: ApiServerState, call: ServerCall): void {
  const { namespace, name } = call.request
  const pod = cachedObject(state.cache, 'pods', namespace, name) as Pod | undefined
  if (pod === undefined) return answerStatus(sim, state, call, notFound('pods', name))
  if (needsNoBudget(pod)) return startWrite(sim, state, call)
  const [budget, another] = budgetsOf(state, pod)
  if (another !== undefined) {
    const words = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'
    return answerStatus(sim, state, call, internalError(words))
  }
  if (budget === undefined || mayGoUnready(pod, budget)) return markPod(sim, state, call)
  return takeFromBudget(sim, state, call, budget, 0)
}

function takeFromBudget(sim: Simulation, state: ApiServerState, call: ServerCall, budget: PodDisruptionBudget, tries: number): void {
  const refusal = refusalOf(budget)
  if (refusal !== undefined) return answerStatus(sim, state, call, refusal)
  if (call.external?.dryRun === true) return markPod(sim, state, call)
  const id = state.nextId++
  state.evictions.set(id, { call, stage: 'budget', tries })
  const body = taken(budget, call.request.name, timeText(state.nowUs, state.epochMs))
  return startWrite(sim, state, part(call, id, 'poddisruptionbudgets', budget.metadata.name, 'update', body))
}

/** Writes the condition DisruptionTarget; a dry run goes on to its end at once. */
function markPod(sim: Simulation, state: ApiServerState, call: ServerCall): void {
  if (call.external?.dryRun === true) return startWrite(sim, state, call)
  const id = state.nextId++
  state.evictions.set(id, { call, stage: 'condition', tries: 0 })
  const now = timeText(state.nowUs, state.epochMs)
  const condition = newPodCondition('DisruptionTarget', 'True', now, 'EvictionByEvictionAPI', 'Eviction API: evicting')
  return startWrite(sim, state, part(call, id, 'pods', call.request.name, 'patch', { status: { conditions: [condition] } }))
}

/** A write of the server itself on behalf of an eviction. */
function part(call: ServerCall, id: number, resource: ResourceName, name: string, verb: 'update' | 'patch', body: unknown): ServerCall {
  const request: ApiRequest = {
    id, client: componentIds.user, node: -1, userAgent: call.request.userAgent, verb, resource, subresource: 'status',
    namespace: call.request.namespace, name, slot: -1, body, patchType: verb === 'patch' ? 'strategic' : undefined, options: undefined,
  }
  return { request, link: -1, external: undefined, parent: id }
}

/** A part of an eviction is done, with an HTTP code. Returns false when the number is none of an eviction's. */
export function resumeEviction(sim: Simulation, state: ApiServerState, id: number, code: number): boolean {
  const eviction = state.evictions.get(id)
  if (eviction === undefined) return false
  state.evictions.delete(id)
  const { call, stage, tries } = eviction
  if (stage === 'condition' || (code >= 400 && code !== 409)) {
    // A pod that went meanwhile is told of by its deletion.
    startWrite(sim, state, call)
  } else if (code < 400) markPod(sim, state, call)
  else if (tries + 1 >= mostTries) answerStatus(sim, state, call, disruptionRefused('The disruption budget is written too often.', 10))
  else retry(sim, state, call, tries + 1)
  return true
}

/** Somebody wrote the budget first: it is asked again as it is now. */
function retry(sim: Simulation, state: ApiServerState, call: ServerCall, tries: number): void {
  const pod = cachedObject(state.cache, 'pods', call.request.namespace, call.request.name) as Pod | undefined
  const [budget] = pod === undefined ? [] : budgetsOf(state, pod)
  if (budget === undefined) markPod(sim, state, call)
  else takeFromBudget(sim, state, call, budget, tries)
}
