/** A node at half size and below: name, mark, two bars, its pods as marks with their suffix. */
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { onActivate } from './card-events.ts'
import { nodeLabel } from './WorkerNodeCard.tsx'
import { podLabel } from './PodCard.tsx'
import type { WorkerNodeView } from './worker-node-view.ts'

const namedPods = 8
const smallPods = 30

/** The part of a pod's name that tells twins apart. */
export function podSuffix(name: string): string {
  return name.slice(name.lastIndexOf('-') + 1)
}

export function ShellCard({ node, small, selected, onSelect, onSelectPod }: {
  node: WorkerNodeView
  /** Too small for text in the pods: marks only. */
  small: boolean
  selected: boolean
  onSelect: () => void
  onSelectPod: (slot: number) => void
}) {
  const pods = node.places.filter((pod) => pod !== undefined)
  const marksOnly = small || pods.length > namedPods
  const shown = pods.slice(0, marksOnly ? smallPods : namedPods)
  return (
    <div className={`shell-card status-${node.status}${node.machine === 'powered off' ? ' is-off' : ''}${selected ? ' is-selected' : ''}`} role="group" aria-label={nodeLabel(node)} data-node={node.name} onClick={onSelect}>
      <button type="button" className="shell-name" aria-pressed={selected} aria-label={nodeLabel(node)} {...onActivate(onSelect)}>{node.name}<StatusGlyph status={node.status} /></button>
      <span className="shell-bars" role="img" aria-label={`${node.cpu.text}, ${node.memory.text}`}>
        <span><i style={{ width: `${Math.round(node.cpu.fraction * 100)}%` }} /></span><span><i style={{ width: `${Math.round(node.memory.fraction * 100)}%` }} /></span>
      </span>
      <span className={`shell-pods${marksOnly ? ' is-small' : ''}`}>
        {shown.map((pod) => (
          <span key={pod.slot} className={`shell-pod status-${pod.status}`} role="button" tabIndex={marksOnly ? -1 : 0} aria-label={podLabel(pod)} title={pod.name} data-pod={pod.name} {...onActivate(() => { onSelectPod(pod.slot) })}>
            <StatusGlyph status={pod.status} />{marksOnly ? null : podSuffix(pod.name)}
          </span>
        ))}
      </span>
      {pods.length > shown.length ? <span className="card-line">+{pods.length - shown.length} more</span> : null}
    </div>
  )
}
