/** A worker node joined to the cluster's state: renders only when its own version changes. */
import { memo } from 'react'
import { useCluster, useClusterState, useNodeVersion } from '../../state/context.tsx'
import type { ClusterState } from '../../state/cluster-store.ts'
import { select } from '../../state/page-actions.ts'
import { leaseSilenceSeconds, podByName } from '../../state/selectors.ts'
import { textScale, textZoom } from '../kernels/level-of-detail.ts'
import type { CardProps, WorkerData } from '../picture-elements.ts'
import { useRestingZoom } from '../use-camera-moves.ts'
import { useFocus } from '../use-focus.ts'
import { noAttention } from './attention.ts'
import { CompactNodeCard } from './CompactNodeCard.tsx'
import { leaseView } from './lease-view.ts'
import { ShellCard } from './ShellCard.tsx'
import type { ShellRoom } from './ShellCard.tsx'
import { attentionNow, toldChange, useSelectedSlot } from './use-chosen.ts'
import { LeaseLines, WorkerNodeCard } from './WorkerNodeCard.tsx'
import type { NodePart } from './WorkerNodeCard.tsx'
import { workerNodeView } from './worker-node-view.ts'
import type { PodView } from './worker-node-view.ts'

const parts: readonly NodePart[] = ['kubelet', 'kube-proxy', 'container-runtime']

function selectedPartOf({ selection, view }: ClusterState, slot: number): NodePart | undefined {
  if (selection?.kind === 'node') return selection.slot === slot ? 'node' : undefined
  if (selection?.kind !== 'component') return undefined
  const name = view.nodes.names[slot]?.name
  return parts.find((part) => selection.key === `${part}/${name}`)
}

/** Slot of the selected pod if it runs here, else -1. */
function selectedPodOf({ selection, view }: ClusterState, slot: number): number {
  return selection?.kind === 'pod' && view.pods.node[selection.slot] === slot ? selection.slot : -1
}

/** Number of the newest change if it names this node or a pod on it, else 0. */
function attentionOf(state: ClusterState, slot: number): number {
  const change = toldChange(state)
  if (change === undefined) return 0
  const { view } = state
  const { kind, namespace, name } = change.subject
  if (kind === 'Node') return name === view.nodes.names[slot]?.name ? change.id : 0
  const pod = kind === 'Pod' ? podByName(view, namespace, name) : undefined
  return pod !== undefined && view.pods.node[pod] === slot ? change.id : 0
}

function Lease({ slot }: { slot: number }) {
  const silent = useClusterState((state) => {
    const seconds = leaseSilenceSeconds(state.view, slot)
    return seconds === undefined ? undefined : Math.floor(seconds)
  })
  return <LeaseLines lease={leaseView(silent)} />
}

/** Renders when this node's row or one of its pods changed, or what Deployments ask their pods to be. */
function useNodeRows(slot: number): void {
  useNodeVersion(slot)
  useClusterState((state) => state.view.rolloutsVersion)
}

/** What the card of a node needs of the state, and what clicks on it do. */
function useWorkerNode(slot: number) {
  const { view, store } = useCluster()
  useNodeRows(slot)
  const selectedPart = useClusterState((state) => selectedPartOf(state, slot))
  const selectedPod = useClusterState((state) => selectedPodOf(state, slot))
  const deployment = useSelectedSlot('deployment')
  const replicaSet = useSelectedSlot('replicaset')
  const focus = useFocus()
  const change = useClusterState((state) => attentionOf(state, slot))
  const node = workerNodeView(view, slot)
  if (node === undefined) return undefined
  return {
    node,
    selectedPart,
    selectedPod,
    isRelated: (pod: PodView): boolean =>
      pod.replicaSet >= 0 &&
      (pod.replicaSet === replicaSet || (deployment >= 0 && view.replicaSets.get(pod.replicaSet)?.deployment === deployment)),
    isLit: (pod: PodView): boolean => focus?.pods.has(pod.slot) === true,
    attention: change === 0 ? noAttention : attentionNow(store.getState()),
    onSelectPart: (part: NodePart) => {
      select(store, part === 'node' ? { kind: 'node', slot } : { kind: 'component', key: `${part}/${node.name}` })
    },
    onSelectPod: (pod: number) => {
      select(store, { kind: 'pod', slot: pod })
    },
  }
}

export const WorkerNode = memo(function WorkerNode({ data: { slot, isBare } }: CardProps<WorkerData>) {
  const props = useWorkerNode(slot)
  if (props === undefined) return null
  return <WorkerNodeCard {...props} isBare={isBare} lease={<Lease slot={slot} />} />
})

export const CompactWorkerNode = memo(function CompactWorkerNode({ data: { slot, layout } }: CardProps<WorkerData>) {
  const props = useWorkerNode(slot)
  if (props === undefined || layout.compact === undefined) return null
  return <CompactNodeCard {...props} geometry={layout.node} size={layout.compact} />
})

/** Zoom below which a pod's suffix, and the names of the node's parts, have no room in a shell. */
const shellText = { suffix: 0.425, parts: 0.62 } as const

function shellRoom(zoom: number): ShellRoom {
  return zoom < shellText.suffix ? 'marks' : zoom < shellText.parts ? 'suffixes' : 'parts'
}

export const ShellNode = memo(function ShellNode({ data: { slot, layout } }: CardProps<WorkerData>) {
  const { view, store } = useCluster()
  useNodeRows(slot)
  const zoom = useRestingZoom(textZoom)
  const focus = useFocus()
  const selected = useClusterState(({ selection }) => selection?.kind === 'node' && selection.slot === slot)
  const node = workerNodeView(view, slot)
  if (node === undefined) return null
  return (
    <ShellCard
      node={node}
      room={shellRoom(zoom / layout.textFactor)}
      textScale={layout.textFactor * textScale(zoom)}
      isLit={(pod) => focus?.pods.has(pod.slot) === true}
      selected={selected}
      onSelect={() => {
        select(store, { kind: 'node', slot })
      }}
      onSelectPod={(pod) => {
        select(store, { kind: 'pod', slot: pod })
      }}
    />
  )
})
