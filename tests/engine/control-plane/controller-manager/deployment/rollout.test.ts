// https://kubernetes.io/docs/concepts/workloads/controllers/deployment/
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fenceless } from './numbers.ts'
import type { Deployment, ReplicaSet } from '../../../../../src/kubernetes/types/apps.ts'
import type { Pod } from '../../../../../src/kubernetes/types/core.ts'
import { attachKubelet, changeSpec, createFakeCluster, find, listOf, put, removeObject, runFor, runUntil, type FakeCluster } from '../fake-cluster.ts'
import { deployment, template } from '../fixtures.ts'

const second = 1_000_000
const writesOf = (cluster: FakeCluster, from = 0): string[] => cluster.writes.slice(from)
  .filter((write) => write.userAgent === 'deployment-controller' && write.resource !== 'events')
  .map((write) => `${write.verb} ${write.resource}${write.subresource === '' ? '' : `/${write.subresource}`} ${write.code}`)
const scalings = (cluster: FakeCluster): string[] => cluster.events.filter((event) => event.reason === 'ScalingReplicaSet').map((event) => event.message)

function started(replicas: number, some: Partial<Deployment['spec']> = {}, options: Parameters<typeof createFakeCluster>[0] = {}): FakeCluster {
  const cluster = createFakeCluster(options)
  attachKubelet(cluster, { readyAfterUs: second, goneAfterUs: second / 2, becomesReady: () => true })
  runFor(cluster, second)
  put(cluster, 'deployments', deployment('web', replicas, some))
  return cluster
}

function imageOf(set: ReplicaSet): string {
  return set.spec.template.spec.containers[0]!.image
}
function setWith(cluster: FakeCluster, image: string): ReplicaSet {
  return listOf<ReplicaSet>(cluster, 'replicasets').find((set) => imageOf(set) === image)!
}

describe('a new Deployment', () => {
  it('is written as a real control plane does: set, condition, a conflict of its own status, status', () => {
    const cluster = started(3)
    runFor(cluster, second / 2)
    expect(writesOf(cluster)).toEqual([
      'create replicasets 201', 'update deployments/status 200', 'update deployments/status 409', 'update deployments/status 200', 'update deployments/status 200',
    ])
  })
  it('ends complete, with the conditions and annotations of a rollout that succeeded', () => {
    const cluster = started(3)
    runFor(cluster, 5 * second)
    const web = find<Deployment>(cluster, 'deployments', 'web')
    const [set] = listOf<ReplicaSet>(cluster, 'replicasets')
    expect(web.status).toMatchObject({ observedGeneration: 1, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 })
    expect(web.status.unavailableReplicas).toBeUndefined()
    expect(web.status.conditions?.map(({ type, status, reason, message }) => [type, status, reason, message])).toEqual([
      ['Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.'],
      ['Progressing', 'True', 'NewReplicaSetAvailable', `ReplicaSet "${set!.metadata.name}" has successfully progressed.`],
    ])
    expect(web.metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '1' })
    expect(set!.metadata.annotations).toEqual({
      'deployment.kubernetes.io/desired-replicas': '3', 'deployment.kubernetes.io/max-replicas': '4', 'deployment.kubernetes.io/revision': '1',
    })
    expect(scalings(cluster)).toEqual([`Scaled up replica set ${set!.metadata.name} from 0 to 3`])
  })
  it('tells sizes as v1.29 did when asked to', () => {
    const cluster = started(3, {}, { compatibility: 'v1.29' })
    runFor(cluster, 5 * second)
    changeSpec(cluster, 'deployments', 'web', { replicas: 10 })
    runFor(cluster, 5 * second)
    changeSpec(cluster, 'deployments', 'web', { replicas: 2 })
    runFor(cluster, 5 * second)
    const name = listOf<ReplicaSet>(cluster, 'replicasets')[0]!.metadata.name
    expect(scalings(cluster)).toEqual([
      `Scaled up replica set ${name} to 3`, `Scaled up replica set ${name} to 10 from 3`, `Scaled down replica set ${name} to 2 from 10`,
    ])
    expect(listOf<Pod>(cluster, 'pods')).toHaveLength(2)
  })
})

