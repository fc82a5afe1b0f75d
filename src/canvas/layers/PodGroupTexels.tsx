/** Pods of groups as texels: two by two and a gap for each. A press on one chooses its pod. */
import { useEffect, useRef } from 'react'
import type { MouseEvent } from 'react'
import { useStore } from 'reactflow'
import { statusCodes } from '../../protocol/vocabulary.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { select } from '../../state/page-actions.ts'
import { outdatedSets } from '../kernels/outdated-sets.ts'
import { cellAt, cellOf } from '../kernels/pack-groups.ts'
import type { PackedGroups } from '../kernels/pack-groups.ts'
import type { PodGroup } from '../kernels/pod-groups.ts'
import type { Box } from '../kernels/layout.ts'
import type { Focus } from '../kernels/related.ts'
import { useFocus } from '../use-focus.ts'
import { texelOf } from './BitmapLayer.tsx'
import { mapPalette } from './colours.ts'

/** Texels of a pod in each direction, its gap included; as one without a gap where it has fewer pixels than `leastPx` on screen. */
const texels = 3
const leastPx = 2.6

/** Where texels are written, and how many there are for a pod. */
interface Surface {
  readonly width: number
  readonly pixels: Uint32Array
  readonly perPod: number
}

/** Writes the texels of a pod. Of pods that are one texel each those that are not as usual are one larger: they must not be lost between pixels. */
export function paintPod({ width, pixels, perPod }: Surface, column: number, row: number, colour: number, isOdd: boolean): void {
  const side = perPod === 1 && !isOdd ? 1 : 2
  const end = Math.min(width, column + side)
  for (let down = row; down < row + side; down += 1) pixels.fill(colour, down * width + column, down * width + end)
}

interface Props {
  readonly groups: readonly PodGroup[]
  readonly packed: PackedGroups
  readonly room: Box
  readonly title: number
}

/** Pods whose colours are written: where they stand, and what they look like. */
interface Painted {
  readonly column: number
  readonly row: number
  readonly colour: number
}

/** Writes all pods; those that are not as usual last, so that no neighbour covers them. */
function paintGroups(surface: Surface, view: ClusterView, { groups, packed, room, title }: Props, focus: Focus | undefined): void {
  const palette = mapPalette()
  const old = outdatedSets(view)
  const texel = packed.cell / surface.perPod
  const odd: Painted[] = []
  for (const [i, { pods }] of groups.entries()) {
    const place = packed.places[i]
    if (place === undefined) continue
    for (const [index, pod] of pods.entries()) {
      const at = cellOf(place, index, packed.cell, title)
      const status = texelOf(view, pod, old)
      const faded = focus !== undefined && !focus.pods.has(pod)
      const colour = faded ? palette.tile : status === statusCodes.running ? palette.quiet[2] : (palette.status[status] ?? palette.tile)
      const column = Math.floor((at.x - room.x) / texel)
      const row = Math.floor((at.y - room.y) / texel)
      if (status === statusCodes.running || faded) paintPod(surface, column, row, colour, false)
      else odd.push({ column, row, colour })
    }
  }
  for (const { column, row, colour } of odd) paintPod(surface, column, row, colour, true)
}

export function PodGroupTexels({ groups, packed, room, title }: Props) {
  const { view, store } = useCluster()
  const theme = useClusterState((state) => state.theme)
  const focus = useFocus()
  const canvas = useRef<HTMLCanvasElement>(null)
  const perPod = useStore(({ transform }) => packed.cell * transform[2] * window.devicePixelRatio < leastPx) ? 1 : texels
  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (element === null || context === null || context === undefined) return
    const texel = packed.cell / perPod
    const width = Math.ceil(room.width / texel)
    const height = Math.ceil(room.height / texel)
    element.width = width
    element.height = height
    const pixels = new Uint32Array(width * height)
    paintGroups({ width, pixels, perPod }, view, { groups, packed, room, title }, focus)
    context.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height), 0, 0)
  }, [view, groups, packed, room, title, perPod, theme, focus])

  const choose = ({ currentTarget, clientX, clientY }: MouseEvent<HTMLCanvasElement>): void => {
    // The canvas has a texel for each of its own pixels; the browser scales it.
    const bounds = currentTarget.getBoundingClientRect()
    const point = {
      x: room.x + ((clientX - bounds.left) / bounds.width) * room.width,
      y: room.y + ((clientY - bounds.top) / bounds.height) * room.height,
    }
    const at = cellAt(packed, point, title)
    const slot = at === undefined ? undefined : groups[at.group]?.pods[at.index]
    if (slot !== undefined) select(store, { kind: 'pod', slot })
  }
  const pods = groups.reduce((sum, group) => sum + group.pods.length, 0)
  return (
    <canvas
      ref={canvas} className="pod-group-texels" style={{ left: room.x, top: room.y, width: room.width, height: room.height }} role="img"
      aria-label={`Map of ${pods} pods in ${groups.length} groups`} onClick={choose}
    />
  )
}
