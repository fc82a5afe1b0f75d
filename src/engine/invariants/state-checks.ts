/** What must hold of the cluster's state as a whole: looks at every object. */
import { podResources } from '../../kubernetes/pod-resources.ts'
import { milliValue, quantityValue } from '../../kubernetes/quantity.ts'
import type { ResourceName } from '../../kubernetes/resources.ts'
import type { Node, Pod } from '../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../kubernetes/types/meta.ts'
import type { CacheReading, ClusterReading, InvariantMemory } from './reading.ts'

/** How long an object may outlive its controlling owner while the garbage collector works. Its keys back off when a call fails. */
const orphanUs = 120_000_000

function say(object: KubernetesObject | undefined): string {
  if (object === undefined) return 'nothing'
  const { namespace, name, resourceVersion } = object.metadata
  return `${namespace === '' ? '' : `${namespace}/`}${name} of revision ${resourceVersion}`
}

/** A cache is a prefix of history: it equals etcd as it was at the cache's revision. */
export function checkCaches(reading: ClusterReading): readonly string[] {
  return reading.caches.flatMap((cache) => {
    const truth = reading.objectsAt(cache.resource, cache.revision)
    return truth === undefined ? [] : cacheDifferences(cache, truth)
  })
}

function cacheDifferences(cache: CacheReading, truth: ReadonlyMap<number, KubernetesObject>): string[] {
  const broken: string[] = []
  const where = `${cache.owner}: cache of ${cache.resource} at revision ${cache.revision}`
  for (let slot = 0; slot < cache.objects.length; slot++) {
    const held = cache.objects[slot]
    const had = truth.get(slot)
    if (held !== had) broken.push(`${where}: slot ${slot} holds ${say(held)}, etcd had ${say(had)}`)
  }
  for (const [slot, had] of truth) if (slot >= cache.objects.length) broken.push(`${where}: lacks ${say(had)}`)
  return broken
}

/** No two live pods share an address. Looks at the machines, not at what the API says of them: that may be old. */
export function checkAddresses(reading: ClusterReading): readonly string[] {
  const users = new Map<string, string>()
  const broken: string[] = []
  for (const { ip, pod, node } of reading.sandboxes) {
    const other = users.get(ip)
    if (other !== undefined) broken.push(`${pod} on ${node} has the address ${ip} of ${other}`)
    users.set(ip, `${pod} on ${node}`)
  }
  return broken
}

/** What runs on a node fits into it. Pods that are bound but were not started may be too many: the kubelet turns them away. */
export function checkCapacity(reading: ClusterReading): readonly string[] {
  const used = new Map<string, { cpuMilli: number; memoryBytes: number; pods: number }>()
  each<Pod>(reading, 'pods', (pod) => {
    if (pod.spec.nodeName === undefined || pod.status.phase !== 'Running') return
    const sum = used.get(pod.spec.nodeName) ?? { cpuMilli: 0, memoryBytes: 0, pods: 0 }
    const ask = podResources(pod.spec)
    sum.cpuMilli += ask.cpuMilli
    sum.memoryBytes += ask.memoryBytes
    sum.pods++
    used.set(pod.spec.nodeName, sum)
  })
  const broken: string[] = []
  each<Node>(reading, 'nodes', (node) => {
    const sum = used.get(node.metadata.name)
    if (sum === undefined) return
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

/** Every controlling owner exists, or the garbage collector has had no time yet. */
export function checkOwners(reading: ClusterReading, memory: InvariantMemory): readonly string[] {
  const owners = new Set<string>()
  const owned: KubernetesObject[] = []
  for (const resource of ['deployments', 'replicasets', 'services', 'nodes'] as const) {
    each(reading, resource, (object) => owners.add(object.metadata.uid))
  }
  for (const resource of ['replicasets', 'pods', 'endpointslices'] as const) each(reading, resource, (object) => owned.push(object))
  const orphans = new Map<string, number>()
  const broken: string[] = []
  for (const object of owned) {
    const owner = object.metadata.ownerReferences?.find((reference) => reference.controller === true)
    // An object that is being deleted already is the work of somebody else.
    if (owner === undefined || owners.has(owner.uid) || object.metadata.deletionTimestamp !== undefined) continue
    const since = reading.collectorWorks ? memory.orphanSinceUs.get(object.metadata.uid) ?? reading.nowUs : reading.nowUs
    orphans.set(object.metadata.uid, since)
    if (reading.nowUs - since > orphanUs) broken.push(`${object.kind} ${say(object)} has outlived its owner ${owner.kind} ${owner.name}`)
  }
  memory.orphanSinceUs = orphans
  return broken
}

function each<T extends KubernetesObject>(reading: ClusterReading, resource: ResourceName, visit: (object: T) => void): void {
  const objects = reading.objects(resource)
  for (let slot = 0; slot < objects.length; slot++) {
    const object = objects[slot]
    if (object !== undefined) visit(object as T)
  }
}
