/** The pods of a small card as marks. Those that run are one drawing; an element stands only for each that deserves a look. */
import type { MouseEvent } from 'react'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { markAt, markBox, markGrid, markPaths } from '../kernels/shell-marks.ts'
import type { MarkGrid } from '../kernels/shell-marks.ts'
import { onActivate } from './card-events.ts'
import { podLabel } from './PodCard.tsx'
import type { PodView } from './worker-node-view.ts'

const isQuiet = (pod: PodView): boolean => pod.status === 'running' && !pod.isOutdated
const percent = (part: number, whole: number): string => `${(part / whole) * 100}%`

function QuietPods({ grid, indices, lit }: { grid: MarkGrid; indices: readonly number[]; lit: boolean }) {
  if (indices.length === 0) return null
  const { cells, marks } = markPaths(grid, indices)
  return (
    <g className={`shell-quiet${lit ? ' is-lit' : ''}`}>
      <path className="shell-quiet-cells" d={cells} />
      <path className="shell-quiet-marks" d={marks} />
    </g>
  )
}

function OddPod({ pod, grid, index, lit, onSelect }: { pod: PodView; grid: MarkGrid; index: number; lit: boolean; onSelect: (slot: number) => void }) {
  const { x, y, width, height } = markBox(grid, index)
  return (
    <span
      className={`shell-pod shell-odd status-${pod.status}${lit ? ' is-lit' : ''}${pod.isOutdated ? ' is-outdated' : ''}`}
      style={{ left: percent(x, grid.width), top: percent(y, grid.height), width: percent(width, grid.width), height: percent(height, grid.height) }}
      role="button"
      tabIndex={-1}
      aria-label={podLabel(pod)}
      title={pod.name}
      data-pod={pod.name}
      {...onActivate(() => { onSelect(pod.slot) })}
    >
      {pod.status === 'running' ? <i className="quiet-mark" /> : <StatusGlyph status={pod.status} />}
    </span>
  )
}

/** What a screen reader says of all marks. */
function marksLabel(pods: readonly PodView[]): string {
  return `${pods.length} pod${pods.length === 1 ? '' : 's'}, ${pods.filter(isQuiet).length} of them running`
}

export function ShellMarks({ pods, isLit, onSelect }: {
  pods: readonly PodView[]; isLit: (pod: PodView) => boolean; onSelect: (slot: number) => void
}) {
  const grid = markGrid(pods.length)
  const quiet = (lit: boolean): number[] => pods.flatMap((pod, i) => (isQuiet(pod) && isLit(pod) === lit ? [i] : []))
  const podUnder = ({ currentTarget, clientX, clientY }: MouseEvent): PodView | undefined => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect()
    const index = markAt(grid, { x: ((clientX - left) / width) * grid.width, y: ((clientY - top) / height) * grid.height })
    return index === undefined ? undefined : pods[index]
  }
  return (
    <div
      className="shell-marks"
      style={{ aspectRatio: `${grid.width} / ${grid.height}` }}
      onClick={(event) => {
        const pod = podUnder(event)
        if (pod === undefined) return
        event.stopPropagation()
        onSelect(pod.slot)
      }}
      onMouseMove={(event) => { event.currentTarget.title = podUnder(event)?.name ?? '' }}
    >
      <svg role="img" aria-label={marksLabel(pods)} viewBox={`0 0 ${grid.width} ${grid.height}`} preserveAspectRatio="none">
        <QuietPods grid={grid} indices={quiet(false)} lit={false} />
        <QuietPods grid={grid} indices={quiet(true)} lit />
      </svg>
      {pods.map((pod, i) => (isQuiet(pod) ? null : <OddPod key={pod.slot} pod={pod} grid={grid} index={i} lit={isLit(pod)} onSelect={onSelect} />))}
    </div>
  )
}
