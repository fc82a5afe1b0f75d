/** Which worker nodes are in view, and which of them are mounted: a few are added each animation frame. */
import { useEffect, useState } from 'react'
import { useStore } from 'reactflow'
import type { ReactFlowState } from 'reactflow'
import { nodePitchX, nodePitchY } from './kernels/layout.ts'
import type { Box, ClusterLayout } from './kernels/layout.ts'
import { cardsPerFrame, levelOf } from './kernels/level-of-detail.ts'
import type { Level } from './kernels/level-of-detail.ts'

export interface ViewWindow {
  readonly level: Level
  /** What is in view, widened to whole cells of the grid. */
  readonly box: Box
}

const floorTo = (value: number, step: number): number => Math.floor(value / step)

/** The view as a text that differs only when another cell of the grid or another level comes into view. */
function windowKey({ transform: [x, y, zoom], width, height }: ReactFlowState): string {
  const left = floorTo(-x / zoom, nodePitchX)
  const top = floorTo(-y / zoom, nodePitchY)
  const right = floorTo((width - x) / zoom, nodePitchX) + 1
  const bottom = floorTo((height - y) / zoom, nodePitchY) + 1
  return [levelOf(zoom), left, top, right, bottom].join(' ')
}

/** The current view window. The small picture shows all that it has at any zoom. */
export function useViewWindow({ compact, bounds }: ClusterLayout): ViewWindow {
  const [level, left, top, right, bottom] = useStore(windowKey).split(' ')
  if (compact !== undefined) return { level: 'cluster', box: bounds }
  const x = Number(left) * nodePitchX
  const y = Number(top) * nodePitchY
  return { level: level as Level, box: { x, y, width: Number(right) * nodePitchX - x, height: Number(bottom) * nodePitchY - y } }
}

/** As many cards as a first view holds are mounted at once. */
const mountedAtOnce = 12

/** `wanted` slots as they may be mounted now: those that are gone leave at once, new ones come in a few a frame. */
export function useStaggered(wanted: readonly number[]): readonly number[] {
  const [mounted, setMounted] = useState<ReadonlySet<number>>(new Set())
  const missing = wanted.some((slot) => !mounted.has(slot))
  const stale = mounted.size > wanted.length
  useEffect(() => {
    if (!missing && !stale) return undefined
    const frame = requestAnimationFrame(() => {
      const kept = wanted.filter((slot) => mounted.has(slot))
      const added = wanted.filter((slot) => !mounted.has(slot)).slice(0, cardsPerFrame)
      setMounted(new Set([...kept, ...added]))
    })
    return () => { cancelAnimationFrame(frame) }
  }, [wanted, mounted, missing, stale])
  return wanted.length <= mountedAtOnce ? wanted : wanted.filter((slot) => mounted.has(slot))
}
