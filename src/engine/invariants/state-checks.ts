/** What must hold of the cluster's state as a whole: looks at every object. */
import { podResources } from '../../kubernetes/pod-resources.ts'
import { milliValue, quantityValue } from '../../kubernetes/quantity.ts'
import type { ResourceName } from '../../kubernetes/resources.ts'
import type { Node, Pod } from '../../kubernetes/types/core.ts'
import type { KubernetesObject, OwnerReference } from '../../kubernetes/types/meta.ts'
import type { CacheReading, ClusterReading, InvariantMemory, NodeUse } from './reading.ts'

/** How long an object may outlive its controlling owner while the garbage collector works. Its keys back off when a call fails. */
export const orphanUs = 120_000_000

function say(object: KubernetesObject | undefined): string {
  if (object === undefined) return 'nothing'
  const { namespace, name, resourceVersion } = object.metadata
  return `${namespace === '' ? '' : `${namespace}/`}${name} of revision ${resourceVersion}`
}

/** Objects are shared, but for Leases that were renewed: such a version is made for who reads it. */
function sameVersion(held: KubernetesObject | undefined, had: KubernetesObject | undefined): boolean {
  return held?.kind === 'Lease' && had?.kind === 'Lease' && JSON.stringify(held) === JSON.stringify(had)
}

/** A cache is a prefix of history: it equals etcd as it was at the cache's revision. */
export function checkCaches(reading: ClusterReading, caches = reading.caches): readonly string[] {
  return caches.flatMap((cache) => {
    const truth = cache.filled ? reading.objectsAt(cache.resource, cache.revision) : undefined
    if (truth === undefined) return []
    const slots = new Set(truth.keys())
    for (let slot = 0; slot < cache.objects.length; slot++) slots.add(slot)
    return cacheDifferences(cache, truth, slots)
  })
}

/** Where a cache holds something else than etcd had in these slots. */
export function cacheDifferences(
  cache: CacheReading, truth: ReadonlyMap<number, KubernetesObject | undefined>, slots: Iterable<number>,
): string[] {
  const broken: string[] = []
  const where = `${cache.owner}: cache of ${cache.resource} at revision ${cache.revision}`
  for (const slot of slots) {
    const held = cache.objectAt(slot)
    const had = truth.get(slot)
    if (held === had || sameVersion(held, had)) continue
    broken.push(slot >= cache.objects.length ? `${where}: lacks ${say(had)}` : `${where}: slot ${slot} holds ${say(held)}, etcd had ${say(had)}`)
  }
  return broken
}

/** No two live pods share an address. Looks at the machines, not at what the API says of them: that may be old. */
export function checkAddresses(reading: ClusterReading): readonly string[] {
  const users = new Map<string, string>()
  const broken: string[] = []
  for (const { ip, pod, node } of reading.sandboxes()) {
    const other = users.get(ip)
    if (other !== undefined) broken.push(`${pod} on ${node} has the address ${ip} of ${other}`)
    users.set(ip, `${pod} on ${node}`)
  }
  return broken
}

/** What runs on a node fits into it. Pods that are bound but were not started may be too many: the kubelet turns them away. */
export function checkCapacity(reading: ClusterReading): readonly string[] {
  const used = new Map<string, NodeUse>()
  eachObject<Pod>(reading, 'pods', (pod) => {
    const node = runsOn(pod)
    if (node === undefined) return
    const sum = used.get(node) ?? { cpuMilli: 0, memoryBytes: 0, pods: 0 }
    const ask = podResources(pod.spec)
    sum.cpuMilli += ask.cpuMilli
    sum.memoryBytes += ask.memoryBytes
    sum.pods++
    used.set(node, sum)
  })
  return overCapacity(reading, used, undefined)
}

/** The node that a pod's containers run on. */
export function runsOn(pod: Pod): string | undefined {
  return pod.status.phase === 'Running' ? pod.spec.nodeName : undefined
}

/** Nodes (undefined: all) on which more runs than they can take. */
export function overCapacity(
  reading: ClusterReading, used: ReadonlyMap<string, NodeUse>, nodes: ReadonlySet<string> | undefined,
): readonly string[] {
  const broken: string[] = []
  eachObject<Node>(reading, 'nodes', (node) => {
    const sum = used.get(node.metadata.name)
    if (sum === undefined || nodes?.has(node.metadata.name) === false) return
    const { allocatable } = node.status
    const over = (what: string, requested: number, most: number): void => {
      if (requested > most) broken.push(`${node.metadata.name} runs pods that ask for ${requested} of ${most} ${what}`)
    }
    over('milli-CPU', sum.cpuMilli, milliValue(allocatable['cpu'] ?? '0'))
    over('bytes of memory', sum.memoryBytes, quantityValue(allocatable['memory'] ?? '0'))
    over('pods', sum.pods, quantityValue(allocatable['pods'] ?? '0'))
  })
  return broken
}

/** Kinds that can own as a controller, and kinds that such owners make. */
export const ownerKinds = ['deployments', 'replicasets', 'services', 'nodes'] as const satisfies readonly ResourceName[]
export const ownedKinds = ['replicasets', 'pods', 'endpointslices'] as const satisfies readonly ResourceName[]

/** The controlling owner of an object; none when it is being deleted already: then it is the work of somebody else. */
export function controllerOf(object: KubernetesObject): OwnerReference | undefined {
  if (object.metadata.deletionTimestamp !== undefined) return undefined
  return object.metadata.ownerReferences?.find((reference) => reference.controller === true)
}

export function outlived(object: KubernetesObject): string {
  const owner = controllerOf(object)
  return `${object.kind} ${say(object)} has outlived its owner ${owner?.kind} ${owner?.name}`
}

/** Every controlling owner exists, or the garbage collector has had no time yet. */
export function checkOwners(reading: ClusterReading, memory: InvariantMemory): readonly string[] {
  const owners = new Set<string>()
  const owned: KubernetesObject[] = []
  for (const resource of ownerKinds) eachObject(reading, resource, (object) => owners.add(object.metadata.uid))
  for (const resource of ownedKinds) eachObject(reading, resource, (object) => owned.push(object))
  const orphans = new Map<string, number>()
  const broken: string[] = []
  for (const object of owned) {
    const owner = controllerOf(object)
    if (owner === undefined || owners.has(owner.uid)) continue
    const since = reading.collectorWorks ? memory.orphanSinceUs.get(object.metadata.uid) ?? reading.nowUs : reading.nowUs
    orphans.set(object.metadata.uid, since)
    if (reading.nowUs - since > orphanUs) broken.push(outlived(object))
  }
  memory.orphanSinceUs = orphans
  return broken
}

/** Visits the objects of a resource as etcd has them. */
export function eachObject<T extends KubernetesObject>(reading: ClusterReading, resource: ResourceName, visit: (object: T) => void): void {
  const objects = reading.objects(resource)
  for (let slot = 0; slot < objects.length; slot++) {
    const object = objects[slot]
    if (object !== undefined) visit(object as T)
  }
}
