/** The cards and lines of the picture as plain values: where each stands and what it shows. */
import type { EdgeSpec } from './links/edge-specs.ts'
import type { CardForm } from './kernels/card-forms.ts'
import type { Box, ClusterLayout } from './kernels/layout.ts'
import { nodeBox } from './kernels/layout.ts'
import type { Focus } from './kernels/related.ts'

/** What the component of a card is given. */
export interface CardProps<T> {
  readonly data: T
}

interface Placed {
  readonly id: string
  readonly box: Box
  readonly zIndex: number
  readonly faded: boolean
}
export interface HeadData {
  readonly layout: ClusterLayout
  readonly box: Box
}
export interface WorkerData {
  readonly layout: ClusterLayout
  readonly slot: number
  /** It is still being put up: nobody sees it yet. */
  readonly isBare: boolean
}
export interface MachineData {
  readonly name: string
}

const headCards = [
  'kubectl', 'deployments', 'services', 'clients', 'etcd', 'controllerManager', 'scheduler', 'tray', 'apiServer', 'network',
] as const

/** A slim head has no column for what is outside and what was asked for. */
const slimCards = ['etcd', 'controllerManager', 'scheduler', 'tray', 'apiServer', 'network'] as const

export type HeadCardName = (typeof headCards)[number] | 'controlPlane' | 'workers'
/** Full, of the small picture, or a shell. */
export type WorkerCardName = 'worker' | 'compact' | 'shell'

export type PictureCard = Placed & (
  | { readonly kind: 'head'; readonly type: HeadCardName; readonly data: HeadData }
  | { readonly kind: 'worker'; readonly type: WorkerCardName; readonly data: WorkerData }
  | { readonly kind: 'machine'; readonly type: 'unregistered'; readonly data: MachineData }
)

export interface PictureLine {
  readonly id: string
  readonly spec: EdgeSpec
  readonly faded: boolean
  readonly selected: boolean
}

/** Below the links. Regions are grounds: clicks go through them. */
export const regionZIndex = -2

const headCard = (layout: ClusterLayout, type: HeadCardName, zIndex: number, faded: boolean): PictureCard =>
  ({ kind: 'head', id: type, type, box: layout[type], data: { layout, box: layout[type] }, zIndex, faded })

/** The cards that are always there; in focus those that take no part are faded. Regions lie below the links. */
export function headElements(layout: ClusterLayout, focus: Focus | undefined): PictureCard[] {
  return [
    headCard(layout, 'controlPlane', regionZIndex, false),
    headCard(layout, 'workers', regionZIndex, false),
    ...(layout.slim === undefined ? headCards : slimCards).map((part) =>
      headCard(layout, part, part === 'network' ? -1 : 0, focus !== undefined && !focus.head.has(part))),
  ]
}

/** A worker node's card in its form; the small picture has one of its own. */
export function workerElement(layout: ClusterLayout, slot: number, place: number, form: CardForm, focus: Focus | undefined): PictureCard {
  const type = layout.compact !== undefined ? 'compact' : form === 'shell' ? 'shell' : 'worker'
  const faded = focus !== undefined && !focus.nodes.has(slot)
  return { kind: 'worker', id: `node:${slot}`, type, box: nodeBox(place, layout.node), data: { slot, layout, isBare: form === 'bare' }, zIndex: 0, faded }
}

/** A machine without a Node object, where a node could stand. */
export function machineElement(layout: ClusterLayout, name: string, place: number, faded: boolean): PictureCard {
  return { kind: 'machine', id: `machine:${name}`, type: 'unregistered', box: nodeBox(place, layout.node), data: { name }, zIndex: 0, faded }
}

/** A line that can be reached with the keyboard and says its name. */
export function lineElement(spec: EdgeSpec, selectedLink: number, focus: Focus | undefined): PictureLine {
  return {
    id: spec.id, spec, selected: spec.link !== undefined && spec.link === selectedLink,
    faded: focus !== undefined && !focus.hasLink(spec.kind, spec.node),
  }
}
