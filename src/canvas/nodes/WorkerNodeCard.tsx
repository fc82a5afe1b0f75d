/** A worker node: who it is, kubelet and kube-proxy, its pods, the container runtime. The order is the same at every level. */
import type { ReactNode } from 'react'
import { counted } from '../../state/format.ts'
import { CutText } from '../../ui/CutText.tsx'
import { Icon } from '../../ui/icons.tsx'
import type { IconName } from '../../ui/icons.tsx'
import { Ring } from '../../ui/Ring.tsx'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { nodeParts, podBox, podPlaces } from '../kernels/layout.ts'
import type { Box } from '../kernels/layout.ts'
import { ringOf } from './attention.ts'
import type { Attention } from './attention.ts'
import { AttentionRing } from './AttentionRing.tsx'
import { onActivate } from './card-events.ts'
import type { LeaseView } from './lease-view.ts'
import { PodCard, PodOverflow } from './PodCard.tsx'
import type { CapacityView, PodView, WorkerNodeView } from './worker-node-view.ts'

export type NodePart = 'node' | 'kubelet' | 'kube-proxy' | 'container-runtime'

export interface WorkerNodeCardProps {
  readonly node: WorkerNodeView
  /** It is still being put up, unseen: without its pods. */
  readonly isBare?: boolean
  /** The line and ring under "kubelet": renders by itself once a simulated second. */
  readonly lease: ReactNode
  readonly selectedPart: NodePart | undefined
  /** -1: none of its pods. */
  readonly selectedPod: number
  readonly isRelated: (pod: PodView) => boolean
  /** In focus, whether a pod takes part in what is chosen. */
  readonly isLit: (pod: PodView) => boolean
  /** Change that the caption tells now, if it names this node or one of its pods. */
  readonly attention: Attention
  readonly onSelectPart: (part: NodePart) => void
  readonly onSelectPod: (slot: number) => void
}

/** What a screen reader says of a node. */
export function nodeLabel(node: WorkerNodeView): string {
  const machine = node.machine === 'on' ? '' : `, ${node.machine}`
  return `Node ${node.name}, ${node.word}${node.cordoned ? ', SchedulingDisabled' : ''}${machine}`
}

export function WorkerNodeCard(props: WorkerNodeCardProps) {
  const { node, selectedPart, onSelectPart } = props
  const machine = node.machine === 'powered off' ? ' is-off' : node.machine === 'cable cut' ? ' is-cut' : ''
  const selectNode = (): void => { onSelectPart('node') }
  return (
    <div
      className={`worker-node status-${node.status}${machine}${selectedPart === 'node' ? ' is-selected' : ''}${props.isBare === true ? ' is-bare' : ''}`}
      role="group"
      aria-label={nodeLabel(node)}
      data-node={node.name}
      onClick={selectNode}
    >
      <NodeHeader node={node} selected={selectedPart === 'node'} onSelect={selectNode} />
      <Cell {...props} part="kubelet" box={nodeParts.kubelet} icon="kubelet" down={node.kubeletDown}>
        {props.lease}
      </Cell>
      <Cell {...props} part="kube-proxy" box={nodeParts.kubeProxy} icon="kubeProxy" down={node.kubeProxyDown}>
        <span className="cell-text">
          rules for {counted(node.proxyServices, 'Service')}
        </span>
      </Cell>
      {props.isBare === true ? null : <Pods {...props} />}
      <Cell {...props} part="container-runtime" box={nodeParts.containerRuntime} icon="containerRuntime" binary="containerd" down={node.runtimeDown}>
        <span className="cell-text is-right">
          {node.runningContainers === undefined ? 'no news' : counted(node.runningContainers, 'container')}
        </span>
      </Cell>
      <AttentionRing change={ringOf(props.attention, 'node', node.slot)} />
    </div>
  )
}

/** Characters of a node's name at full size, and at most: the rest is the lane of the kubelet's link. */
const usualName = 7
const longestName = 10

