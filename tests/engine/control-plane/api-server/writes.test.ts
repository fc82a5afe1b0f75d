/** Create, update, patch, scale, status, binding: what is stored, which generation, who wins. */
import { describe, expect, it } from 'vitest'
import type { Pod, PodStatus } from '../../../../src/kubernetes/types/core.ts'
import type { Deployment } from '../../../../src/kubernetes/types/apps.ts'
import { createApiServer, prepareCreate } from '../../../../src/engine/control-plane/api-server/api-server.ts'
import { markDown } from '../../../../src/engine/simulation/processes.ts'
import { componentIds } from '../../../../src/protocol/vocabulary.ts'
import {
  ask, bodyOf, createHarness, deploymentManifest, objectOf, podManifest, rest, runFor, sendOutside, sendRequest, statusOf,
} from '../../harness.ts'

const deployments = '/apis/apps/v1/namespaces/default/deployments'
const pods = '/api/v1/namespaces/default/pods'

function kubeletStatus(pod: Pod, phase: PodStatus['phase'], types: readonly string[]): PodStatus {
  const conditions = types.map(
    (type) => ({ type, status: 'True' as const, observedGeneration: undefined, lastProbeTime: null, lastTransitionTime: 't', reason: undefined, message: undefined }),
  )
  return { ...pod.status, phase, conditions, podIP: '10.244.0.2' }
}

describe('generations', () => {
  it('count changes of the spec, not of labels or status', () => {
    const harness = createHarness()
    rest(harness, 'POST', deployments, deploymentManifest('web', 1))
    const patch = (path: string, body: unknown) => bodyOf(
      rest(harness, 'PATCH', `${deployments}/web${path}`, body, 'application/merge-patch+json'),
    ).metadata.generation
    expect(patch('', { metadata: { labels: { a: 'b' } } })).toBe(1)
    expect(patch('/status', { status: { replicas: 7 } })).toBe(1)
    expect(patch('', { spec: { replicas: 2 } })).toBe(2)
    expect(patch('', { spec: { replicas: 2 } })).toBe(2)
    expect(bodyOf(rest(harness, 'GET', `${deployments}/web`)).status).toEqual({ replicas: 7 })
  })
  it('are not touched by status in the main resource, nor the spec by status', () => {
    const harness = createHarness()
    rest(harness, 'POST', deployments, deploymentManifest('web', 1))
    rest(harness, 'PATCH', `${deployments}/web`, { status: { replicas: 9 } }, 'application/merge-patch+json')
    rest(harness, 'PATCH', `${deployments}/web/status`, { spec: { replicas: 9 } }, 'application/merge-patch+json')
    expect(bodyOf(rest(harness, 'GET', `${deployments}/web`))).toMatchObject(
      { spec: { replicas: 1 }, status: {}, metadata: { generation: 1 } },
    )
  })
  it('pods had none before 1.33', () => {
    const { sim, apiServer } = createHarness()
    const old = createApiServer(1, -1, -1, { compatibility: 'v1.29' })
    old.cache = apiServer.cache
    const pod = { ...podManifest('a'), metadata: { name: 'a', namespace: '', labels: undefined } } as never
    expect(prepareCreate(sim, old, 'pods', 'default', pod).object?.metadata.generation).toBeUndefined()
    expect(prepareCreate(sim, apiServer, 'pods', 'default', pod).object?.metadata.generation).toBe(1)
  })
})

describe('a write that changes nothing', () => {
  it('takes no revision', () => {
    const harness = createHarness()
    const made = bodyOf(rest(harness, 'POST', deployments, deploymentManifest('web', 1)))
    const { revision } = harness.etcd.store
    expect(bodyOf(rest(harness, 'PUT', `${deployments}/web`, made))).toEqual(made)
    expect(harness.etcd.store.revision).toBe(revision)
  })
})

