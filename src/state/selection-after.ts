/** What stays selected when a frame takes things away: a slot is used again, so a selection must not outlive what it was made for. */
import type { Frame } from '../protocol/frame.ts'
import type { FrameDelta } from './apply-frame.ts'
import type { ClusterState } from './cluster-store.ts'
import type { ClusterView } from './cluster-view.ts'
import { unwatched } from './picture-state.ts'
import { without } from './places.ts'
import { processRef } from './process-key.ts'
import type { Selection } from './selection.ts'
import { successor } from './selection-follow.ts'
import type { FollowedPod } from './selection-follow.ts'
import { nodeByName } from './selectors.ts'

/**
 * What is selected and where one can go back to, when a frame took something away. A pod that is followed hands over to who comes after it.
 * `name`: of what was selected before the frame.
 */
export function selectionAfter(
  state: ClusterState, frame: Frame, delta: FrameDelta, name: string | undefined, followed: FollowedPod | undefined,
): Partial<ClusterState> {
  const { selection, picture, view } = state
  const isGone = (thing: Selection): boolean => selectionWent(view, thing, frame, delta)
  const went = selection !== undefined && isGone(selection)
  const next = !went || followed === undefined || delta.snapshot ? undefined : successor(followed, view)
  const places = without(picture.places, isGone, next !== undefined)
  const lookedAt = { ...picture, ...(went && next === undefined ? unwatched : {}), places }
  const changed = places === picture.places && !went ? {} : { picture: lookedAt }
  return went ? { ...changed, selection: next, selectionGone: next === undefined ? name : undefined } : changed
}

const recordKinds: Readonly<Partial<Record<Selection['kind'], Frame['gone'][number]['kind']>>> = {
  deployment: 'Deployment', replicaset: 'ReplicaSet', service: 'Service',
}

function selectionWent(view: ClusterView, selection: Selection, frame: Frame, delta: FrameDelta): boolean {
  if (delta.snapshot) return selection.kind !== 'component'
  switch (selection.kind) {
    case 'pod': return delta.podsGone.includes(selection.slot)
    case 'node': return delta.nodesGone.includes(selection.slot)
    case 'deployment':
    case 'replicaset':
    case 'service': return frame.gone.some(({ kind, slot }) => kind === recordKinds[selection.kind] && slot === selection.slot)
    case 'link': return !view.links.has(selection.id)
    case 'component': return componentNodeWent(view, selection.key, delta)
    case 'hop': return false
  }
}

function componentNodeWent(view: ClusterView, key: string, delta: FrameDelta): boolean {
  const node = processRef(key)?.node
  return node !== undefined && delta.nodesGone.length > 0 && nodeByName(view, node) === undefined
}

/** What is selected, in words: "Pod web-x2f4k". Ask before a frame that may take it away. */
export function selectedName({ selection, view }: ClusterState): string | undefined {
  switch (selection?.kind) {
    case 'pod': return `Pod ${view.pods.names[selection.slot]?.name ?? ''}`
    case 'node': return `Node ${view.nodes.names[selection.slot]?.name ?? ''}`
    case 'deployment': return `Deployment ${view.deployments.get(selection.slot)?.name ?? ''}`
    case 'replicaset': return `ReplicaSet ${view.replicaSets.get(selection.slot)?.name ?? ''}`
    case 'service': return `Service ${view.services.get(selection.slot)?.name ?? ''}`
    case 'component': return selection.key
    case 'link': return 'The link'
    default: return undefined
  }
}