function NodeHeader({ node, selected, onSelect }: { node: WorkerNodeView; selected: boolean; onSelect: () => void }) {
  return (
    <>
      <button
        type="button"
        className={`node-name${node.name.length > usualName ? ' is-long' : ''}`}
        title={node.name}
        aria-pressed={selected}
        aria-label={nodeLabel(node)}
        {...onActivate(onSelect)}
      >
        <CutText text={node.name} maxChars={longestName} />
      </button>
      <span className="node-ip mono">{node.ip}</span>
      <span className="node-ready">
        <span className={`badge status-${node.status}`}>
          <StatusGlyph status={node.status} size={13} />
          {node.word}
          {node.cordoned ? ' · cordoned' : ''}
        </span>
      </span>
      <span className="node-capacity">
        {node.machine === 'on' ? (
          <>
            <Capacity label="cpu" capacity={node.cpu} />
            <Capacity label="mem" capacity={node.memory} />
          </>
        ) : (
          <span className="node-machine">
            <Icon name={node.machine === 'powered off' ? 'power' : 'cable'} size={13} />
            {node.machine}
          </span>
        )}
      </span>
    </>
  )
}

/** Requested over allocatable as a short bar. */
function Capacity({ label, capacity }: { label: string; capacity: CapacityView }) {
  return (
    <span className="capacity" role="img" aria-label={capacity.text} title={capacity.text}>
      {label}
      <span className="capacity-track">
        <span className="capacity-value" style={{ width: `${Math.round(capacity.fraction * 100)}%` }} />
      </span>
    </span>
  )
}

function Down() {
  return (
    <span className="cell-text cell-down status-failed">
      <StatusGlyph status="failed" size={12} />
      stopped
    </span>
  )
}

interface CellProps extends Pick<WorkerNodeCardProps, 'node' | 'selectedPart' | 'onSelectPart'> {
  readonly part: Exclude<NodePart, 'node'>
  readonly box: Box
  readonly icon: IconName
  readonly binary?: string
  readonly down: boolean
  /** What it says below its name while it is not down. */
  readonly children: ReactNode
}

/** Names of the parts of a node as they stand on its card. */
export const partTitles: Readonly<Record<Exclude<NodePart, 'node'>, string>> = {
  kubelet: 'kubelet', 'kube-proxy': 'kube-proxy', 'container-runtime': 'container runtime',
}

function Cell({ part, box, icon, binary, down, node, selectedPart, onSelectPart, children }: CellProps) {
  const selected = selectedPart === part
  const title = partTitles[part]
  return (
    <div
      className={`node-cell node-cell-${part}${down ? ' is-down' : ''}${selected ? ' is-selected' : ''}`}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
      role="button"
      tabIndex={0}
      aria-pressed={selected}
      aria-label={`${title}${binary === undefined ? '' : ` ${binary}`} on ${node.name}${down ? ', stopped' : ''}`}
      {...onActivate(() => {
        onSelectPart(part)
      })}
    >
      <span className="cell-title">
        <Icon name={icon} size={15} />
        {title}
        {binary === undefined ? null : <span className="binary">{binary}</span>}
      </span>
      {down ? <Down /> : children}
    </div>
  )
}

/** The kubelet's Lease: a ring that empties and the seconds in words. */
export function LeaseLines({ lease }: { lease: LeaseView }) {
  return (
    <>
      <span className={`cell-text status-${lease.tone}${lease.tone === 'running' ? '' : ' is-worded'}`}>{lease.text}</span>
      <span className="cell-ring">
        <Ring fraction={lease.left} tone={lease.tone} />
      </span>
    </>
  )
}

function Pods({ node, selectedPod, isRelated, isLit, attention, onSelectPod }: WorkerNodeCardProps) {
  const crowded = node.places.length > podPlaces
  const cards = node.places.slice(0, crowded ? podPlaces - 1 : podPlaces)
  const others = crowded ? node.places.slice(podPlaces - 1).filter((pod) => pod !== undefined) : []
  return (
    <>
      {cards.map((pod, position) =>
        pod === undefined ? (
          <FreePlace key={`free-${position}`} position={position} />
        ) : (
          <PodCard
            key={pod.slot}
            pod={pod}
            position={position}
            selected={pod.slot === selectedPod}
            related={isRelated(pod)}
            lit={isLit(pod)}
            attention={ringOf(attention, 'pod', pod.slot)}
            onSelect={onSelectPod}
          />
        ),
      )}
      {crowded ? <PodOverflow pods={others} selectedSlot={selectedPod} isLit={isLit} onSelect={onSelectPod} /> : null}
    </>
  )
}

function FreePlace({ position }: { position: number }) {
  const box = podBox(position)
  return <div className="free-place" style={{ left: box.x, top: box.y, width: box.width, height: box.height }} aria-hidden="true" />
}
