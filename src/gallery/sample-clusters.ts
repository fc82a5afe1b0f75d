/** Clusters that show the picture's states: the first view, a node that lost power, a rolling update in trouble. */
import { nodeFlags } from '../protocol/vocabulary.ts'
import type { FixtureCluster, FixtureNode, FixturePod } from './cluster-frame.ts'
import { endpoint, records } from './sample-records.ts'

const web = (suffix: string, more: Partial<FixturePod> = {}): FixturePod => ({ name: `web-7d4b9c6f58-${suffix}`, replicaSet: 0, ...more })
const api = (suffix: string, more: Partial<FixturePod> = {}): FixturePod => ({
  name: `api-5c689d88bb-${suffix}`,
  replicaSet: 1,
  containers: [{ name: 'api', status: more.status ?? 'running' }],
  ...more,
})

/** Three nodes, `web` with a sidecar and `api`, one pod that waits for a node. */
export const firstView: FixtureCluster = {
  simTimeSeconds: 134.38,
  nodes: [
    { name: 'node-1', silentSeconds: 6, pods: [web('x7k2p'), web('m4c8d'), api('b6vtz')] },
    { name: 'node-2', silentSeconds: 2, cpuMilli: 2600, memoryMi: 4200, pods: [web('h2jqs'), web('r8f5l'), api('n7wgk')] },
    { name: 'node-3', silentSeconds: 9, cpuMilli: 1400, memoryMi: 2400, pods: [web('d9xc4'), api('t5zpb')] },
  ],
  tray: [
    web('q9w4n', {
      status: 'pending',
      containers: [
        { name: 'app', status: 'pending' },
        { name: 'sidecar', status: 'pending' },
      ],
    }),
  ],
  records: records({
    web: [6, 5],
    api: [3, 3],
    endpoints: ['10.244.1.4', '10.244.1.6', '10.244.2.3', '10.244.2.5', '10.244.3.4'].map((address) => endpoint(address)),
  }),
  changes: [
    {
      id: 7,
      simTimeUs: 134_000_000,
      actor: 'You',
      text: 'You scaled web to 6',
      subject: { kind: 'Deployment', namespace: 'default', name: 'web' },
      tone: 'neutral',
    },
  ],
}

const dying = {
  status: 'terminating',
  word: 'Terminating',
  containers: [
    { name: 'app', status: 'unknown' },
    { name: 'sidecar', status: 'unknown' },
  ],
} as const
const creating = {
  status: 'creating',
  word: 'ContainerCreating',
  containers: [
    { name: 'app', status: 'creating' },
    { name: 'sidecar', status: 'pending' },
  ],
} as const

/** node-2 lost its power; its pods are being deleted and replacements start elsewhere. */
export const nodeKilled: FixtureCluster = {
  simTimeSeconds: 491.24,
  nodes: [
    { name: 'node-1', silentSeconds: 3, cpuMilli: 2900, pods: [web('x7k2p'), web('m4c8d'), api('b6vtz'), web('k5qhw', creating)] },
    {
      name: 'node-2',
      status: 'unknown',
      flags: nodeFlags.poweredOff,
      silentSeconds: 358,
      pods: [web('h2jqs', dying), web('r8f5l', dying), api('n7wgk', { ...dying, containers: [{ name: 'api', status: 'unknown' }] })],
    },
    {
      name: 'node-3',
      silentSeconds: 7,
      pods: [web('d9xc4'), api('t5zpb'), web('v6rgn', creating), api('j4lts', { status: 'pending', word: 'Pending' })],
    },
  ],
  records: records({
    web: [5, 3],
    api: [3, 2],
    failed: 4,
    command: 'get pods --watch',
    endpoints: [
      endpoint('10.244.1.4'),
      endpoint('10.244.1.6'),
      endpoint('10.244.2.3', 'terminating'),
      endpoint('10.244.2.5', 'terminating'),
      endpoint('10.244.3.4'),
      endpoint('10.244.3.7', 'pending'),
    ],
  }),
}

