/**
 * Like changes of one moment told as one: "kubelets reported 120 nodes Ready". The host does so with the changes of a frame, so that the
 * count is whole however many there were, and the page with those of frame after frame.
 */
import type { Change, ChangeGroup } from './frame.ts'

type Told = Omit<Change, 'id'>

/** Fewer are told one by one. */
const leastTogether = 8
/** Simulated time between one of a group and the next, and between its first and its last, at most. */
const momentUs = 2_000_000
const longestUs = 60_000_000
/** Members that a group keeps by name. */
const maxMembers = 20

/**
 * Adds `news`, in order of time, to `told`. A change that is like seven or more before it of its moment joins them: they become one row,
 * the newest of the list, and what joins later grows it where it stands.
 */
export function tellTogether<T extends Told>(told: readonly T[], news: readonly T[]): T[] {
  const rows: (T | undefined)[] = [...told]
  const alike = new Map<string, number[]>()
  rows.forEach((change, row) => { noteRow(alike, change, row) })
  for (const change of news) {
    const open = (alike.get(likeness(change) ?? '') ?? []).filter((row) => isOpen(rows[row], change))
    const group = open.find((row) => rows[row]?.group !== undefined)
    const parts = [...open.map((row) => rows[row]!), change]
    if (group === undefined && sentences(parts) < leastTogether) {
      noteRow(alike, change, rows.push(change) - 1)
      continue
    }
    for (const row of open) rows[row] = undefined
    const together = joined(parts)
    if (group === undefined) rows.push(together)
    else rows[group] = together
    alike.set(likeness(change)!, [group ?? rows.length - 1])
  }
  return rows.filter((change) => change !== undefined)
}

const likeness = ({ many, tone }: Told): string | undefined => (many === undefined ? undefined : `${tone} ${many.text}`)

function noteRow(alike: Map<string, number[]>, change: Told | undefined, row: number): void {
  const key = change === undefined ? undefined : likeness(change)
  if (key === undefined) return
  const rows = alike.get(key)
  if (rows === undefined) alike.set(key, [row])
  else rows.push(row)
}

/** Whether a later change is of the same moment. */
function isOpen(row: Told | undefined, { simTimeUs, group }: Told): boolean {
  const firstUs = group?.sinceUs ?? simTimeUs
  return row !== undefined && firstUs - row.simTimeUs <= momentUs && simTimeUs - (row.group?.sinceUs ?? row.simTimeUs) <= longestUs
}

/** Sentences that these would take; one that stands for several is enough to make a group. */
const sentences = (parts: readonly Told[]): number => (parts.some(({ group }) => group !== undefined) ? leastTogether : parts.length)

/** One change in place of `parts`, oldest first; it has the id of the group among them, so that its row stays. */
function joined<T extends Told>(parts: readonly T[]): T {
  const newest = parts.at(-1)!
  const { actor, text } = newest.many!
  const count = parts.reduce((sum, { group, many }) => sum + (group?.count ?? many!.count), 0)
  const changes = parts.reduce((sum, { group }) => sum + (group?.changes ?? 1), 0)
  const members = parts.flatMap((part): ChangeGroup['members'] => part.group?.members ?? [{ text: part.text, subject: part.subject }])
  const sinceUs = Math.min(...parts.map(({ group, simTimeUs }) => group?.sinceUs ?? simTimeUs))
  const row = parts.find(({ group }) => group !== undefined) ?? newest
  const group: ChangeGroup = { count, changes, sinceUs, members: members.slice(-maxMembers) }
  return { ...row, simTimeUs: newest.simTimeUs, subject: newest.subject, actor, text: text.replace('#', String(count)), group }
}
