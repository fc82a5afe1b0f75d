/** A node in the small picture: the same parts in the same order, one line for each. */
import type { ReactNode } from 'react'
import { CutText } from '../../ui/CutText.tsx'
import { Icon } from '../../ui/icons.tsx'
import type { IconName } from '../../ui/icons.tsx'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import type { Box, CompactSize, NodeGeometry } from '../kernels/layout.ts'
import { ringOf } from './attention.ts'
import { AttentionRing } from './AttentionRing.tsx'
import { onActivate } from './card-events.ts'
import { podClass, podLabel } from './PodCard.tsx'
import { nodeLabel, partTitles } from './WorkerNodeCard.tsx'
import type { NodePart, WorkerNodeCardProps } from './WorkerNodeCard.tsx'
import type { PodView } from './worker-node-view.ts'

interface CompactNodeCardProps extends Omit<WorkerNodeCardProps, 'lease'> {
  readonly geometry: NodeGeometry
  readonly size: CompactSize
}

/** Pods stand below the kubelet and below kube-proxy. */
const podColumns = 2
/** Width of a pod's mark with its margins, and of a character of its name; most characters that are shown of it. */
const markWidth = 29
const characterWidth = 7.5
const mostNameChars = 14
/** Least width of a node's part that has room for its icon. */
const iconWidth = 108
/** A node from this width on has room for larger letters. */
const wideNode = 230
/** Width of a letter of a node's name, and what of the space between the lanes beside it stays free. */
const nameLetter = { usual: 8, wide: 9.1 } as const
const besideName = 9

const place = ({ x, y, width, height }: Box) => ({ left: x, top: y, width, height })

export function CompactNodeCard(props: CompactNodeCardProps) {
  const { node, geometry, selectedPart, attention, onSelectPart } = props
  const machine = node.machine === 'powered off' ? ' is-off' : node.machine === 'cable cut' ? ' is-cut' : ''
  const select = (part: NodePart) => () => {
    onSelectPart(part)
  }
  return (
    <div
      className={`worker-node status-${node.status}${machine}${selectedPart === 'node' ? ' is-selected' : ''}`}
      role="group"
      aria-label={nodeLabel(node)}
      data-node={node.name}
      data-wide={geometry.width > wideNode ? '' : undefined}
      onClick={select('node')}
    >
      <Header {...props} />
      <Part {...props} part="kubelet" icon="kubelet" box={geometry.kubelet} down={node.kubeletDown} />
      <Part {...props} part="kube-proxy" icon="kubeProxy" box={geometry.kubeProxy} down={node.kubeProxyDown} />
      <Pods {...props} />
      <Part {...props} part="container-runtime" icon="containerRuntime" box={geometry.containerRuntime} down={node.runtimeDown}>
        <span className="compact-aside">CRI</span>
      </Part>
      <AttentionRing change={ringOf(attention, 'node', node.slot)} />
    </div>
  )
}

function Header({ node, geometry, size, selectedPart, onSelectPart }: CompactNodeCardProps) {
  const { lanes, width } = geometry
  const wide = width > wideNode ? '' : undefined
  const room = lanes.fromKubelet - lanes.toKubelet - besideName
  const machine = node.machine === 'on' ? undefined : node.machine === 'powered off' ? 'power' : 'cable'
  return (
    <>
      <button
        type="button"
        className="compact-name"
        data-wide={wide}
        style={{ left: lanes.toKubelet + 6, width: room, top: 1, height: size.row }}
        title={node.name}
        aria-pressed={selectedPart === 'node'}
        aria-label={nodeLabel(node)}
        {...onActivate(() => {
          onSelectPart('node')
        })}
      >
        <CutText text={node.name} maxChars={Math.floor(room / nameLetter[wide === undefined ? 'usual' : 'wide'])} />
      </button>
      <span
        className={`compact-ready status-${node.status}`}
        style={{ left: lanes.fromKubelet + 6, width: lanes.fromKubeProxy - lanes.fromKubelet - 12, top: 1, height: size.row }}
        title={node.machine === 'on' ? node.word : `${node.word}, ${node.machine}`}
        data-wide={wide}
      >
        {machine === undefined ? null : <Icon name={machine} size={13} />}
        <StatusGlyph status={node.status} size={13} />
        {node.word}
        {node.cordoned ? <Icon name="ban" size={13} /> : null}
      </span>
    </>
  )
}

