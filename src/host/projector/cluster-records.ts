/** Records of components, links, clients, kubectl and the API server: sent when they differ from what was sent before. */
import { linkKindOf } from '../../kubernetes/architecture.ts'
import {
  apiServerFacts, clientsFacts, componentDoing, machinesOf, processStateOf, type ClusterState,
} from '../../engine/index.ts'
import type { ComponentRecord, FrameRecord, LinkRecord } from '../../protocol/frame.ts'
import { nodeFlags } from '../../protocol/vocabulary.ts'
import type { NodeProcess, ProcessRef } from '../../protocol/world-commands.ts'

export interface RecordMemory {
  /** Text of what was sent, by key: a record is sent again only when it differs. */
  sent: Map<string, string>
  worldVersion: number
  links: number
  /** By link: what was told of it as one number (`linkCode`); 0: nothing. A large cluster has tens of thousands. */
  linkCodes: Float64Array
}

export function createRecordMemory(): RecordMemory {
  return { sent: new Map(), worldVersion: -1, links: 0, linkCodes: new Float64Array(64) }
}

/** Up to so many machines, each process of a node has a record with what it does; above, only those that do not run. */
const detailedMachines = 50
const controlPlane: readonly ProcessRef[] = [
  { process: 'etcd' }, { process: 'kube-apiserver' }, { process: 'kube-controller-manager' }, { process: 'kube-scheduler' },
]
const nodeProcesses: readonly NodeProcess[] = ['kubelet', 'kube-proxy', 'container-runtime']
const downFlag: Record<NodeProcess, number> = {
  kubelet: nodeFlags.kubeletDown, 'kube-proxy': nodeFlags.kubeProxyDown, 'container-runtime': nodeFlags.runtimeDown,
}

function componentRecord(cluster: ClusterState, ref: ProcessRef): ComponentRecord {
  const { state, restartAtUs, restarts } = processStateOf(cluster, ref)
  return { kind: 'Component', ref, state, restartAtUs, restarts, doing: componentDoing(cluster, ref) }
}

/** Bits of `nodeFlags` that tell what a machine is. */
export function machineFlags(cluster: ClusterState, name: string): number {
  const number = cluster.world.byName.get(name)
  const machine = number === undefined ? undefined : cluster.world.machines[number]
  if (machine === undefined) return nodeFlags.poweredOff
  let flags = (machine.power ? 0 : nodeFlags.poweredOff) | (machine.cable ? 0 : nodeFlags.cableCut)
  // Only a process that somebody has touched can be down.
  if (machine.power && !machine.booting && cluster.world.processes.size > 0) {
    for (const process of nodeProcesses) if (processStateOf(cluster, { process, node: name }).state !== 'running') flags |= downFlag[process]
  }
  return flags
}

function addIfNew(memory: RecordMemory, out: FrameRecord[], key: string, record: FrameRecord): void {
  const text = JSON.stringify(record)
  if (memory.sent.get(key) === text) return
  memory.sent.set(key, text)
  out.push(record)
}

function addComponents(cluster: ClusterState, memory: RecordMemory, out: FrameRecord[]): void {
  for (const ref of controlPlane) addIfNew(memory, out, ref.process, componentRecord(cluster, ref))
  if (machinesOf(cluster).length <= detailedMachines) {
    for (const { name } of machinesOf(cluster)) {
      for (const process of nodeProcesses) addIfNew(memory, out, `${process}/${name}`, componentRecord(cluster, { process, node: name }))
    }
  } else if (memory.worldVersion !== cluster.world.version) addTroubledComponents(cluster, memory, out)
}

/** Processes of nodes that do not run, and those that were told before. Only a process that somebody has touched can be one. */
function addTroubledComponents(cluster: ClusterState, memory: RecordMemory, out: FrameRecord[]): void {
  for (const [key, { state }] of cluster.world.processes) {
    if (state === 'running' && !memory.sent.has(key)) continue
    const [process, node] = key.split('/') as [NodeProcess, string | undefined]
    if (node === undefined || !cluster.world.byName.has(node)) continue
    addIfNew(memory, out, key, componentRecord(cluster, { process, node }))
  }
}