describe('scaling', () => {
  it('writes the set, then a status that lags one step behind, as recorded', () => {
    const cluster = started(3)
    runFor(cluster, 5 * second)
    const from = cluster.writes.length
    changeSpec(cluster, 'deployments', 'web', { replicas: 10 })
    const unavailable: (number | undefined)[] = []
    const { onChange } = cluster
    cluster.onChange = (resource, slot, object) => {
      if (resource === 'deployments') unavailable.push((object as unknown as Deployment).status.unavailableReplicas)
      onChange(resource, slot, object)
    }
    runFor(cluster, second / 2)
    expect(writesOf(cluster, from)).toEqual([
      'update replicasets 200', 'update deployments/status 200', 'update deployments/status 200', 'update deployments/status 200',
    ])
    expect(unavailable).toEqual([undefined, 7, 7])
  })
})

describe('a rolling update of 10 with 25 % and 25 %', () => {
  it('goes new 0->3, old 10->8, new 3->5, then one by one, and never has less than 8 available', () => {
    const cluster = started(10)
    runFor(cluster, 5 * second)
    const watched = watch(cluster)
    changeSpec(cluster, 'deployments', 'web', { template: template({ app: 'web' }, 'nginx:1.26') })
    runFor(cluster, 25 * second)
    const steps = scalings(cluster).slice(1)
    const sizes = steps.map((step) => step.replace(/\(combined from similar events\): /, '').replace(/replica set \S+ /, ''))
    expect(sizes.slice(0, 3)).toEqual(['Scaled up from 0 to 3', 'Scaled down from 10 to 8', 'Scaled up from 3 to 5'])
    expect(watched.least).toBeGreaterThanOrEqual(8)
    expect(watched.most).toBeLessThanOrEqual(13)
    expect(setWith(cluster, 'nginx:1.26').status.availableReplicas).toBe(10)
    expect(setWith(cluster, 'nginx:1.25').spec.replicas).toBe(0)
  })
  it('gets stuck with 5 new and 8 old pods when the new ones never become Ready, and says so after the deadline', () => {
    const cluster = started(10, { progressDeadlineSeconds: 20 })
    runFor(cluster, 5 * second)
    attachKubelet(cluster, { readyAfterUs: second, goneAfterUs: second / 2, becomesReady: (pod) => pod.spec.containers[0]!.image !== 'nginx:bad' })
    changeSpec(cluster, 'deployments', 'web', { template: template({ app: 'web' }, 'nginx:bad') })
    runFor(cluster, 40 * second)
    expect(setWith(cluster, 'nginx:bad').spec.replicas).toBe(5)
    expect(setWith(cluster, 'nginx:1.25').spec.replicas).toBe(8)
    const conditions = find<Deployment>(cluster, 'deployments', 'web').status.conditions!
    expect(conditions.find((one) => one.type === 'Available')?.status).toBe('True')
    expect(conditions.find((one) => one.type === 'Progressing')).toMatchObject({ status: 'False', reason: 'ProgressDeadlineExceeded' })
  })
  it('is undone by the old template: the old set becomes the newest revision', () => {
    const cluster = started(3)
    runFor(cluster, 5 * second)
    changeSpec(cluster, 'deployments', 'web', { template: template({ app: 'web' }, 'nginx:1.26') })
    runFor(cluster, 20 * second)
    changeSpec(cluster, 'deployments', 'web', { template: template({ app: 'web' }, 'nginx:1.25') })
    runFor(cluster, 20 * second)
    const annotations = setWith(cluster, 'nginx:1.25').metadata.annotations!
    expect(annotations['deployment.kubernetes.io/revision']).toBe('3')
    expect(annotations['deployment.kubernetes.io/revision-history']).toBe('1')
    expect(find<Deployment>(cluster, 'deployments', 'web').metadata.annotations!['deployment.kubernetes.io/revision']).toBe('3')
    expect(setWith(cluster, 'nginx:1.25').status.availableReplicas).toBe(3)
  })
})