function Part({
  part,
  icon,
  box,
  down,
  node,
  selectedPart,
  onSelectPart,
  children,
}: CompactNodeCardProps & {
  part: Exclude<NodePart, 'node'>
  icon: IconName
  box: Box
  down: boolean
  children?: ReactNode
}) {
  const title = partTitles[part]
  return (
    <div
      className={`node-cell compact-part${down ? ' is-down' : ''}${selectedPart === part ? ' is-selected' : ''}`}
      style={place(box)}
      role="button"
      tabIndex={0}
      aria-pressed={selectedPart === part}
      aria-label={`${title}${part === 'container-runtime' ? ' containerd' : ''} on ${node.name}${down ? ', stopped' : ''}`}
      {...onActivate(() => {
        onSelectPart(part)
      })}
    >
      {down ? <StatusGlyph status="failed" size={14} /> : box.width < iconWidth ? null : <Icon name={icon} size={15} />}
      {title}
      {children}
    </div>
  )
}

function Pods({ node, geometry, size, selectedPod, isRelated, isLit, attention, onSelectPod }: CompactNodeCardProps) {
  const room = size.podRows * podColumns
  const crowded = node.places.slice(room).some((pod) => pod !== undefined)
  const shown = Array.from({ length: crowded ? room - 1 : room }, (_, i) => node.places[i])
  const rest = crowded ? node.places.slice(room - 1).filter((pod) => pod !== undefined) : []
  const boxOf = (position: number): Box => ({
    x: position % podColumns === 0 ? geometry.kubelet.x : geometry.kubeProxy.x,
    y: size.podsTop + Math.floor(position / podColumns) * size.rowPitch,
    width: size.podWidth,
    height: size.row,
  })
  return (
    <>
      {shown.map((pod, position) =>
        pod === undefined ? (
          <div key={`free-${position}`} className="free-place" style={place(boxOf(position))} aria-hidden="true" />
        ) : (
          <PodRow
            key={pod.slot}
            pod={pod}
            box={boxOf(position)}
            selected={pod.slot === selectedPod}
            related={isRelated(pod)}
            lit={isLit(pod)}
            attention={ringOf(attention, 'pod', pod.slot)}
            onSelect={onSelectPod}
          />
        ),
      )}
      {rest.length === 0 ? null : <MorePods pods={rest} box={boxOf(room - 1)} />}
    </>
  )
}

function PodRow({
  pod,
  box,
  selected,
  related,
  lit,
  attention,
  onSelect,
}: {
  pod: PodView
  box: Box
  selected: boolean
  related: boolean
  lit: boolean
  attention: number
  onSelect: (slot: number) => void
}) {
  return (
    <div
      className={`pod-card compact-pod ${podClass(pod, { selected, related, lit })}`}
      style={place(box)}
      role="button"
      tabIndex={0}
      aria-label={podLabel(pod)}
      aria-pressed={selected}
      title={`${pod.name}: ${pod.word}, ${pod.ready} ready`}
      data-pod={pod.name}
      {...onActivate(() => {
        onSelect(pod.slot)
      })}
    >
      <StatusGlyph status={pod.status} size={14} />
      <CutText className="mono" text={pod.name} maxChars={Math.min(mostNameChars, Math.floor((box.width - markWidth) / characterWidth))} />
      <AttentionRing change={attention} />
    </div>
  )
}

/** Most marks of further pods. */
const maxMarks = 3

function MorePods({ pods, box }: { pods: readonly PodView[]; box: Box }) {
  const odd = pods.filter((pod) => pod.status !== 'running')
  return (
    <div
      className="pod-more compact-more"
      style={place(box)}
      role="img"
      aria-label={`${pods.length} more pods: ${pods.map((pod) => `${pod.name} ${pod.word}`).join(', ')}`}
    >
      +{pods.length} more
      {odd.slice(0, maxMarks).map((pod) => (
        <StatusGlyph key={pod.slot} status={pod.status} size={13} />
      ))}
    </div>
  )
}