/** Ends and state of a link in one number, never 0. Slots stay below 2^20. */
function linkCode({ node, peer, up, gone }: LinkRecord): number {
  return ((node + 1) * 1_048_576 + peer + 1) * 8 + (up ? 4 : 0) + (gone ? 2 : 0) + 1
}

function addLinkIfNew(memory: RecordMemory, out: FrameRecord[], record: LinkRecord): void {
  if (record.id >= memory.linkCodes.length) {
    const longer = new Float64Array(Math.max(record.id + 1, memory.linkCodes.length * 2))
    longer.set(memory.linkCodes)
    memory.linkCodes = longer
  }
  const code = linkCode(record)
  if (memory.linkCodes[record.id] === code) return
  memory.linkCodes[record.id] = code
  out.push(record)
}

/** `nodeSlot` finds the Node object of a machine; a link is told once its node is known. */
function addLinks(cluster: ClusterState, memory: RecordMemory, out: FrameRecord[], nodeSlot: (name: string) => number): void {
  const { links } = cluster.sim
  const slotOf = (machine: number): number => {
    const name = cluster.world.machines[machine]?.name
    return name === undefined ? -1 : nodeSlot(name)
  }
  for (let id = 0; id < links.count; id++) {
    if (links.nearEnd[id] === -2) continue
    const kind = linkKindOf(links.kind[id]!)
    const near = links.nearEnd[id]!
    const far = links.farEnd[id]!
    const node = near >= 0 ? slotOf(near) : far >= 0 ? slotOf(far) : -1
    if ((near >= 0 || far >= 0) && node < 0 && links.removed[id] === 0) continue
    const record: LinkRecord = {
      kind: 'Link', id, link: kind, node, peer: kind === 'vxlan' ? slotOf(far) : -1, up: links.cut[id] === 0, gone: links.removed[id] === 1,
    }
    addLinkIfNew(memory, out, record)
  }
}

/** Unregistered machines whose names are told. */
const namedMachines = 20

function addUnregistered(cluster: ClusterState, memory: RecordMemory, out: FrameRecord[], nodeSlot: (name: string) => number): void {
  const names = machinesOf(cluster).filter(({ power, booting, name }) => power && !booting && nodeSlot(name) < 0).map(({ name }) => name)
  if (names.length === 0 && !memory.sent.has('unregistered')) return
  addIfNew(memory, out, 'unregistered', { kind: 'Unregistered', machines: names.slice(0, namedMachines), count: names.length })
}

/** What is new among the records. `nodesChanged`: Node objects came or went since the last call. */
export function projectClusterRecords(
  cluster: ClusterState, memory: RecordMemory, nodeSlot: (name: string) => number, nodesChanged: boolean, lastCommand: string,
): FrameRecord[] {
  const out: FrameRecord[] = []
  addComponents(cluster, memory, out)
  if (nodesChanged || memory.worldVersion !== cluster.world.version || memory.links !== cluster.sim.links.count) {
    addLinks(cluster, memory, out, nodeSlot)
    addUnregistered(cluster, memory, out, nodeSlot)
  }
  memory.worldVersion = cluster.world.version
  memory.links = cluster.sim.links.count
  addIfNew(memory, out, 'clients', clientsFacts(cluster))
  addIfNew(memory, out, 'kubectl', { kind: 'Kubectl', lastCommand, waiting: cluster.user.waiting.size })
  addIfNew(memory, out, 'apiserver', { kind: 'ApiServer', ...apiServerFacts(cluster) })
  const { boundCount, boundLatencyUs } = cluster.scheduler
  addIfNew(memory, out, 'scheduler', { kind: 'Scheduler', boundTotal: boundCount, boundLatencyUs })
  return out
}
