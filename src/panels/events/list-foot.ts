/** The foot of a list to whose head rows are added and whose oldest rows are left out. */
export interface ListFoot {
  /** Of the oldest row that is shown; 0: none yet. */
  readonly id: number
  /** Where that row ends: how high all that were left out below it are together. */
  readonly px: number
}

export const noFoot: ListFoot = { id: 0, px: 0 }

/**
 * The foot of a list of these rows, newest first, whose ids go up by one: rows that stay keep their distance from it, whatever comes and goes.
 * Another list, none of whose rows was in the one before, begins anew.
 */
export function footOf(before: ListFoot, ids: readonly number[], heightOf: (id: number) => number): ListFoot {
  const oldest = ids.at(-1) ?? 0
  if (oldest === before.id) return before
  if (oldest < before.id || oldest - before.id > ids.length) return { id: oldest, px: 0 }
  let { px } = before
  for (let id = before.id; id < oldest; id += 1) px += heightOf(id)
  return { id: oldest, px }
}