describe('scale', () => {
  it('reads and writes the replicas of a workload', () => {
    const harness = createHarness()
    rest(harness, 'POST', deployments, deploymentManifest('web', 3))
    const scale = bodyOf(rest(harness, 'GET', `${deployments}/web/scale`))
    expect(scale).toMatchObject(
      { kind: 'Scale', apiVersion: 'autoscaling/v1', spec: { replicas: 3 }, status: { replicas: 0, selector: 'app=web' } },
    )
    expect(bodyOf(rest(harness, 'PUT', `${deployments}/web/scale`, { ...scale, spec: { replicas: 4 } })).spec).toEqual({ replicas: 4 })
    expect(rest(harness, 'PUT', `${deployments}/web/scale`, { ...scale, spec: { replicas: 5 } }).status).toBe(409)
    const refused = rest(harness, 'PATCH', `${deployments}/web/scale`, { spec: { replicas: -1 } }, 'application/merge-patch+json')
    expect(statusOf(refused)).toMatchObject(
      { code: 422, message: 'Scale.autoscaling "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0' },
    )
    expect(
      objectOf<Deployment>(
        ask(
          harness,
          {
            verb: 'patch', resource: 'deployments', subresource: 'scale', name: 'web', patchType: 'merge', body: { spec: { replicas: 6 } },
          },
        ),
      ).spec.replicas,
    ).toBe(6)
  })
})

describe('binding', () => {
  it('sets the node and PodScheduled; a second one is a conflict', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('a'))
    const bind = (node = 'node-1') => ask(
      harness, { verb: 'create', resource: 'pods', subresource: 'binding', name: 'a', body: node, client: componentIds.scheduler },
    )
    const bound = objectOf<Pod>(bind())
    expect(bound.spec.nodeName).toBe('node-1')
    expect(bound.status.conditions).toMatchObject([{ type: 'PodScheduled', status: 'True' }])
    expect(bound.metadata.generation).toBe(1)
    expect(bind()).toMatchObject(
      { code: 409, status: { message: 'Operation cannot be fulfilled on pods/binding "a": pod a is already assigned to node "node-1"' } },
    )
    expect(bind('node-2').code).toBe(409)
    expect(bodyOf(rest(harness, 'GET', `${pods}/a`))).toMatchObject({ spec: { nodeName: 'node-1' } })
  })
  it('comes from outside as a Binding', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('a'))
    expect(statusOf(rest(harness, 'POST', `${pods}/a/binding`, { target: {} }))).toMatchObject(
      { code: 422, message: 'Binding "a" is invalid: target.name: Required value' },
    )
    expect(
      rest(harness, 'POST', `${pods}/a/binding`, { target: { kind: 'Node', name: 'node-2' } }),
    ).toMatchObject({ status: 201, body: { kind: 'Status', status: 'Success' } })
    expect(bodyOf(rest(harness, 'GET', `${pods}/a`)).spec).toMatchObject({ nodeName: 'node-2' })
  })
  it('shares one condition among the pods bound in a second', () => {
    const harness = createHarness()
    const bound = ['a', 'b'].map((name) => {
      rest(harness, 'POST', pods, podManifest(name))
      return objectOf<Pod>(ask(harness, { verb: 'create', resource: 'pods', subresource: 'binding', name, body: 'node-1' }))
    })
    expect(bound[0]!.status.conditions).toBe(bound[1]!.status.conditions)
  })
})

describe('a kubelet’s status', () => {
  it('replaces phase and addresses and merges conditions by type', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('a'))
    const bound = objectOf<Pod>(ask(harness, { verb: 'create', resource: 'pods', subresource: 'binding', name: 'a', body: 'node-1' }))
    const next = objectOf<Pod>(
      ask(
        harness,
        {
          verb: 'patch', resource: 'pods', subresource: 'status', name: 'a', slot: 0, patchType: 'strategic',
          body: kubeletStatus(bound, 'Running', ['Initialized', 'Ready']),
        },
      ),
    )
    expect(next.status).toMatchObject({ phase: 'Running', podIP: '10.244.0.2', qosClass: 'BestEffort' })
    expect(next.status.conditions?.map((condition) => condition.type)).toEqual(['Initialized', 'Ready', 'PodScheduled'])
    expect(next.spec).toBe(bound.spec)
  })
  it('a scheduler’s patch of one condition leaves the others', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('a'))
    const body = {
      status: {
        conditions: [
          { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'm', lastProbeTime: null, lastTransitionTime: 't' },
        ],
      },
    }
    const next = objectOf<Pod>(
      ask(harness, { verb: 'patch', resource: 'pods', subresource: 'status', name: 'a', patchType: 'strategic', body }),
    )
    expect(next.status).toMatchObject(
      { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] },
    )
  })
})

