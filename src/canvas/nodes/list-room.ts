/** What has room in the lists of the left column: what has none is counted, never cut. */
import type { ReplicaSetRecord } from '../../protocol/frame.ts'
import { isSteady, replicaSetCounts, shortAddress } from './objects-view.ts'
import type { DeploymentView, ServiceView } from './objects-view.ts'

/** Heights of rows in the cards of the left column, in px. Where ReplicaSets are several, each is a target of the least size (WCAG 2.5.8). */
const rows = { deployment: 46, replicaSet: 15, severalReplicaSets: 24, service: 33, endpoints: 14, more: 28 } as const
/** Characters of a ReplicaSet that has room beside another. */
const charsBeside = 9
/** Height that a card's title and edges take; the Deployments' card has a line of words for its columns besides. */
const headHeight = { deployments: 40, services: 30 } as const
/** Characters of short addresses with which three endpoints stand side by side; longer ones stand in twos. */
const shortAddresses = 4
const mostEndpointRows = 3

/** Height of a Deployment's rows of ReplicaSets: one has a row with its hash, several stand side by side where their counts are short. */
export function replicaSetsHeight(sets: readonly ReplicaSetRecord[]): number {
  if (sets.length <= 1) return rows.replicaSet * sets.length
  let lines = 0
  let hasRoom = false
  for (const set of sets) {
    const short = `r${set.revision} ${replicaSetCounts(set)}`.length <= charsBeside
    if (!(short && hasRoom)) lines += 1
    hasRoom = short && !hasRoom
  }
  return rows.severalReplicaSets * lines
}

/** How many tiles have room one below the other, leaving a row for "more" when not all have. */
function tilesThatFit(heights: readonly number[], room: number): number {
  const countWithin = (most: number): number => {
    let used = 0
    const past = heights.findIndex((height) => (used += height) > most)
    return past < 0 ? heights.length : past
  }
  const all = countWithin(room)
  return all === heights.length ? all : Math.max(1, countWithin(room - rows.more))
}

/** Whether ReplicaSets have rows also where not all Deployments have room for theirs: a single one says little that the tile does not say. */
export const keepsRows = ({ replicaSets }: DeploymentView): boolean => replicaSets.length > 1

/**
 * Deployments that a card of `height` px shows whole, and whether with all rows of ReplicaSets. Where not all have room, only those that are
 * being updated have them; these are among the ones that are shown, so they are counted wherever they stand.
 */
export function deploymentsThatFit(deployments: readonly DeploymentView[], height: number): { readonly shown: number; readonly allRows: boolean } {
  const room = Math.round(height) - headHeight.deployments
  const heightOf = ({ replicaSets }: DeploymentView): number => rows.deployment + replicaSetsHeight(replicaSets)
  if (tilesThatFit(deployments.map(heightOf), room) === deployments.length) return { shown: deployments.length, allRows: true }
  const smallOf = (deployment: DeploymentView): number => (keepsRows(deployment) ? heightOf(deployment) : rows.deployment)
  const smallHeight = (count: number): number => deploymentsShown(deployments, count).reduce((sum, deployment) => sum + smallOf(deployment), 0)
  let shown = tilesThatFit(deployments.map(() => rows.deployment), room)
  while (shown > 1 && smallHeight(shown) > room - (shown < deployments.length ? rows.more : 0)) shown -= 1
  return { shown, allRows: false }
}

/**
 * The Deployments that a card shows when only `count` have room: the first ones, but that one that is not as it should be and has no place
 * takes that of the last one that is. Those that stay keep their rows.
 */
export function deploymentsShown(deployments: readonly DeploymentView[], count: number): readonly DeploymentView[] {
  const shown = deployments.slice(0, count)
  const waiting = deployments.slice(count).filter((deployment) => !isSteady(deployment))
  for (let at = shown.length - 1; at >= 0 && waiting.length > 0; at -= 1) {
    const row = shown[at]
    if (row !== undefined && isSteady(row)) shown[at] = waiting.shift() ?? row
  }
  return shown
}

/** How many endpoints stand side by side. */
export function endpointsInRow(services: readonly ServiceView[]): number {
  return services.every(({ endpoints }) => endpoints.every(({ address }) => shortAddress(address).length <= shortAddresses)) ? 3 : 2
}

/** Services that a card of `height` px shows whole, and endpoints of each. `inRow`: as `endpointsInRow` says. */
export function servicesThatFit(services: number, height: number, inRow: number): { readonly services: number; readonly endpoints: number } {
  // Heights come from a scaled picture and may be a hair too small.
  const room = Math.round(height) - headHeight.services
  const shown = tilesThatFit(Array.from({ length: services }, () => rows.service), room)
  const left = room - shown * rows.service - (shown < services ? rows.more : 0)
  const endpointRows = shown === 0 ? 0 : Math.floor(left / (rows.endpoints * shown))
  return { services: shown, endpoints: inRow * Math.min(mostEndpointRows, Math.max(0, endpointRows)) }
}
