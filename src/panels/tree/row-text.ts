/** What a row of the tree says: name, kind, state in shape and word, figures. */
import { nodeFlags, statusNames } from '../../protocol/vocabulary.ts'
import type { StatusName } from '../../protocol/vocabulary.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import { coresText, counted } from '../../state/format.ts'
import { nodeWords } from '../../state/node-state.ts'
import type { Selection } from '../../state/selection.ts'
import { nodesReady, podContainers, podWord } from '../../state/selectors.ts'
import type { IconName } from '../../ui/icons.tsx'
import { containersPerPod } from './tree-rows.ts'
import type { RowId, RowKind, TextTable } from './tree-rows.ts'
import { processGlyphs } from '../process-glyphs.ts'

export interface RowText {
  readonly name: string
  readonly kind: string
  readonly icon: IconName | undefined
  readonly status: StatusName | undefined
  readonly word: string
  /** READY: how many of how many. */
  readonly ready: string
  readonly about: string
  /** What the inspector shows; undefined: the row only gathers others. */
  readonly selection: Selection | undefined
}

const blank: RowText = { name: '', kind: '', icon: undefined, status: undefined, word: '', ready: '', about: '', selection: undefined }
const containerWords: Readonly<Record<StatusName, string>> = {
  running: 'Running', pending: 'Waiting', creating: 'Creating', terminating: 'Terminating', failed: 'Failed', unknown: 'Unknown', succeeded: 'Completed',
}
const processIcons: Readonly<Record<string, IconName>> = {
  etcd: 'etcd', 'kube-apiserver': 'apiServer', 'kube-controller-manager': 'controllerManager', 'kube-scheduler': 'scheduler', kubelet: 'kubelet',
  'kube-proxy': 'kubeProxy', 'container-runtime': 'containerRuntime',
}

type Tell = (view: ClusterView, ref: number, texts: TextTable) => RowText

const tellers: Readonly<Record<RowKind, Tell>> = {
  'control-plane': () => ({ ...blank, name: 'Control plane' }),
  nodes: (view) => {
    const { ready, total } = nodesReady(view)
    return { ...blank, name: 'Worker nodes', ready: `${ready}/${total}` }
  },
  tray: (view) => ({ ...blank, name: 'Unscheduled pods', about: `${view.tray.filter((slot) => slot >= 0).length} waiting` }),
  namespaces: () => ({ ...blank, name: 'Namespaces' }),
  namespace: (_, ref, texts) => ({ ...blank, name: texts.texts[ref] ?? '', kind: 'Namespace' }),
  loose: () => ({ ...blank, name: 'Pods of no ReplicaSet' }),
  component: tellProcess,
  process: tellProcess,
  node: tellNode,
  pod: tellPod,
  container: (view, ref) => {
    const container = podContainers(view, Math.floor(ref / containersPerPod))[ref % containersPerPod]
    return container === undefined ? { ...blank, kind: 'Container' }
      : { ...blank, name: container.name, kind: 'Container', icon: 'container', status: container.status, word: containerWords[container.status], selection: { kind: 'pod', slot: Math.floor(ref / containersPerPod) } }
  },
  deployment: (view, ref) => {
    const record = view.deployments.get(ref)
    if (record === undefined) return blank
    const done = record.readyReplicas >= record.replicas
    return {
      name: record.name, kind: 'Deployment', icon: 'deployment', status: done ? 'running' : 'pending', word: record.paused ? 'Paused' : done ? 'Complete' : 'Progressing',
      ready: `${record.readyReplicas}/${record.replicas}`, about: `revision ${record.revision}, ${record.images.map(({ image }) => image).join(', ')}`, selection: { kind: 'deployment', slot: ref },
    }
  },
  replicaset: (view, ref) => {
    const record = view.replicaSets.get(ref)
    if (record === undefined) return blank
    const done = record.ready >= record.desired
    return {
      name: record.name, kind: 'ReplicaSet', icon: undefined, status: done ? 'running' : 'pending', word: done ? 'Complete' : 'Progressing', ready: `${record.ready}/${record.desired}`,
      about: `revision ${record.revision}, ${record.current} pods`, selection: { kind: 'replicaset', slot: ref },
    }
  },
  service: (view, ref) => {
    const record = view.services.get(ref)
    if (record === undefined) return blank
    const ports = record.ports.map(({ port, nodePort, protocol }) => `${port}${nodePort > 0 ? `:${nodePort}` : ''}/${protocol}`).join(', ')
    return {
      name: record.name, kind: 'Service', icon: 'service', status: record.readyCount > 0 ? 'running' : 'pending', word: record.readyCount > 0 ? 'Has endpoints' : 'No endpoints',
      ready: `${record.readyCount}/${record.endpointCount}`, about: `${record.type} ${record.clusterIP} ${ports}`, selection: { kind: 'service', slot: ref },
    }
  },
}

function tellProcess(view: ClusterView, ref: number, texts: TextTable): RowText {
  const key = texts.texts[ref] ?? ''
  const record = view.components.get(key)
  const name = key.split('/')[0] ?? key
  if (record === undefined) return { ...blank, name, kind: 'Process' }
  return { ...blank, name, kind: 'Process', icon: processIcons[name], status: processGlyphs[record.state], word: record.state, about: record.doing, selection: { kind: 'component', key } }
}

function tellNode(view: ClusterView, ref: number): RowText {
  const { nodes } = view
  const status = statusNames[nodes.status[ref] ?? 0] ?? 'unknown'
  const flags = nodes.flags[ref] ?? 0
  const machine = [[nodeFlags.poweredOff, 'powered off'], [nodeFlags.cableCut, 'cable cut'], [nodeFlags.evicting, 'evicting']] as const
  const pods = (nodes.pods[ref] ?? []).filter((slot) => slot >= 0).length
  return {
    name: nodes.names[ref]?.name ?? '', kind: 'Node', icon: 'node', status, word: nodeWords(status, flags), ready: '',
    about: [
      ...machine.filter(([flag]) => (flags & flag) !== 0).map(([, word]) => word), counted(pods, 'pod'),
      `cpu ${coresText(nodes.cpuRequestedMilli[ref] ?? 0)} of ${coresText(nodes.cpuAllocatableMilli[ref] ?? 0)} requested`, nodes.names[ref]?.ip ?? '',
    ].join(', '),
    selection: { kind: 'node', slot: ref },
  }
}

function tellPod(view: ClusterView, ref: number): RowText {
  const { pods, nodes } = view
  const node = nodes.names[pods.node[ref] ?? -1]?.name
  const restarts = pods.restarts[ref] ?? 0
  return {
    name: pods.names[ref]?.name ?? '', kind: 'Pod', icon: 'pod', status: statusNames[pods.status[ref] ?? 0], word: podWord(view, ref),
    ready: `${pods.readyContainers[ref] ?? 0}/${pods.totalContainers[ref] ?? 0}`,
    about: `${node === undefined ? 'on no node yet' : `on ${node}`}${restarts === 0 ? '' : `, ${counted(restarts, 'restart')}`}`,
    selection: { kind: 'pod', slot: ref },
  }
}

/** What a row says now. */
export function rowText(view: ClusterView, row: RowId, texts: TextTable): RowText {
  return tellers[row.kind](view, row.ref, texts)
}

/** Its name alone; quick, for a search through all rows. */
export function rowName(view: ClusterView, row: RowId, texts: TextTable): string {
  return row.kind === 'pod' ? view.pods.names[row.ref]?.name ?? '' : rowText(view, row, texts).name
}