describe('races', () => {
  it('unconditional patches are tried again, none is lost', () => {
    const harness = createHarness()
    rest(harness, 'POST', deployments, deploymentManifest('web', 1))
    const ids = Array.from(
      { length: 4 },
      (_, i) => sendRequest(
        harness,
        {
          verb: 'patch', resource: 'deployments', name: 'web', patchType: 'merge', body: { metadata: { annotations: { [`a${i}`]: 'x' } } },
        },
      ),
    )
    runFor(harness, 50_000)
    expect(ids.map((id) => harness.responses.get(id)?.code)).toEqual([200, 200, 200, 200])
    expect(
      Object.keys(objectOf<Deployment>(ask(harness, { verb: 'get', resource: 'deployments', name: 'web' })).metadata.annotations ?? {}),
    ).toHaveLength(4)
  })
  it('of two updates under the same revision one is a conflict', () => {
    const harness = createHarness()
    rest(harness, 'POST', deployments, deploymentManifest('web', 1))
    const current = objectOf<Deployment>(ask(harness, { verb: 'get', resource: 'deployments', name: 'web' }))
    const update = (replicas: number) => sendRequest(
      harness, { verb: 'update', resource: 'deployments', name: 'web', body: { ...current, spec: { ...current.spec, replicas } } },
    )
    const ids = [update(2), update(3)]
    runFor(harness, 50_000)
    expect(ids.map((id) => harness.responses.get(id)?.code).toSorted((a = 0, b = 0) => a - b)).toEqual([200, 409])
  })
  it('an update right after the write that gave its revision is no conflict, though the cache is behind', () => {
    const harness = createHarness()
    rest(harness, 'POST', deployments, deploymentManifest('web', 1))
    const cached = harness.apiServer.cache.tables[8]!.objects[0] as Deployment
    const written = objectOf<Deployment>(
      ask(harness, { verb: 'patch', resource: 'deployments', name: 'web', patchType: 'merge', body: { spec: { replicas: 2 } } }),
    )
    harness.apiServer.cache.tables[8]!.objects[0] = cached
    expect(
      ask(
        harness, { verb: 'update', resource: 'deployments', name: 'web', body: { ...written, spec: { ...written.spec, replicas: 3 } } },
      ).code,
    ).toBe(200)
  })
  it('a generated name that is taken is made anew', () => {
    const harness = createHarness()
    const made = rest(harness, 'POST', pods, { ...podManifest(''), metadata: { generateName: 'web-' } })
    expect(bodyOf(made).metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
    const same = createHarness()
    const { state } = same.apiServer.nameRandom
    const [first, second] = [0, 1].map(() => {
      same.apiServer.nameRandom.state = state
      return bodyOf(rest(same, 'POST', pods, { ...podManifest(''), metadata: { generateName: 'web-' } })).metadata.name
    })
    expect(first).toBe(bodyOf(made).metadata.name)
    expect(second).not.toBe(first)
  })
})

describe('pods of one template', () => {
  it('share spec, labels and first status', () => {
    const harness = createHarness()
    rest(harness, 'POST', deployments, deploymentManifest('web', 1))
    const { spec } = objectOf<Deployment>(ask(harness, { verb: 'get', resource: 'deployments', name: 'web' }))
    const body = {
      apiVersion: 'v1', kind: 'Pod', spec: spec.template.spec, status: undefined,
      metadata: { name: '', namespace: '', generateName: 'web-', labels: spec.template.metadata.labels },
    }
    const [a, b] = [0, 1].map(() => objectOf<Pod>(ask(harness, { verb: 'create', resource: 'pods', body })))
    expect(a!.spec).toBe(b!.spec)
    expect(a!.status).toBe(b!.status)
    expect(a!.metadata.labels).toBe(b!.metadata.labels)
    expect(a!.spec.tolerations).toHaveLength(2)
    expect(spec.template.spec.tolerations).toBeUndefined()
  })
})

describe('etcd away', () => {
  it('is a 500 after seven seconds; lists still come from the cache', () => {
    const harness = createHarness()
    markDown(harness.sim.processes, componentIds.etcd, -1)
    const id = sendOutside(harness, { method: 'POST', path: pods, body: JSON.stringify(podManifest('a')) })
    runFor(harness, 6_900_000)
    expect(harness.outside.has(id)).toBe(false)
    runFor(harness, 200_000)
    expect(harness.outside.get(id)).toMatchObject({ status: 500, body: { message: 'etcdserver: request timed out', code: 500 } })
    expect(harness.outside.get(id)?.body).not.toHaveProperty('reason')
    expect(bodyOf(rest(harness, 'GET', '/api/v1/namespaces')).items).toHaveLength(4)
    expect(harness.apiServer.inFlight.size).toBe(0)
  })
})
