/** Random things that people do to a cluster: API requests and world commands. Each is said in words, so that a failure can be replayed. */
import type { Deployment } from '../../src/kubernetes/types/apps.ts'
import type { Pod } from '../../src/kubernetes/types/core.ts'
import type { ResourceName } from '../../src/kubernetes/resources.ts'
import type { RestRequest } from '../../src/protocol/rest.ts'
import type { ProcessRef, WorldCommand } from '../../src/protocol/world-commands.ts'
import { forEachObject, machinesOf, request, world, type ClusterState } from '../../src/engine/index.ts'
import { nextInt, type Random } from '../../src/engine/simulation/random.ts'

export interface Clicker {
  readonly cluster: ClusterState
  readonly random: Random
  readonly log: string[]
  /** How often each kind was done. */
  readonly counts: Map<string, number>
  nextTag: number
}

const json = { 'content-type': 'application/json' }
const images = ['nginx:1.25', 'nginx:1.26', 'busybox:1.36']
const appNames = ['web', 'api', 'db']
const mostReplicas = 8

function namesOf(cluster: ClusterState, resource: ResourceName, keep: (object: Pod & Deployment) => boolean = () => true): string[] {
  const names: string[] = []
  forEachObject(cluster.etcd.store, resource, (object) => {
    const { namespace, name } = object.metadata
    if ((namespace === '' || namespace === 'default') && keep(object as Pod & Deployment)) names.push(name)
  })
  return names
}

function pick<T>(random: Random, items: readonly T[]): T | undefined {
  return items.length === 0 ? undefined : items[nextInt(random, items.length)]
}

export function ask(clicker: Clicker, rest: RestRequest, words: string): void {
  clicker.log.push(`${clicker.cluster.sim.steps} ${(clicker.cluster.sim.nowUs / 1_000_000).toFixed(3)} s: ${words}`)
  request(clicker.cluster, rest, clicker.nextTag++)
}

export function command(clicker: Clicker, what: WorldCommand): boolean {
  const refusal = world(clicker.cluster, what)
  if (refusal !== undefined) return false
  clicker.log.push(`${clicker.cluster.sim.steps} ${(clicker.cluster.sim.nowUs / 1_000_000).toFixed(3)} s: ${JSON.stringify(what)}`)
  return true
}

export function createDeployment(clicker: Clicker, name: string, replicas: number, image: string): void {
  const labels = { app: name }
  const command = image.startsWith('busybox') ? ['sleep', '3600'] : undefined
  const container = { name: 'main', image, command, resources: { requests: { cpu: '100m', memory: '64Mi' } } }
  const template = { metadata: { labels }, spec: { terminationGracePeriodSeconds: 5, containers: [container] } }
  const body = {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels },
    spec: { replicas, selector: { matchLabels: labels }, template },
  }
  const path = '/apis/apps/v1/namespaces/default/deployments'
  ask(clicker, { method: 'POST', path, headers: json, body: JSON.stringify(body) }, `create deployment ${name}, ${replicas} x ${image}`)
}

export function createService(clicker: Clicker, name: string): void {
  const body = {
    apiVersion: 'v1', kind: 'Service', metadata: { name },
    spec: { type: 'NodePort', selector: { app: name }, ports: [{ port: 80, targetPort: 80 }] },
  }
  const path = '/api/v1/namespaces/default/services'
  ask(clicker, { method: 'POST', path, headers: json, body: JSON.stringify(body) }, `create service ${name}`)
}

function patchDeployment(clicker: Clicker, name: string, spec: unknown, words: string): void {
  const path = `/apis/apps/v1/namespaces/default/deployments/${name}`
  const headers = { 'content-type': 'application/strategic-merge-patch+json' }
  ask(clicker, { method: 'PATCH', path, headers, body: JSON.stringify({ spec }) }, words)
}

export function cordon(clicker: Clicker, node: string, unschedulable: boolean): void {
  const body = JSON.stringify({ spec: { unschedulable: unschedulable ? true : null } })
  ask(clicker, { method: 'PATCH', path: `/api/v1/nodes/${node}`, headers: { 'content-type': 'application/merge-patch+json' }, body },
    `${unschedulable ? 'cordon' : 'uncordon'} ${node}`)
}

function randomProcess({ cluster, random }: Clicker): ProcessRef {
  const control = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const
  const onNode = ['kubelet', 'kube-proxy', 'container-runtime'] as const
  const node = pick(random, machinesOf(cluster))?.name
  const which = nextInt(random, control.length + onNode.length)
  if (which < control.length || node === undefined) return { process: control[which % control.length]! }
  return { process: onNode[which - control.length]!, node }
}

function onMachine(clicker: Clicker, type: 'powerOff' | 'powerOn' | 'cutCable' | 'healCable'): boolean {
  const node = pick(clicker.random, machinesOf(clicker.cluster))?.name
  return node !== undefined && command(clicker, { type, node })
}

