/** A pod in its place: mark and name, the word kubectl prints, its containers. */
import { counted } from '../../state/format.ts'
import { CutText } from '../../ui/CutText.tsx'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { podBox, podPlaces } from '../kernels/layout.ts'
import { AttentionRing } from './AttentionRing.tsx'
import { onActivate } from './card-events.ts'
import type { PodView } from './worker-node-view.ts'

/** Characters of a STATUS word that leave room for revision and READY beside it, and for its place under the name besides. */
const shortWord = 12
const indentedWord = 7
/** Characters of a name, and of one that shares its line with the revision. */
const nameChars = { whole: 11, shared: 8 } as const

interface PodCardProps {
  readonly pod: PodView
  readonly position: number
  readonly selected: boolean
  /** Belongs to the Deployment or ReplicaSet that is selected. */
  readonly related: boolean
  /** Takes part in what is in focus. */
  readonly lit: boolean
  /** Number of the change that names it, for the ring that is drawn once; 0: none. */
  readonly attention: number
  readonly onSelect: (slot: number) => void
}

/** Classes of a pod's element: how the pod is, and how it stands to what is chosen. */
export function podClass(pod: PodView, { selected, related = false, lit }: { selected: boolean; related?: boolean; lit: boolean }): string {
  const marks = [[selected, 'is-selected'], [related, 'is-related'], [lit, 'is-lit'], [pod.isOutdated, 'is-outdated']] as const
  return [`status-${pod.status}`, ...marks.filter(([holds]) => holds).map(([, name]) => name)].join(' ')
}

/** What a screen reader says of a pod. */
export function podLabel(pod: PodView): string {
  const restarts = pod.restarts === 0 ? '' : `, ${counted(pod.restarts, 'restart')}`
  const revision = pod.revision === 0 ? '' : `, revision ${pod.revision}`
  return `Pod ${pod.name}, ${pod.word}, ${pod.ready} ready${restarts}${revision}${pod.isOutdated ? ', has to go' : ''}`
}

function Revision({ pod }: { pod: PodView }) {
  if (pod.revision === 0) return null
  return (
    <span
      className={`pod-revision${pod.isOutdated ? ' is-outdated' : ''}`}
      title={`Revision ${pod.revision} of its Deployment${pod.isOutdated ? ', which asks for a later one: this pod has to go' : ''}`}
    >
      r{pod.revision}
    </span>
  )
}

export function PodCard({ pod, position, selected, related, lit, attention, onSelect }: PodCardProps) {
  const box = podBox(position)
  const long = pod.word.length > shortWord
  return (
    <div
      className={`pod-card ${podClass(pod, { selected, related, lit })}`}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
      role="button"
      tabIndex={0}
      aria-label={podLabel(pod)}
      aria-pressed={selected}
      title={pod.name}
      data-pod={pod.name}
      {...onActivate(() => {
        onSelect(pod.slot)
      })}
    >
      <div className="pod-name">
        <StatusGlyph status={pod.status} size={15} />
        <CutText className="mono" text={pod.name} maxChars={long ? nameChars.shared : nameChars.whole} />
        {long ? <Revision pod={pod} /> : null}
      </div>
      <div className={`pod-word${long ? ' is-long' : pod.restarts > 0 || pod.word.length > indentedWord ? ' is-wide' : ''}`}>
        <span className="pod-status">{pod.word}</span>
        {long ? null : (
          <>
            {pod.restarts === 0 ? null : (
              <span title={`${pod.restarts} restarts`}>
                ↻{pod.restarts}
              </span>
            )}
            <Revision pod={pod} />
            <span>{pod.ready}</span>
          </>
        )}
      </div>
      <div className="pod-containers">
        {pod.containers.map((container) => (
          <span
            key={container.name}
            className={`container-chip status-${container.status}`}
            title={`container ${container.name}: ${container.status}`}
          >
            <StatusGlyph status={container.status} size={11} />
            {container.name}
          </span>
        ))}
      </div>
      <AttentionRing change={attention} />
    </div>
  )
}

/** Rows that have room in a pod's place, and marks beside the count of those that have no row. */
const overflowRows = 4
const mostGlyphs = 4

/** Pods beyond the places for whole cards, as rows of mark and name in the last place. */
export function PodOverflow({
  pods,
  selectedSlot,
  isLit,
  onSelect,
}: {
  pods: readonly PodView[]
  selectedSlot: number
  isLit: (pod: PodView) => boolean
  onSelect: (slot: number) => void
}) {
  const box = podBox(podPlaces - 1)
  const shown = pods.length > overflowRows ? pods.slice(0, overflowRows - 1) : pods
  const rest = pods.slice(shown.length)
  return (
    <div className="pod-overflow" style={{ left: box.x, top: box.y, width: box.width, height: box.height }}>
      {shown.map((pod) => (
        <div
          key={pod.slot}
          className={`pod-row ${podClass(pod, { selected: pod.slot === selectedSlot, lit: isLit(pod) })}`}
          role="button"
          tabIndex={0}
          aria-label={podLabel(pod)}
          aria-pressed={pod.slot === selectedSlot}
          title={pod.name}
          data-pod={pod.name}
          {...onActivate(() => {
            onSelect(pod.slot)
          })}
        >
          <StatusGlyph status={pod.status} size={12} />
          <CutText className="mono" text={pod.name} maxChars={nameChars.whole} />
        </div>
      ))}
      {rest.length === 0 ? null : (
        <div
          className="pod-more"
          role="img"
          aria-label={`${rest.length} more pods: ${rest.map((pod) => `${pod.name} ${pod.word}`).join(', ')}`}
        >
          +{rest.length} more
          {rest.slice(0, mostGlyphs).map((pod) => (
            <StatusGlyph key={pod.slot} status={pod.status} size={11} />
          ))}
        </div>
      )}
    </div>
  )
}
