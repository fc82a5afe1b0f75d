import { describe, expect, it } from 'vitest'
import { createCluster, request, runFor, runUntil, world, type ClusterState } from '../../../src/engine/index.ts'
import { createChangeReader, readChanges } from '../../../src/host/projector/changes.ts'
import type { ChangeReader } from '../../../src/host/projector/changes.ts'
import { oneLine } from '../../../src/host/story/sentence.ts'
import { shortName } from '../../../src/host/story/short-name.ts'
import { tellWorldCommand } from '../../../src/host/story/world.ts'
import { tellTogether } from '../../../src/protocol/like-changes.ts'
import { defaultClusterOptions } from '../../../src/protocol/options.ts'

interface Play { readonly made: ClusterState; readonly reader: ChangeReader; readonly told: { readonly text: string; readonly tone: string }[] }

function play(): Play {
  const made = createCluster({ ...defaultClusterOptions, seed: 3, nodes: 2 })
  const reader = createChangeReader()
  runUntil(made, 6_000_000)
  return { made, reader, told: readChanges(reader, made).changes.map(({ text, tone }) => ({ text, tone })) }
}

/** Runs on and gathers what is told. */
function pass({ made, reader, told }: Play, seconds: number): void {
  for (let i = 0; i < seconds; i++) {
    runFor(made, 1_000_000)
    told.push(...readChanges(reader, made).changes.map(({ text, tone }) => ({ text, tone })))
  }
}

function apply({ made }: Play, path: string, body: unknown, method: 'POST' | 'PATCH' = 'POST'): void {
  const headers: Readonly<Record<string, string>> = method === 'PATCH' ? { 'content-type': 'application/strategic-merge-patch+json' } : {}
  request(made, { method, path, headers, body: JSON.stringify(body) }, 1)
}

const deployments = '/apis/apps/v1/namespaces/default/deployments'
const deployment = (name: string, replicas: number, container: object): object => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name },
  spec: { replicas, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [container] } } },
})
const texts = (told: Play['told']): string[] => told.map(({ text }) => text)