interface Watched {
  least: number
  most: number
}

/** Follows available (Ready, not terminating) and existing (not terminating) pods at every change. */
function watch(cluster: FakeCluster): Watched {
  const watched: Watched = { least: Infinity, most: 0 }
  const { onChange } = cluster
  cluster.onChange = (resource, slot, object) => {
    onChange(resource, slot, object)
    if (resource !== 'pods') return
    const live = listOf<Pod>(cluster, 'pods').filter((pod) => pod.metadata.deletionTimestamp === undefined)
    watched.most = Math.max(watched.most, live.length)
    watched.least = Math.min(watched.least, live.filter((pod) => pod.status.conditions?.some((one) => one.type === 'Ready' && one.status === 'True')).length)
  }
  return watched
}

describe('invariants of a rolling update', () => {
  it('holds its bounds and finishes for any size, surge, unavailable and pace (60 seeds from 1)', () => {
    const settings = fc.record({ replicas: fc.integer({ min: 1, max: 12 }), surge: fc.integer({ min: 0, max: 100 }), unavailable: fc.integer({ min: 0, max: 100 }), readyMs: fc.integer({ min: 5, max: 1500 }) })
    fc.assert(fc.property(settings, ({ replicas, surge, unavailable, readyMs }) => {
      const cluster = createFakeCluster()
      attachKubelet(cluster, { readyAfterUs: readyMs * 1000, goneAfterUs: 300_000, becomesReady: () => true })
      runFor(cluster, second)
      const rollingUpdate = { maxSurge: `${surge}%`, maxUnavailable: `${unavailable}%` }
      put(cluster, 'deployments', deployment('web', replicas, { strategy: { type: 'RollingUpdate', rollingUpdate } }))
      runFor(cluster, 10 * second)
      const watched = watch(cluster)
      changeSpec(cluster, 'deployments', 'web', { template: template({ app: 'web' }, 'nginx:1.26') })
      const complete = runUntil(cluster, cluster.sim.nowUs + 120 * second, () => setWith(cluster, 'nginx:1.26')?.status.availableReplicas === replicas
        && setWith(cluster, 'nginx:1.25').status.replicas === 0)
      const bounds = fenceless(replicas, surge, unavailable)
      expect(complete).toBe(true)
      expect(watched.least).toBeGreaterThanOrEqual(replicas - bounds.unavailable)
      expect(watched.most).toBeLessThanOrEqual(replicas + bounds.surge)
    }), { numRuns: 60, seed: 1 })
  }, 60_000)
})

describe('the progress deadline', () => {
  const progressing = (cluster: FakeCluster) => find<Deployment>(cluster, 'deployments', 'web').status.conditions!.find((one) => one.type === 'Progressing')!
  const secondsOf = (text: string): number => Date.parse(text) / 1000

  it('counts from the last progress: a rollout that goes on slowly is not late', () => {
    const cluster = started(6, { progressDeadlineSeconds: 20 })
    runFor(cluster, 5 * second)
    attachKubelet(cluster, { readyAfterUs: 15 * second, goneAfterUs: second / 2, becomesReady: () => true })
    changeSpec(cluster, 'deployments', 'web', { template: template({ app: 'web' }, 'nginx:1.26') })
    const late = runUntil(cluster, cluster.sim.nowUs + 120 * second, () => progressing(cluster).reason === 'ProgressDeadlineExceeded')
    expect(late).toBe(false)
    expect(progressing(cluster).reason).toBe('NewReplicaSetAvailable')
    // It took longer than the deadline, or nothing was shown.
    const { lastTransitionTime, lastUpdateTime } = progressing(cluster)
    expect(secondsOf(lastUpdateTime) - secondsOf(lastTransitionTime)).toBeGreaterThan(20)
  })
  it('is found a second after it has passed', () => {
    const cluster = started(3, { progressDeadlineSeconds: 20 })
    runFor(cluster, 5 * second)
    attachKubelet(cluster, { readyAfterUs: second, goneAfterUs: second / 2, becomesReady: (pod) => pod.spec.containers[0]!.image !== 'nginx:bad' })
    changeSpec(cluster, 'deployments', 'web', { template: template({ app: 'web' }, 'nginx:bad') })
    runFor(cluster, 10 * second)
    const { lastUpdateTime } = progressing(cluster)
    runUntil(cluster, cluster.sim.nowUs + 60 * second, () => progressing(cluster).reason === 'ProgressDeadlineExceeded')
    expect(secondsOf(progressing(cluster).lastUpdateTime) - secondsOf(lastUpdateTime)).toBe(21)
  })
})

