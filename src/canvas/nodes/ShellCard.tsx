/** A node at half size and below: name, mark, two bars, its pods as marks with their suffix. */
import { Icon } from '../../ui/icons.tsx'
import { tellingPart } from '../../ui/middle-cut.ts'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { nodeHeight, nodeWidth } from '../kernels/layout.ts'
import { onActivate } from './card-events.ts'
import { nodeLabel } from './WorkerNodeCard.tsx'
import { podLabel } from './PodCard.tsx'
import { ShellMarks, useKeyboardWithin } from './ShellMarks.tsx'
import { useOneTabStop } from './use-one-tab-stop.ts'
import type { PodView, WorkerNodeView } from './worker-node-view.ts'

const namedPods = 8
/** Characters of a node's name that have room at any zoom. */
const usualName = 7
/** Marks of pods: as many as a kubelet takes unless told otherwise (`maxPods`), so that none that deserves a look is left out. */
const mostMarks = 110

/** The part of a pod's name that tells twins apart. */
export function podSuffix(name: string): string {
  return name.slice(name.lastIndexOf('-') + 1)
}

/** What a shell has room for. */
export type ShellRoom = 'marks' | 'suffixes' | 'parts'

/** Size of a name's letters before they are enlarged, by what there is room for. */
const nameSize = { marks: 12.5, suffixes: 14, parts: 14 } as const
/** Width of a wide letter of the name and of a mark with its gap, in sizes of the letters; edges of the card in px. */
const nameRoom = { letter: 0.6, mark: 1.4, edges: 2 * 9.5 } as const

/** The name, or its telling part, that has room in a card of `width` px beside `marks` marks. */
function shownName(name: string, width: number, room: ShellRoom, textScale: number, marks: number): string {
  const size = nameSize[room] * textScale
  return tellingPart(name, Math.floor((width - nameRoom.edges - nameRoom.mark * marks * size) / (nameRoom.letter * size)))
}

/** Heights beside the marks: what does not grow with the text (padding, gaps), and in px at text scale 1 what does, as nodes.css has it. */
const besideMarks = { padding: 16, gap: 4, border: 2 * 2, bars: 4, line: { parts: 12 * 1.35, more: 12 * 1.2 }, nameLine: 1.2 } as const

/** Height that is left for the marks of a card, px at zoom 1. */
function marksRoom(room: ShellRoom, textScale: number, more: boolean): number {
  const { padding, gap, border, bars, line, nameLine } = besideMarks
  const lines = [nameSize[room] * nameLine, bars, ...(room === 'parts' ? [line.parts, line.parts] : []), ...(more ? [line.more] : [])]
  return nodeHeight - padding - gap * lines.length - textScale * (border + lines.reduce((sum, height) => sum + height, 0))
}

/** Statuses that deserve a look, the worst first. */
const told = ['failed', 'unknown', 'pending'] as const

/** "5 pods, 1 failed": what stands on a node, for who can't see the marks. */
export function podsInWords(pods: readonly PodView[]): string {
  const odd = told.map((status) => [status, pods.filter((pod) => pod.status === status).length] as const).filter(([, count]) => count > 0)
  return [`${pods.length} pod${pods.length === 1 ? '' : 's'}`, ...odd.map(([status, count]) => `${count} ${status}`)].join(', ')
}

function PartNames({ node }: { node: WorkerNodeView }) {
  return (
    <span className="shell-parts" aria-hidden="true">
      <span className={node.kubeletDown ? 'status-failed is-worded' : undefined}>
        <Icon name="kubelet" />
        kubelet
      </span>
      <span className={node.kubeProxyDown ? 'status-failed is-worded' : undefined}>
        <Icon name="kubeProxy" />
        kube-proxy
      </span>
    </span>
  )
}

export function ShellCard({
  node,
  room,
  textScale,
  isLit,
  selected,
  onSelect,
  onSelectPod,
}: {
  node: WorkerNodeView
  room: ShellRoom
  /** How much larger its text is drawn, so that it keeps its size on screen. */
  textScale: number
  isLit: (pod: PodView) => boolean
  selected: boolean
  onSelect: () => void
  onSelectPod: (slot: number) => void
}) {
  const stop = useOneTabStop()
  const pods = node.places.filter((pod) => pod !== undefined)
  const marksOnly = room === 'marks' || pods.length > namedPods
  const shown = pods.slice(0, marksOnly ? mostMarks : namedPods)
  const { hasKeyboard, within } = useKeyboardWithin()
  const marks = Number(room !== 'marks' || node.status !== 'running') + Number(node.machine !== 'on')
  const machine = node.machine === 'powered off' ? ' is-off' : node.machine === 'cable cut' ? ' is-cut' : ''
  return (
    <div
      className={`shell-card status-${node.status}${machine}${selected ? ' is-selected' : ''}`}
      role="group"
      aria-label={nodeLabel(node)}
      data-node={node.name}
      data-room={room}
      style={{ ['--text-scale' as string]: textScale, ['--name-size' as string]: `${nameSize[room]}px` }}
      onClick={onSelect}
      {...within}
    >
      <button
        {...stop} type="button" className={`shell-name${node.name.length > usualName ? ' is-long' : ''}`} tabIndex={-1} data-tab-stop="" aria-pressed={selected}
        aria-label={nodeLabel(node)} title={node.name} aria-description={podsInWords(pods)} {...onActivate(onSelect)}
      >
        {room === 'marks' && node.status === 'running' ? null : <StatusGlyph status={node.status} />}
        <span className="shell-name-text">
          <bdi>{shownName(node.name, nodeWidth, room, textScale, marks)}</bdi>
        </span>
        {node.machine === 'on' ? null : <Icon name={node.machine === 'powered off' ? 'power' : 'cable'} />}
      </button>
      <span className="shell-bars" role="img" aria-label={`${node.cpu.text}, ${node.memory.text}`}>
        <span>
          <i style={{ width: `${Math.round(node.cpu.fraction * 100)}%` }} />
        </span>
        <span>
          <i style={{ width: `${Math.round(node.memory.fraction * 100)}%` }} />
        </span>
      </span>
      {room === 'parts' ? <PartNames node={node} /> : null}
      {marksOnly ? (
        <ShellMarks pods={shown} room={marksRoom(room, textScale, pods.length > shown.length)} hasKeyboard={hasKeyboard} isLit={isLit} onSelect={onSelectPod} />
      ) : (
        <span className="shell-pods">
          {shown.map((pod) => (
            <span
              key={pod.slot}
              className={`shell-pod status-${pod.status}${isLit(pod) ? ' is-lit' : ''}${pod.isOutdated ? ' is-outdated' : ''}`}
              role="button"
              tabIndex={-1}
              aria-label={podLabel(pod)}
              title={pod.name}
              data-pod={pod.name}
              {...onActivate(() => {
                onSelectPod(pod.slot)
              })}
            >
              <StatusGlyph status={pod.status} />
              {podSuffix(pod.name)}
            </span>
          ))}
        </span>
      )}
      {pods.length > shown.length ? <span className="shell-more">+{pods.length - shown.length} more</span> : null}
      {room === 'parts' ? (
        <span className={`shell-parts is-last${node.runtimeDown ? ' status-failed is-worded' : ''}`} aria-hidden="true">
          <span>
            <Icon name="containerRuntime" />
            container runtime
          </span>
        </span>
      ) : null}
    </div>
  )
}
