/** What each process does now, in words and tables, from its own state. Looking only. */
import { resourceInfo, resources } from '../kubernetes/resources.ts'
import type { ApiServerRecord } from '../protocol/frame.ts'
import type { ComponentReport } from '../protocol/inspect.ts'
import type { ControlPlaneProcess, NodeProcess, ProcessRef } from '../protocol/world-commands.ts'
import type { ClusterState } from './cluster-state.ts'
import { watchCount } from './control-plane/api-server/watchers.ts'
import { controllerManagerDoing, controllerQueues } from './control-plane/controller-manager/controller-manager.ts'
import { changeIndex, oldestChange } from './control-plane/etcd/history.ts'
import { nodeColumnsReport, queueReport } from './control-plane/scheduler/reports.ts'
import { schedulerDoing } from './control-plane/scheduler/scheduler.ts'
import { nodeMonitorGraceSeconds, nodeSilenceUs, processStateOf } from './looking.ts'
import { runtimeReport } from './worker-node/container-runtime/look.ts'
import { kubeletReport } from './worker-node/kubelet/report.ts'
import { proxyReport, servicesProgrammed } from './worker-node/kube-proxy/report.ts'

type Part = Pick<ComponentReport, 'facts' | 'tables'>
type Teller = (cluster: ClusterState, machine: number, node: string) => string
type Reporter = (cluster: ClusterState, machine: number, node: string) => Part

/** True when the API server has read etcd and answers. */
export function isApiServerReady(cluster: ClusterState): boolean {
  return cluster.apiServer.ready
}

/** The API server as its bar shows it. */
export function apiServerFacts(cluster: ClusterState): Omit<ApiServerRecord, 'kind'> {
  const { answered, watchers } = cluster.apiServer
  return {
    revision: cluster.etcd.store.revision,
    watches: watchers.byNumber.size,
    requestsTotal: answered.ok + answered.refused + answered.failed,
  }
}

/** As /readyz would tell it: the check of etcd fails while etcd is down, whatever the watch cache still serves. */
function apiServerDoing(cluster: ClusterState): string {
  if (processStateOf(cluster, { process: 'etcd' }).state !== 'running') return 'not ready: etcd is down'
  return cluster.apiServer.ready ? 'ready' : 'reading etcd'
}

function kubeletDoing(cluster: ClusterState, node: string): string {
  const silentUs = nodeSilenceUs(cluster, node)
  if (silentUs < 0) return 'joining the cluster'
  return `Lease renewed ${Math.floor(silentUs / 1_000_000)} s ago`
}

