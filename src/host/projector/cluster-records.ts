/** Records of components, links, clients, kubectl and the API server: sent when they differ from what was sent before. */
import { linkKindOf } from '../../kubernetes/architecture.ts'
import {
  apiServerFacts, clientsFacts, componentDoing, machinesOf, processStateOf, type ClusterState,
} from '../../engine/index.ts'
import type { ClientsRecord, ComponentRecord, FrameRecord, LinkRecord } from '../../protocol/frame.ts'
import { nodeFlags } from '../../protocol/vocabulary.ts'
import type { NodeProcess, ProcessRef } from '../../protocol/world-commands.ts'

export interface RecordMemory {
  /** Text of what was sent, by key: a record is sent again only when it differs. */
  sent: Map<string, string>
  worldVersion: number
  links: number
}

export function createRecordMemory(): RecordMemory {
  return { sent: new Map(), worldVersion: -1, links: 0 }
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
  if (machine.power && !machine.booting) {
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
  const machines = machinesOf(cluster)
  const detailed = machines.length <= detailedMachines
  if (!detailed && memory.worldVersion === cluster.world.version) return
  for (const machine of machines) {
    for (const process of nodeProcesses) {
      const ref: ProcessRef = { process, node: machine.name }
      const key = `${process}/${machine.name}`
      if (detailed || memory.sent.has(key) || processStateOf(cluster, ref).state !== 'running') {
        addIfNew(memory, out, key, componentRecord(cluster, ref))
      }
    }
  }
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
    addIfNew(memory, out, `link/${id}`, record)
  }
}

/** What is new among the records. `nodesChanged`: Node objects came or went since the last call. */
export function projectClusterRecords(
  cluster: ClusterState, memory: RecordMemory, nodeSlot: (name: string) => number, nodesChanged: boolean, lastCommand: string,
): FrameRecord[] {
  const out: FrameRecord[] = []
  addComponents(cluster, memory, out)
  if (nodesChanged || memory.worldVersion !== cluster.world.version || memory.links !== cluster.sim.links.count) {
    addLinks(cluster, memory, out, nodeSlot)
  }
  memory.worldVersion = cluster.world.version
  memory.links = cluster.sim.links.count
  const clients: ClientsRecord = { kind: 'Clients', ...clientsFacts(cluster) }
  addIfNew(memory, out, 'clients', clients)
  addIfNew(memory, out, 'kubectl', { kind: 'Kubectl', lastCommand, waiting: cluster.user.waiting.size })
  addIfNew(memory, out, 'apiserver', { kind: 'ApiServer', ...apiServerFacts(cluster) })
  return out
}
