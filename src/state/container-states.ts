/** Container states as they travel: four bits each. */
import { statusNames } from '../protocol/vocabulary.ts'
import type { StatusName } from '../protocol/vocabulary.ts'

export type ContainerStatusName = StatusName

/** Unpacks `PodColumns.containerStates` for the named containers; more than eight names get no state of their own and are left out. */
export function containerStatesOf(packed: number, names: readonly string[]): readonly { readonly name: string; readonly status: StatusName }[] {
  return names.slice(0, 8).map((name, i) => ({ name, status: statusNames[(packed >>> (i * 4)) & 15] ?? 'unknown' }))
}