describe('strategy Recreate', () => {
  it('starts no new pod before the last old one is gone', () => {
    const cluster = started(3, { strategy: { type: 'Recreate', rollingUpdate: undefined } })
    runFor(cluster, 5 * second)
    let mixed = false
    const { onChange } = cluster
    cluster.onChange = (resource, slot, object) => {
      onChange(resource, slot, object)
      const images = new Set(listOf<Pod>(cluster, 'pods').map((pod) => pod.spec.containers[0]!.image))
      if (images.size > 1) mixed = true
    }
    changeSpec(cluster, 'deployments', 'web', { template: template({ app: 'web' }, 'nginx:1.26') })
    runFor(cluster, 10 * second)
    expect(mixed).toBe(false)
    expect(setWith(cluster, 'nginx:1.26').status.availableReplicas).toBe(3)
  })
})

describe('a paused Deployment', () => {
  it('scales but does not roll out, and says that it is paused', () => {
    const cluster = started(2)
    runFor(cluster, 5 * second)
    changeSpec(cluster, 'deployments', 'web', { paused: true, template: template({ app: 'web' }, 'nginx:1.26') })
    changeSpec(cluster, 'deployments', 'web', { replicas: 4 })
    runFor(cluster, 5 * second)
    expect(listOf(cluster, 'replicasets')).toHaveLength(1)
    expect(listOf(cluster, 'pods')).toHaveLength(4)
    expect(find<Deployment>(cluster, 'deployments', 'web').status.conditions).toContainEqual(expect.objectContaining({ type: 'Progressing', status: 'Unknown', reason: 'DeploymentPaused' }))
    changeSpec(cluster, 'deployments', 'web', { paused: undefined })
    runFor(cluster, 20 * second)
    expect(setWith(cluster, 'nginx:1.26').status.availableReplicas).toBe(4)
  })
})

describe('revisionHistoryLimit', () => {
  it('keeps so many empty sets and deletes the oldest', () => {
    const cluster = started(1, { revisionHistoryLimit: 2 })
    runFor(cluster, 5 * second)
    for (const image of ['nginx:2', 'nginx:3', 'nginx:4', 'nginx:5']) {
      changeSpec(cluster, 'deployments', 'web', { template: template({ app: 'web' }, image) })
      runFor(cluster, 15 * second)
    }
    expect(listOf<ReplicaSet>(cluster, 'replicasets').map(imageOf).toSorted()).toEqual(['nginx:3', 'nginx:4', 'nginx:5'])
  })
})

describe('minReadySeconds', () => {
  it('makes each step wait until the new pod has been Ready for so long', () => {
    const cluster = started(2, { minReadySeconds: 5 })
    runFor(cluster, 4 * second)
    expect(find<Deployment>(cluster, 'deployments', 'web').status.availableReplicas).toBeUndefined()
    runFor(cluster, 4 * second)
    expect(find<Deployment>(cluster, 'deployments', 'web').status.availableReplicas).toBe(2)
  })
})

describe('a deleted Deployment', () => {
  it('is followed by its set and its pods through the garbage collector', () => {
    const cluster = started(3)
    runFor(cluster, 5 * second)
    removeObject(cluster, 'deployments', 0)
    runFor(cluster, 5 * second)
    expect(listOf(cluster, 'replicasets')).toHaveLength(0)
    expect(listOf(cluster, 'pods')).toHaveLength(0)
  })
})
