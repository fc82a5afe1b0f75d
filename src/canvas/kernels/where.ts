/** Where a chosen thing stands in the picture, and the view that brings it near. */
import type { ClusterView } from '../../state/cluster-view.ts'
import { nodeByName } from '../../state/selectors.ts'
import type { Selection } from '../../state/selection.ts'
import { nodeBox } from './layout.ts'
import type { Box, ClusterLayout } from './layout.ts'

/** The box of a thing in the world: its own card, its node's, or the card that lists it. Undefined: it has none, or is gone. */
export function boxOf(layout: ClusterLayout, view: ClusterView, selection: Selection): Box | undefined {
  switch (selection.kind) {
    case 'node': return nodeOf(layout, view, selection.slot)
    case 'pod': {
      const node = view.pods.node[selection.slot] ?? -1
      return node < 0 ? layout.tray : nodeOf(layout, view, node)
    }
    default: {
      const card = cardOf(view, selection)
      return card === undefined ? undefined : cardBox(layout, view, card)
    }
  }
}

/**
 * The card on which a thing stands now, by a name that lasts: a slot is used again when what had it is gone. Of nodes and what is on them "node/NAME",
 * of components their key, else the name of the list. Undefined: it has none.
 */
export function cardOf(view: ClusterView, selection: Selection): string | undefined {
  switch (selection.kind) {
    case 'node': return nodeCard(view, selection.slot)
    case 'pod': {
      const node = view.pods.node[selection.slot] ?? -1
      return node < 0 ? 'tray' : nodeCard(view, node)
    }
    case 'deployment':
    case 'replicaset': return 'deployments'
    case 'service': return 'services'
    case 'component': return selection.key
    case 'link':
    case 'hop': return undefined
  }
}

function nodeCard(view: ClusterView, slot: number): string | undefined {
  const name = view.nodes.names[slot]?.name
  return name === undefined ? undefined : `node/${name}`
}

/** The small picture leaves boxes out: they have no size there. */
const drawn = (box: Box): Box | undefined => (box.width > 0 ? box : undefined)

function nodeOf(layout: ClusterLayout, view: ClusterView, slot: number): Box | undefined {
  const place = placeOf(layout, view, slot)
  return place === undefined ? undefined : nodeBox(place, layout.node)
}

/** Where a node stands in the picture's grid; undefined: there is none of that slot. */
export function placeOf({ arranged }: Pick<ClusterLayout, 'arranged'>, view: ClusterView, slot: number): number | undefined {
  if (slot < 0 || view.nodes.alive[slot] !== 1) return undefined
  return arranged === undefined ? (view.nodes.place[slot] ?? 0) : arranged.get(slot)
}

/** Where a card named by `cardOf` stands in the world; undefined: nowhere in this picture, or no more. */
export function cardBox(layout: ClusterLayout, view: ClusterView, card: string): Box | undefined {
  const slash = card.indexOf('/')
  if (slash >= 0) {
    const slot = nodeByName(view, card.slice(slash + 1))
    return slot === undefined ? undefined : nodeOf(layout, view, slot)
  }
  switch (card) {
    case 'tray': return layout.tray
    case 'deployments': return drawn(layout.deployments)
    case 'services': return drawn(layout.services)
    case 'etcd': return layout.etcd
    case 'kube-apiserver': return layout.apiServer
    case 'kube-controller-manager': return layout.controllerManager
    case 'kube-scheduler': return layout.scheduler
    case 'cluster-network': return layout.network
    case 'kubectl': return drawn(layout.kubectl)
    case 'clients': return drawn(layout.clients)
    default: return undefined
  }
}

/** A view in React Flow's terms. */
export interface CameraView {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** Whether two views look the same. */
export function sameView(a: CameraView, b: CameraView): boolean {
  return Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1 && Math.abs(a.zoom - b.zoom) < 0.001
}

/** On screen, a thing at least so large is read where it is; sizes in CSS px. */
const readable = { width: 120, height: 36 } as const
/** Part of the screen that a thing may fill when it was flown to. */
const filled = 0.52
const mostFilled = 0.88
/** Zoom at which a full card is read. */
const nearZoom = 1.3

/** Whether a box is too small on screen to be read at a zoom. */
export function isSmall(box: Box, zoom: number): boolean {
  return box.width * zoom < readable.width || box.height * zoom < readable.height
}

/** Whether a box is wholly on screen. */
export function isInView(box: Box, { x, y, zoom }: CameraView, width: number, height: number): boolean {
  const left = box.x * zoom + x
  const top = box.y * zoom + y
  return left >= 0 && top >= 0 && left + box.width * zoom <= width && top + box.height * zoom <= height
}

/**
 * The view with a box in its middle, as near as it may come: never so near that what is around it is lost. Where text must be `textFactor`
 * times as large as usual the box takes more of the screen.
 */
export function viewOf(box: Box, width: number, height: number, textFactor = 1): CameraView {
  const part = Math.min(mostFilled, filled * textFactor)
  const zoom = Math.min(nearZoom * textFactor, (part * width) / box.width, (part * height) / box.height)
  return centred(box, zoom, width, height)
}

/** The view with a box in its middle that fills `part` (0 to 1) of the screen. */
export function viewFilled(box: Box, part: number, width: number, height: number): CameraView {
  return centred(box, part * Math.min(width / box.width, height / box.height), width, height)
}

/** The view with a box in its middle at a zoom. */
export function centred(box: Box, zoom: number, width: number, height: number): CameraView {
  return { zoom, x: width / 2 - (box.x + box.width / 2) * zoom, y: height / 2 - (box.y + box.height / 2) * zoom }
}