describe('the story of a cluster', () => {
  it('tells a Deployment of one pod from the request to the traffic, each actor with its own deed', () => {
    const scene = play()
    apply(scene, deployments, deployment('web', 1, { name: 'app', image: 'nginx:1.29', ports: [{ containerPort: 80 }] }))
    apply(scene, '/api/v1/namespaces/default/services', {
      apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    })
    scene.told.length = 0
    pass(scene, 20)
    const plain = texts(scene.told).map((text) => text.replaceAll(/web-…-\w{5}/g, 'POD').replaceAll(/\d+\.\d+\.\d+\.\d+/g, 'IP')
      .replaceAll(/web-\w{8,10}/g, 'SET').replaceAll(/node-\d/g, 'NODE'))
    expect(plain.sort()).toEqual([
      'Deployment controller created ReplicaSet SET for 1 pod', 'Deployment web has the pod that it asked for',
      'EndpointSlice controller put POD (IP) into Service web: ready for traffic', 'ReplicaSet controller created pod POD', 'Scheduler bound POD to NODE',
      'You created Deployment web with 1 replica', 'You created Service web at IP', 'kubelet on NODE found POD in its watch and began to start it',
      'kubelet on NODE reported POD Running and ready',
    ])
  })

  it('names the image that could not be pulled, and what a crash loop means', () => {
    const scene = play()
    apply(scene, deployments, deployment('typo', 1, { name: 'app', image: 'ngnix:does-not-exist' }))
    apply(scene, deployments, deployment('crasher', 1, { name: 'app', image: 'busybox:1.37', command: ['sh', '-c', 'sleep 2; exit 3'] }))
    apply(scene, '/api/v1/namespaces/default/pods', {
      apiVersion: 'v1', kind: 'Pod', metadata: { name: 'wrong' }, spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'busybox', command: ['nosuch'] }] },
    })
    pass(scene, 30)
    const told = texts(scene.told)
    expect(told.some((text) => /^kubelet on node-\d could not pull ngnix:does-not-exist for typo-…-\w{5}: ErrImagePull$/.test(text))).toBe(true)
    expect(told.some((text) => /^kubelet on node-\d reported that container app of crasher-…-\w{5} ended with exit code 3$/.test(text))).toBe(true)
    expect(told.some((text) => /put container app of crasher-…-\w{5} into CrashLoopBackOff: each restart waits longer$/.test(text))).toBe(true)
    expect(told.some((text) => text.endsWith('container app of wrong ended with exit code 128 (StartError)'))).toBe(true)
  })

  it('keeps to the scheduler’s reason and leaves the preemption out', () => {
    const scene = play()
    const container = { name: 'app', image: 'nginx:1.29', resources: { requests: { cpu: '64' } } }
    apply(scene, '/api/v1/namespaces/default/pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'too-big' }, spec: { containers: [container] } })
    pass(scene, 3)
    expect(texts(scene.told)).toContain('Scheduler found no node for too-big: 0/2 nodes are available: 2 Insufficient cpu')
  })

  it('tells a scale-down calmly and a failed node as bad news', () => {
    const scene = play()
    apply(scene, deployments, deployment('web', 4, { name: 'app', image: 'nginx:1.29', ports: [{ containerPort: 80 }] }))
    apply(scene, '/api/v1/namespaces/default/services', {
      apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    })
    pass(scene, 20)
    scene.told.length = 0
    apply(scene, `${deployments}/web`, { spec: { replicas: 2 } }, 'PATCH')
    pass(scene, 10)
    const out = scene.told.filter(({ text }) => text.includes('out of Service web'))
    expect(out.length).toBeGreaterThan(0)
    expect(out.every(({ tone }) => tone === 'neutral')).toBe(true)
    scene.told.length = 0
    for (const node of ['node-1', 'node-2']) world(scene.made, { type: 'powerOff', node })
    pass(scene, 120)
    expect(scene.told.filter(({ text }) => text.includes('out of Service web')).map(({ tone }) => tone)).toContain('bad')
    expect(texts(scene.told)).toContain('Node controller marked node-1 NotReady: its kubelet has been silent for too long')
    expect(texts(scene.told).some((text) => text.endsWith('no node is healthy, so evictions stop'))).toBe(true)
  })

  it('tells like changes of many things as one, with their count and their own word for who did it', () => {
    const made = createCluster({ ...defaultClusterOptions, seed: 3, nodes: 30 })
    const scene: Play = { made, reader: createChangeReader(), told: [] }
    pass(scene, 1)
    runUntil(made, 20_000_000)
    const start = texts(readChanges(scene.reader, made).changes.map(({ text, tone }) => ({ text, tone })))
    expect(start).toContain('kubelets registered 30 nodes with the API server')
    apply(scene, deployments, deployment('web', 60, { name: 'app', image: 'nginx:1.29', ports: [{ containerPort: 80 }] }))
    apply(scene, '/api/v1/namespaces/default/services', {
      apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    })
    runFor(made, 20_000_000)
    const { changes } = readChanges(scene.reader, made)
    expect(texts(changes.map(({ text, tone }) => ({ text, tone })))).toEqual(expect.arrayContaining([
      'You created Deployment web with 60 replicas', 'ReplicaSet controller created 60 pods of web', 'Scheduler bound 60 pods of web to nodes',
      'kubelets found 60 pods of web in their watches and began to start them', 'kubelets reported 60 pods of web Running and ready',
      'EndpointSlice controller put 60 pods into Service web: ready for traffic', 'Deployment web has all 60 pods that it asked for',
    ]))
    expect(changes.find(({ text }) => text.startsWith('kubelets found'))?.actor).toBe('kubelets')
  })

  it('tells of a whole zone without power in the words of one node', () => {
    const nodes = Array.from({ length: 9 }, (_, i) => ({ ...tellWorldCommand({ type: 'powerOff', node: `node-${i + 1}` }), simTimeUs: i }))
    expect(texts(tellTogether([], nodes))).toEqual(['You cut the power of 9 nodes'])
    const back = Array.from({ length: 9 }, (_, i) => ({ ...tellWorldCommand({ type: 'powerOn', node: `node-${i + 1}` }), simTimeUs: i }))
    expect(texts(tellTogether([], back))).toEqual(['You switched 9 nodes on: they boot'])
    expect(tellWorldCommand({ type: 'removeNode', node: 'node-1' }).text).toBe('You took the machine node-1 away for good')
  })

  it('stays one line of bounded length, whatever comes from outside', () => {
    const long = 'a'.repeat(253)
    expect(shortName(long).length).toBeLessThanOrEqual(45)
    expect(shortName(`${long}-7d4b9c6f58-x7k2p`)).toMatch(/…-…-x7k2p$|…-x7k2p$/)
    expect(oneLine(`two\nlines ${long}`)).toHaveLength(160)
    const told = tellWorldCommand({ type: 'crashContainer', namespace: 'default', pod: 'web-7d4b9c6f58-x7k2p', container: 'app' })
    expect(told.text).toBe('You killed the process of container app in web-…-x7k2p')
  })
})
