/** The cards and lines for what is in view, and how links are drawn there. */
import { useCallback, useMemo, useRef } from 'react'
import { useCluster, useClusterState } from '../state/context.tsx'
import { select } from '../state/page-actions.ts'
import { hasLines } from './kernels/card-forms.ts'
import type { CardForm, CardForms } from './kernels/card-forms.ts'
import { placesIn } from './kernels/hit-test.ts'
import { keepSame } from './kernels/keep-same.ts'
import type { PlacedNode } from './kernels/grid.ts'
import type { ClusterLayout } from './kernels/layout.ts'
import { chipScaleAt, maxFullCards, mostFew, shortChipZoom } from './kernels/level-of-detail.ts'
import type { Level, LinkMode } from './kernels/level-of-detail.ts'
import type { Focus } from './kernels/related.ts'
import { createEdgeMemory, edgeSpecs } from './links/edge-specs.ts'
import type { EdgeSpec } from './links/edge-specs.ts'
import { headElements, lineElement, machineElement, workerElement } from './picture-elements.ts'
import type { PictureCard, PictureLine } from './picture-elements.ts'
import { useRestingZoom } from './use-camera-moves.ts'
import { useLinkTable } from './use-link-table.ts'
import { useCardForms, useStaggered } from './use-window.ts'
import type { ViewWindow } from './use-window.ts'

export interface PictureInput {
  readonly layout: ClusterLayout
  readonly placed: readonly PlacedNode[]
  /** The nodes in view, from `useInView`. */
  readonly inView: readonly PlacedNode[]
  readonly level: Level
  readonly mode: LinkMode
  readonly focus: Focus | undefined
  /** Machines without a Node object. */
  readonly machines: readonly { readonly name: string; readonly place: number }[]
}

interface PictureElements {
  readonly cards: readonly PictureCard[]
  readonly lines: readonly PictureLine[]
  readonly onSelectLine: (spec: EdgeSpec) => void
  /** Cards are still to come. */
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
function useChipScale(plain: boolean, textFactor: number): number | undefined {
  const scale = useRestingZoom((zoom) => (plain ? chipScaleAt(zoom, textFactor) ?? 0 : 0))
  return scale === 0 ? undefined : scale
}

/** The worker nodes in view; none at fleet level, where the bitmap shows them. The same list while it has the same members. */
export function useInView(placed: readonly PlacedNode[], { node }: ClusterLayout, { level, box }: ViewWindow): readonly PlacedNode[] {
  const far = level === 'fleet'
  const byPlace = useMemo(() => new Map(placed.map((one) => [one.place, one])), [placed])
  const found = useMemo(
    // So few are not taken away and put back when the camera goes near: that takes longer than to keep them.
    () => (far ? noNodes : placed.length <= mostFew ? placed : placesIn(box, node).map((place) => byPlace.get(place)).filter((one) => one !== undefined)),
    [placed, byPlace, node, far, box.x, box.y, box.width, box.height],
  )
  return useSameList(found)
}

/** Those of the nodes in view that are mounted now, and in which form. */
function useMounted({ placed, inView, level }: PictureInput): { readonly mounted: readonly PlacedNode[]; readonly forms: CardForms } {
  const wanted = useMemo(() => inView.map(({ slot }) => slot), [inView])
  const all = inView.length === placed.length
  const slots = useStaggered(wanted, all)
  const bySlot = useMemo(() => new Map(placed.map((one) => [one.slot, one])), [placed])
  const mounted = useMemo(
    () => [...slots].map((slot) => bySlot.get(slot)).filter((one) => one !== undefined).toSorted((a, b) => a.place - b.place),
    [bySlot, slots],
  )
  const full = (level === 'cluster' || level === 'near') && inView.length <= maxFullCards
  return { mounted, forms: useCardForms(slots, full ? 'full' : 'shell', all) }
}

/** Makes cards of worker nodes, each of them once: cards come one by one, and all that stand already are asked for again. */
function rememberWorkers(layout: ClusterLayout, focus: Focus | undefined): (node: PlacedNode, form: CardForm) => PictureCard {
  const known = new Map<number, { readonly place: number; readonly form: CardForm; readonly card: PictureCard }>()
  return ({ slot, place }, form) => {
    const before = known.get(slot)
    if (before !== undefined && before.place === place && before.form === form) return before.card
    const card = workerElement(layout, slot, place, form, focus)
    known.set(slot, { place, form, card })
    return card
  }
}

/** Levels of a line's content: its spec, its points, their coordinates. */
const lineDepth = 4

/** What the picture draws. Replaced only when what is in view, a link or the selected link changes. */
export function usePictureElements(input: PictureInput): PictureElements {
  const { layout, inView, mode, focus, machines } = input
  const { store } = useCluster()
  const { mounted, forms } = useMounted(input)
  // Trunks are drawn without: they are the same whatever cards come.
  const linked = useMemo(() => (mode === 'trunk' ? inView.slice(0, 1) : mounted.filter(({ slot }) => hasLines(forms.get(slot)))), [mode, inView, mounted, forms])
  const links = useLinkTable(linked)
  const selectedLink = useClusterState(({ selection }) => (selection?.kind === 'link' ? selection.id : -1))
  const chipScale = useChipScale(mode === 'plain' && layout.rows === 1, layout.textFactor)
  const firstChipsOnly = chipScale !== undefined && chipScale > 1 / shortChipZoom

  const edges = useRef(createEdgeMemory())
  const given = useRef<{ cards: PictureCard[]; lines: PictureLine[] }>({ cards: [], lines: [] })
  const withMachines = mode !== 'hidden'
  const head = useMemo(() => headElements(layout, focus), [layout, focus])
  const workerCard = useMemo(() => rememberWorkers(layout, focus), [layout, focus])
  const cards = useMemo(() => {
    const shown = withMachines ? machines : []
    given.current.cards = keepSame(given.current.cards, [
      ...head,
      ...shown.map(({ name, place }) => machineElement(layout, name, place, focus !== undefined)),
      ...mounted.map((node) => workerCard(node, forms.get(node.slot) ?? 'shell')),
    ])
    return given.current.cards
  }, [layout, head, workerCard, mounted, forms, withMachines, focus, machines])

  const lines = useMemo(() => {
    const shown = linked.map(({ slot }) => links.nodes.get(slot)).filter((node) => node !== undefined)
    const specs = edgeSpecs({ layout, mode, chipScale, firstChipsOnly, nodes: shown, headLinks: links.head, nodePort: links.nodePort }, edges.current)
    given.current.lines = keepSame(given.current.lines, specs.map((spec) => lineElement(spec, selectedLink, focus)), lineDepth)
    return given.current.lines
  }, [layout, mode, chipScale, firstChipsOnly, linked, links, selectedLink, focus])

  const onSelectLine = useCallback(
    (spec: EdgeSpec) => {
      if (spec.link !== undefined) select(store, { kind: 'link', id: spec.link })
    },
    [store],
  )
  return { cards, lines, onSelectLine, mounting: inView.some(({ slot }) => !forms.has(slot)) }
}