/** A rolling update whose new image fails, a stopped scheduler, a cordoned node, a cut cable, a crowded node. */
export const trouble: FixtureCluster = {
  simTimeSeconds: 900,
  nodes: [
    {
      name: 'node-1',
      flags: nodeFlags.cordoned,
      pods: [
        web('x7k2p'),
        {
          name: 'web-6bd79f8c4d-zz9qh',
          revision: 2,
          replicaSet: 2,
          status: 'failed',
          word: 'CrashLoopBackOff',
          restarts: 4,
          containers: [
            { name: 'app', status: 'failed' },
            { name: 'sidecar', status: 'running' },
          ],
        },
        api('b6vtz'),
        web('m4c8d', { restarts: 2 }),
      ],
    },
    { name: 'node-2', flags: nodeFlags.cableCut, silentSeconds: 31, pods: [web('h2jqs'), undefined, api('n7wgk')] },
    {
      name: 'node-3',
      flags: nodeFlags.kubeProxyDown,
      pods: [
        web('d9xc4'),
        api('t5zpb'),
        {
          name: 'web-6bd79f8c4d-4x5cd',
          revision: 12,
          replicaSet: 2,
          status: 'failed',
          word: 'ImagePullBackOff',
          containers: [
            { name: 'app', status: 'failed' },
            { name: 'sidecar', status: 'creating' },
          ],
        },
        web('aaaaa'),
        web('bbbbb'),
        { name: 'nightly-backup-28841-fffff', revision: 0, status: 'succeeded', word: 'Completed' },
        web('ccccc', creating),
        web('ddddd'),
      ],
    },
    {
      name: 'node-4',
      status: 'pending',
      silentSeconds: -1,
      flags: nodeFlags.kubeletDown | nodeFlags.runtimeDown,
      cpuMilli: 0,
      memoryMi: 0,
      pods: [],
    },
  ],
  tray: ['aa111', 'bb222', 'cc333'].map((suffix) => web(suffix, { status: 'pending' })),
  records: [
    ...records({ web: [6, 4], api: [3, 3], endpoints: [endpoint('10.244.1.4')] })
      .filter((record) => record.kind !== 'Component' || record.ref.process !== 'kube-scheduler')
      .map((record) => (record.kind === 'Deployment' && record.name === 'web' ? { ...record, revision: 2 } : record)),
    {
      kind: 'ReplicaSet',
      slot: 2,
      namespace: 'default',
      name: 'web-6bd79f8c4d',
      deployment: 0,
      revision: 2,
      hash: '6bd79f8c4d',
      desired: 2,
      current: 2,
      ready: 0,
    },
    { kind: 'Component', ref: { process: 'kube-scheduler' }, state: 'stopped', restartAtUs: -1, restarts: 0, doing: '' },
    { kind: 'Component', ref: { process: 'kube-controller-manager' }, state: 'crashed', restartAtUs: 907_000_000, restarts: 1, doing: '' },
  ],
}

/** Many nodes of 30 pods, with a few exceptions sprinkled by arithmetic. */
export function manyNodes(count: number, podsEach: number): FixtureCluster {
  const nodes = Array.from({ length: count }, (_, i): FixtureNode => ({
    name: `node-${i + 1}`,
    cpuMilli: 600 + ((i * 37) % 31) * 105,
    status: i % 357 === 41 ? 'unknown' : 'running',
    pods: Array.from({ length: podsEach - (i % 5) }, (__, k): FixturePod => {
      const n = i * podsEach + k
      const status = n % 4001 === 17 ? 'failed' : n % 311 === 5 ? 'creating' : n % 573 === 9 ? 'terminating' : 'running'
      return {
        name: `app-5c689d88bb-${n.toString(36).padStart(5, '0')}`,
        status,
        word: status === 'failed' ? 'CrashLoopBackOff' : 'Running',
        containers: [{ name: 'app', status }],
      }
    }),
  }))
  return { simTimeSeconds: 60, nodes, records: records({ web: [6, 6], api: [3, 3], endpoints: [endpoint('10.244.1.4')] }) }
}
