/** The cards and lines for what is in view, and how links are drawn there. */
import { useCallback, useMemo, useRef } from 'react'
import { useCluster, useClusterState } from '../state/context.tsx'
import { select } from '../state/page-actions.ts'
import { podGrouping } from '../state/picture-actions.ts'
import { overlaps } from './kernels/hit-test.ts'
import { keepSame } from './kernels/keep-same.ts'
import { nodeBox } from './kernels/layout.ts'
import type { ClusterLayout, PlacedNode } from './kernels/layout.ts'
import { chipScaleAt, linkMode, maxFullCards, mostFew, shortChipZoom } from './kernels/level-of-detail.ts'
import type { LinkMode } from './kernels/level-of-detail.ts'
import type { Focus } from './kernels/related.ts'
import { edgeSpecs } from './links/edge-specs.ts'
import type { EdgeSpec } from './links/edge-specs.ts'
import { headElements, lineElement, machineElement, workerElement } from './picture-elements.ts'
import type { PictureCard, PictureLine } from './picture-elements.ts'
import { useLinkTable } from './use-cluster-layout.ts'
import { useRestingZoom } from './use-camera-moves.ts'
import type { CameraMoves } from './use-camera-moves.ts'
import { useFullCards, useStaggered } from './use-window.ts'
import type { ViewWindow } from './use-window.ts'

interface PictureElements {
  readonly cards: readonly PictureCard[]
  readonly lines: readonly PictureLine[]
  readonly onSelectLine: (spec: EdgeSpec) => void
  readonly mode: LinkMode
  /** Cards are still to come, or to go. */
  readonly mounting: boolean
}

const noNodes: readonly PlacedNode[] = []

/** The list of before while it has the same members. */
function useSameList<T>(list: readonly T[]): readonly T[] {
  const known = useRef(list)
  if (list.length !== known.current.length || list.some((one, i) => one !== known.current[i])) known.current = list
  return known.current
}

/** How much larger the chips of lines are that are not drawn in full; undefined: there is no room for them. */
function useChipScale(plain: boolean, textFactor: number, moves: CameraMoves): number | undefined {
  const scale = useRestingZoom((zoom) => (plain ? chipScaleAt(zoom, textFactor) ?? 0 : 0), moves)
  return scale === 0 ? undefined : scale
}

/** The worker nodes in view that are mounted now; none at fleet level, where the bitmap shows them. */
function useMounted(
  placed: readonly PlacedNode[],
  { node }: ClusterLayout,
  { level, box }: ViewWindow,
): { readonly inView: number; readonly mounted: readonly PlacedNode[]; readonly full: ReadonlySet<number> } {
  const far = level === 'fleet'
  const found = useMemo(
    // So few are not taken away and put back when the camera goes near: that takes longer than to keep them.
    () => (far ? noNodes : placed.length <= mostFew ? placed : placed.filter(({ place }) => overlaps(nodeBox(place, node), box))),
    [placed, node, far, box.x, box.y, box.width, box.height],
  )
  const inView = useSameList(found)
  const wanted = useMemo(() => inView.map(({ slot }) => slot), [inView])
  const slots = useStaggered(wanted)
  const mounted = useMemo(() => placed.filter(({ slot }) => slots.has(slot)), [placed, slots])
  const full = useFullCards(slots, (level === 'cluster' || level === 'near') && inView.length <= maxFullCards)
  return { inView: inView.length, mounted, full }
}

/** Levels of a line's content: its spec, its points, their coordinates. */
const lineDepth = 4

/** What the picture draws. Replaced only when what is in view, a link or the selected link changes. */
export function usePictureElements(
  layout: ClusterLayout, placed: readonly PlacedNode[], view: ViewWindow, focus: Focus | undefined,
  machines: readonly { readonly name: string; readonly place: number }[], moves: CameraMoves,
): PictureElements {
  const { store } = useCluster()
  const grouping = useClusterState(podGrouping) !== undefined && layout.compact === undefined
  const { inView, mounted, full } = useMounted(grouping ? noNodes : placed, layout, view)
  const mode = grouping ? 'hidden' : linkMode(view.level, inView)
  const links = useLinkTable(mounted)
  const selectedLink = useClusterState(({ selection }) => (selection?.kind === 'link' ? selection.id : -1))
  const chipScale = useChipScale(mode === 'plain' && layout.rows === 1, layout.textFactor, moves)
  const firstChipsOnly = chipScale !== undefined && chipScale > 1 / shortChipZoom

  const given = useRef<{ cards: PictureCard[]; lines: PictureLine[] }>({ cards: [], lines: [] })
  const withMachines = !grouping && view.level !== 'fleet'
  const cards = useMemo(() => {
    const shown = withMachines ? machines : []
    given.current.cards = keepSame(given.current.cards, [
      ...headElements(layout, focus),
      ...shown.map(({ name, place }) => machineElement(layout, name, place, focus !== undefined)),
      ...mounted.map(({ slot, place }) => workerElement(layout, slot, place, full.has(slot), focus)),
    ])
    return given.current.cards
  }, [layout, mounted, full, withMachines, focus, machines])

  const lines = useMemo(() => {
    const shown = mounted.map(({ slot }) => links.nodes.get(slot)).filter((node) => node !== undefined)
    const specs = edgeSpecs({ layout, mode, chipScale, firstChipsOnly, nodes: shown, headLinks: links.head, nodePort: links.nodePort })
    given.current.lines = keepSame(given.current.lines, specs.map((spec) => lineElement(spec, selectedLink, focus)), lineDepth)
    return given.current.lines
  }, [layout, mode, chipScale, firstChipsOnly, mounted, links, selectedLink, focus])

  const onSelectLine = useCallback(
    (spec: EdgeSpec) => {
      if (spec.link !== undefined) select(store, { kind: 'link', id: spec.link })
    },
    [store],
  )
  return { cards, lines, onSelectLine, mode, mounting: mounted.length !== inView }
}
