/** Links by the nodes that they belong to: who draws a few of thousands of nodes asks for theirs alone. */
import type { LinkRecord } from '../protocol/frame.ts'

/** Links by id, by slot of a node; -1: those of the control plane. A link between two nodes belongs to both. */
export type LinksByNode = Map<number, Map<number, LinkRecord>>

const endsOf = ({ node, peer }: LinkRecord): readonly number[] => (peer < 0 || node < 0 ? [node] : [node, peer])

/** Puts `record` to its nodes in the place of `before`, what was told of the same link last. A link that is gone is taken away. */
export function indexLink(index: LinksByNode, record: LinkRecord, before: LinkRecord | undefined): void {
  if (before !== undefined && (record.gone || before.node !== record.node || before.peer !== record.peer)) {
    for (const node of endsOf(before)) index.get(node)?.delete(record.id)
  }
  if (record.gone) return
  for (const node of endsOf(record)) {
    const own = index.get(node)
    if (own === undefined) index.set(node, new Map([[record.id, record]]))
    else own.set(record.id, record)
  }
}