/** Every kind of click; false: there was nothing to do it to. */
export const clicks: Readonly<Record<string, (clicker: Clicker) => boolean>> = {
  scale: (clicker) => {
    const name = pick(clicker.random, namesOf(clicker.cluster, 'deployments'))
    if (name === undefined) return false
    const replicas = nextInt(clicker.random, mostReplicas + 1)
    const path = `/apis/apps/v1/namespaces/default/deployments/${name}/scale`
    const headers = { 'content-type': 'application/merge-patch+json' }
    ask(clicker, { method: 'PATCH', path, headers, body: JSON.stringify({ spec: { replicas } }) }, `scale ${name} to ${replicas}`)
    return true
  },
  changeImage: (clicker) => {
    const name = pick(clicker.random, namesOf(clicker.cluster, 'deployments'))
    const image = pick(clicker.random, images)
    if (name === undefined || image === undefined) return false
    const container = { name: 'main', image, command: image.startsWith('busybox') ? ['sleep', '3600'] : null }
    patchDeployment(clicker, name, { template: { spec: { containers: [container] } } }, `set image of ${name} to ${image}`)
    return true
  },
  createDeployment: (clicker) => {
    const name = pick(clicker.random, appNames)
    const image = pick(clicker.random, images)
    if (name === undefined || image === undefined || namesOf(clicker.cluster, 'deployments').includes(name)) return false
    createDeployment(clicker, name, 1 + nextInt(clicker.random, mostReplicas), image)
    return true
  },
  deleteDeployment: (clicker) => {
    const name = pick(clicker.random, namesOf(clicker.cluster, 'deployments'))
    if (name === undefined || nextInt(clicker.random, 3) > 0) return false
    ask(clicker, { method: 'DELETE', path: `/apis/apps/v1/namespaces/default/deployments/${name}` }, `delete deployment ${name}`)
    return true
  },
  deletePod: (clicker) => {
    const name = pick(clicker.random, namesOf(clicker.cluster, 'pods'))
    if (name === undefined) return false
    const force = nextInt(clicker.random, 4) === 0
    const query: Readonly<Record<string, string>> = force ? { gracePeriodSeconds: '0' } : {}
    const path = `/api/v1/namespaces/default/pods/${name}`
    ask(clicker, { method: 'DELETE', path, query }, `delete pod ${name}${force ? ' at once' : ''}`)
    return true
  },
  cordon: (clicker) => {
    const node = pick(clicker.random, namesOf(clicker.cluster, 'nodes'))
    if (node === undefined) return false
    cordon(clicker, node, nextInt(clicker.random, 2) === 0)
    return true
  },
  powerOff: (clicker) => onMachine(clicker, 'powerOff'),
  powerOn: (clicker) => onMachine(clicker, 'powerOn'),
  cutCable: (clicker) => onMachine(clicker, 'cutCable'),
  healCable: (clicker) => onMachine(clicker, 'healCable'),
  cutApiServer: (clicker) => nextInt(clicker.random, 2) === 0 && command(clicker, { type: 'cutApiServer' }),
  healApiServer: (clicker) => command(clicker, { type: 'healApiServer' }),
  stopProcess: (clicker) => command(clicker, { type: 'stopProcess', ...randomProcess(clicker) }),
  crashProcess: (clicker) => command(clicker, { type: 'crashProcess', ...randomProcess(clicker) }),
  startProcess: (clicker) => command(clicker, { type: 'startProcess', ...randomProcess(clicker) }),
  addNode: (clicker) => machinesOf(clicker.cluster).length < 5 && command(clicker, { type: 'addNode' }),
  removeNode: (clicker) => {
    const machines = machinesOf(clicker.cluster)
    const node = pick(clicker.random, machines)?.name
    return machines.length > 3 && node !== undefined && command(clicker, { type: 'removeNode', node })
  },
  crashContainer: (clicker) => {
    const pod = pick(clicker.random, namesOf(clicker.cluster, 'pods', (one) => one.status.phase === 'Running'))
    return pod !== undefined && command(clicker, { type: 'crashContainer', namespace: 'default', pod, container: 'main' })
  },
  setClientLoad: (clicker) =>
    command(clicker, { type: 'setClientLoad', requestsPerSecond: nextInt(clicker.random, 6), namespace: 'default', service: 'web' }),
}
const kinds = Object.keys(clicks)

/** Does one thing that can be done now. Returns its kind. */
export function click(clicker: Clicker): string {
  for (;;) {
    const kind = kinds[nextInt(clicker.random, kinds.length)]!
    if (!clicks[kind]!(clicker)) continue
    clicker.counts.set(kind, (clicker.counts.get(kind) ?? 0) + 1)
    return kind
  }
}