const tellers: Record<ControlPlaneProcess | NodeProcess, Teller> = {
  etcd: (cluster) => `revision ${cluster.etcd.store.revision}`,
  'kube-apiserver': apiServerDoing,
  'kube-controller-manager': (cluster) => controllerManagerDoing(cluster.controllerManager),
  'kube-scheduler': (cluster) => schedulerDoing(cluster.scheduler),
  kubelet: (cluster, _machine, node) => kubeletDoing(cluster, node),
  'kube-proxy': (cluster, machine) => `rules for ${counted(servicesProgrammed(cluster.proxies, machine), 'Service', 'Services')}`,
  'container-runtime': (cluster, machine) => counted(cluster.runtimes.machines[machine]?.sandboxes.size ?? 0, 'sandbox', 'sandboxes'),
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

function machineOf(cluster: ClusterState, ref: ProcessRef): number {
  return ref.node === undefined ? -1 : (cluster.world.byName.get(ref.node) ?? -1)
}

/** A short line for the process's card. */
export function componentDoing(cluster: ClusterState, ref: ProcessRef): string {
  const { state } = processStateOf(cluster, ref)
  if (state !== 'running') return state === 'stopped' ? 'stopped' : 'crashed: its supervisor will start it again'
  return tellers[ref.process](cluster, machineOf(cluster, ref), ref.node ?? '')
}

function etcdReport(cluster: ClusterState): Part {
  const { store } = cluster.etcd
  const { history } = store
  const rows: string[][] = []
  for (let number = history.count - 1; number >= oldestChange(history) && rows.length < 30; number--) {
    const at = changeIndex(history, number)
    const info = resourceInfo(store.tables[history.resource[at]!]!.resource)
    const metadata = (history.after[at] ?? history.before[at])!.metadata
    const path = metadata.namespace === '' ? metadata.name : `${metadata.namespace}/${metadata.name}`
    rows.push([String(history.revision[at]), history.after[at] === undefined ? 'DELETE' : 'PUT', `/registry/${info.etcdPrefix}/${path}`])
  }
  return {
    facts: [
      { label: 'Revision', value: String(store.revision) },
      { label: 'Compacted to', value: String(store.compactedRevision) },
      { label: 'Keys', value: String(store.tables.reduce((sum, table) => sum + table.count, 0)) },
      { label: 'Members', value: '1' },
    ],
    tables: [{ title: 'Newest revisions', columns: ['Revision', 'Operation', 'Key'], rows }],
  }
}

function apiServerReport(cluster: ClusterState): Part {
  const facts = apiServerFacts(cluster)
  return {
    facts: [
      { label: 'Requests answered', value: String(facts.requestsTotal) },
      { label: 'Refused (4xx)', value: String(cluster.apiServer.answered.refused) },
      { label: 'Failed (5xx)', value: String(cluster.apiServer.answered.failed) },
      { label: 'Waiting for etcd', value: String(cluster.apiServer.inFlight.size) },
    ],
    tables: [{
      title: 'Watches', columns: ['Resource', 'Watches'],
      rows: resources.map((info) => [info.name, String(watchCount(cluster.apiServer.watchers, info.name))]).filter((row) => row[1] !== '0'),
    }],
  }
}

function controllerManagerReport(cluster: ClusterState): Part {
  const queues = controllerQueues(cluster.controllerManager)
  return {
    facts: [{ label: 'Leader', value: cluster.controllerManager.election.leading ? 'yes' : 'no' }],
    tables: [
      {
        title: 'Work queues', columns: ['Controller', 'Waiting', 'Running', 'Delayed', 'Retries'],
        rows: queues.map((queue) => [queue.name, String(queue.length), String(queue.processing), String(queue.delayed), String(queue.retries)]),
      },
      {
        title: 'Newest actions', columns: ['Controller', 'About', 'Actions'],
        rows: queues.flatMap((queue) => queue.recent.slice(-3).map((run) => [queue.name, run.subject, run.stages.map((stage) => stage.join(', ')).join(' → ')])),
      },
    ],
  }
}

function schedulerReport(cluster: ClusterState): Part {
  return {
    facts: [{ label: 'Leader', value: cluster.scheduler.election.leading ? 'yes' : 'no' }],
    tables: [
      {
        title: 'Queue', columns: ['Pod', 'Part', 'Attempts', 'Refused by'],
        rows: queueReport(cluster.scheduler).map((pod) => [`${pod.namespace}/${pod.name}`, pod.part, String(pod.attempts), pod.refusedBy.join(', ')]),
      },
      {
        title: 'Nodes as the scheduler sees them', columns: ['Node', 'cpu requested', 'memory requested', 'Pods'],
        rows: nodeColumnsReport(cluster.scheduler).map((node) => [
          node.node, `${node.cpuRequestedMilli}m of ${node.cpuAllocatableMilli}m`,
          `${Math.round(node.memoryRequestedBytes / 1_048_576)} of ${Math.round(node.memoryAllocatableBytes / 1_048_576)} Mi`,
          `${node.pods} of ${node.podsAllocatable}`,
        ]),
      },
    ],
  }
}

function kubeletPart(cluster: ClusterState, machine: number, node: string): Part {
  const silentUs = nodeSilenceUs(cluster, node)
  const lease = silentUs < 0 ? 'none yet' : `silent ${Math.floor(silentUs / 1_000_000)} s of ${nodeMonitorGraceSeconds(cluster)}`
  const { facts, tables } = kubeletReport(cluster.kubelets, machine, cluster.sim.nowUs)
  return { facts: [{ label: 'Lease', value: lease }, ...facts], tables }
}

const reporters: Record<ControlPlaneProcess | NodeProcess, Reporter> = {
  etcd: etcdReport,
  'kube-apiserver': apiServerReport,
  'kube-controller-manager': controllerManagerReport,
  'kube-scheduler': schedulerReport,
  kubelet: kubeletPart,
  'kube-proxy': (cluster, machine) => proxyReport(cluster.proxies, machine),
  'container-runtime': (cluster, machine) => runtimeReport(cluster.runtimes, machine, cluster.sim.nowUs),
}

/** Facts and tables of a process for the inspector; empty while it is down: its memory is gone. */
export function componentPart(cluster: ClusterState, ref: ProcessRef): Part {
  if (processStateOf(cluster, ref).state !== 'running') return { facts: [], tables: [] }
  return reporters[ref.process](cluster, machineOf(cluster, ref), ref.node ?? '')
}

