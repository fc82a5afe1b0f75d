import { describe, expect, it } from 'vitest'
import type { PodDisruptionBudgetStatus } from '../../../src/kubernetes/types/policy.ts'
import { deploymentManifest } from './manifests.ts'
import { ask, runSeconds, send, startWhole, type WholeCluster } from './whole-cluster.ts'

const pods = '/api/v1/namespaces/default/pods'
const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets'

function withWeb(replicas: number, spec: Readonly<Record<string, unknown>>): WholeCluster {
  const whole = startWhole()
  ask(whole, 'POST', '/apis/apps/v1/namespaces/default/deployments', JSON.parse(deploymentManifest('web', replicas)))
  runSeconds(whole, 20)
  ask(whole, 'POST', budgets, {
    apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web' }, spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
  })
  runSeconds(whole, 1)
  return whole
}
const names = (whole: WholeCluster): string[] =>
  (ask(whole, 'GET', pods).body['items'] as { metadata: { name: string; deletionTimestamp?: string } }[])
    .filter((one) => one.metadata.deletionTimestamp === undefined).map((one) => one.metadata.name)
const statusOf = (whole: WholeCluster): PodDisruptionBudgetStatus => ask(whole, 'GET', `${budgets}/web`).body['status'] as PodDisruptionBudgetStatus
const evictionOf = (name: string, more: object = {}): object => ({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'default' }, ...more })
const evict = (whole: WholeCluster, name: string, more?: object): ReturnType<typeof ask> =>
  ask(whole, 'POST', `${pods}/${name}/eviction`, evictionOf(name, more))

describe('an eviction', () => {
  it('is refused where the budget has nothing left, in upstream’s words', () => {
    const whole = withWeb(2, { minAvailable: 2 })
    expect(evict(whole, names(whole)[0]!)).toEqual({
      status: 429,
      body: {
        kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'TooManyRequests', code: 429,
        message: 'Cannot evict pod as it would violate the pod\'s disruption budget.',
        details: { causes: [{ reason: 'DisruptionBudget', message: 'The disruption budget web needs 2 healthy pods and has 2 currently' }] },
      },
    })
    expect(names(whole)).toHaveLength(2)
  })
  it('takes one from the budget, marks the pod and deletes it; the next is granted when the replacement is ready', () => {
    const whole = withWeb(3, { maxUnavailable: 1 })
    expect(statusOf(whole)).toMatchObject({ disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2, expectedPods: 3, observedGeneration: 1 })
    const [first, second] = names(whole)
    expect(evict(whole, first!)).toMatchObject({ status: 201, body: { status: 'Success' } })
    const gone = ask(whole, 'GET', `${pods}/${first}`).body as { status: { conditions: object[] }; metadata: { deletionTimestamp?: string } }
    expect(gone.status.conditions).toContainEqual(expect.objectContaining({ type: 'DisruptionTarget', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' }))
    expect(gone.metadata.deletionTimestamp).toBeDefined()
    expect(evict(whole, second!).status).toBe(429)
    runSeconds(whole, 20)
    expect(statusOf(whole)).toMatchObject({ disruptionsAllowed: 1, currentHealthy: 3 })
    expect(evict(whole, second!).status).toBe(201)
  })
  it('is granted to one of two that ask at the same instant for the last one', () => {
    const whole = withWeb(3, { minAvailable: 2 })
    const tags = names(whole).slice(0, 2).map((name) =>
      send(whole, { method: 'POST', path: `${pods}/${name}/eviction`, body: JSON.stringify(evictionOf(name)) }))
    runSeconds(whole, 1)
    expect(tags.map((tag) => whole.answers.get(tag)!.status).toSorted((a, b) => a - b)).toEqual([201, 429])
    expect(whole.cluster.apiServer.evictions.size).toBe(0)
  })
  it('that is only tried changes nothing', () => {
    const whole = withWeb(2, { minAvailable: 1 })
    const before = whole.cluster.etcd.store.revision
    expect(evict(whole, names(whole)[0]!, { deleteOptions: { dryRun: ['All'] } }).status).toBe(201)
    expect(whole.cluster.etcd.store.revision).toBe(before)
    expect(statusOf(whole).disruptionsAllowed).toBe(1)
  })
  it('of a pod that two budgets select is refused', () => {
    const whole = withWeb(2, { minAvailable: 1 })
    ask(whole, 'POST', budgets, { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'other' }, spec: { selector: {}, minAvailable: 0 } })
    expect(evict(whole, names(whole)[0]!)).toMatchObject({ status: 500, body: { message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.' } })
  })
  it('asks no budget for a pod that is not running yet', () => {
    const whole = withWeb(1, { minAvailable: 1 })
    ask(whole, 'POST', pods, {
      apiVersion: 'v1', kind: 'Pod', metadata: { name: 'waits', labels: { app: 'web' } },
      spec: { nodeSelector: { no: 'node' }, containers: [{ name: 'a', image: 'nginx' }] },
    })
    runSeconds(whole, 1)
    expect(evict(whole, 'waits').status).toBe(201)
    expect(names(whole)).not.toContain('waits')
  })
  it('of a pod without a budget is granted, and of one that is not there refused', () => {
    const whole = withWeb(1, { minAvailable: 1, selector: { matchLabels: { app: 'other' } } })
    expect(evict(whole, names(whole)[0]!).status).toBe(201)
    expect(evict(whole, 'nobody')).toMatchObject({ status: 404, body: { message: 'pods "nobody" not found' } })
  })
})
