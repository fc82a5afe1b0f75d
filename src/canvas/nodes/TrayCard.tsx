/** The tray: pods that no node has been chosen for. */
import { CutText } from '../../ui/CutText.tsx'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { ringOf } from './attention.ts'
import type { Attention } from './attention.ts'
import { AttentionRing } from './AttentionRing.tsx'
import { onActivate } from './card-events.ts'
import { GhostPods } from './GapStrip.tsx'
import { podLabel } from './PodCard.tsx'
import type { PodView } from './worker-node-view.ts'

/** Pods that have a row of their own; of more there is a count. */
const mostRows = 2
/** Characters of a pod's name in a row of its own, and where two share a line. */
const nameChars = { alone: 14, shared: 9 } as const

/** Pods that no node has been chosen for, and outlines of those that nobody has created yet: a place, not a process. */
export function TrayCard({
  pods,
  waiting,
  isLit,
  selectedPod,
  attention,
  onSelectPod,
}: {
  pods: readonly PodView[]
  /** Deployments whose pods are still to come. */
  waiting: readonly { readonly name: string; readonly toCome: number }[]
  /** In focus, whether a pod takes part in what is chosen. */
  isLit: (pod: PodView) => boolean
  selectedPod: number
  attention: Attention
  onSelectPod: (slot: number) => void
}) {
  const shown = pods.slice(0, mostRows)
  const rest = pods.length - shown.length
  const toCome = waiting.reduce((sum, deployment) => sum + deployment.toCome, 0)
  return (
    <div
      className="card tray-card is-virtual"
      role="group"
      aria-label={`Unscheduled pods, ${pods.length}${toCome === 0 ? '' : `, ${toCome} more still to come`}`}
    >
      <span className="tray-title">
        Unscheduled pods<b>{pods.length}</b>
      </span>
      {pods.length === 0 && toCome === 0 ? <span className="card-line is-quiet">none waiting</span> : null}
      {shown.length === 0 ? null : (
        <div className="tray-rows">
          {shown.map((pod) => (
            <div
              key={pod.slot}
              className={`tray-row status-${pod.status}${pod.slot === selectedPod ? ' is-selected' : ''}${isLit(pod) ? ' is-lit' : ''}`}
              role="button"
              tabIndex={0}
              aria-label={podLabel(pod)}
              aria-pressed={pod.slot === selectedPod}
              title={pod.name}
              data-pod={pod.name}
              {...onActivate(() => {
                onSelectPod(pod.slot)
              })}
            >
              <StatusGlyph status={pod.status} size={14} />
              <CutText className="mono tray-name" text={pod.name} maxChars={shown.length === 1 ? nameChars.alone : nameChars.shared} />
              <span className="is-worded">{pod.word}</span>
              <AttentionRing change={ringOf(attention, 'pod', pod.slot)} />
            </div>
          ))}
          {rest === 0 ? null : <span className="tray-rest" title={`${rest} more`}>+{rest}</span>}
        </div>
      )}
      {toCome === 0 ? null : <span className="tray-last"><GhostPods waiting={waiting} /></span>}
    </div>
  )
}
