import { expect, it } from 'vitest'
import type { LinkRecord } from '../../src/protocol/frame.ts'
import { indexLink } from '../../src/state/link-index.ts'
import type { LinksByNode } from '../../src/state/link-index.ts'

const link = (id: number, node: number, peer = -1, more: Partial<LinkRecord> = {}): LinkRecord =>
  ({ kind: 'Link', id, link: peer < 0 ? 'cri' : 'vxlan', node, peer, up: true, gone: false, ...more })

/** What nodes -1 to 2 have after all of these were told of, by id. */
function told(...records: readonly LinkRecord[]): readonly (readonly number[])[] {
  const index: LinksByNode = new Map()
  const links = new Map<number, LinkRecord>()
  for (const record of records) {
    indexLink(index, record, links.get(record.id))
    if (record.gone) links.delete(record.id)
    else links.set(record.id, record)
  }
  for (const own of index.values()) for (const [id, record] of own) expect(record).toBe(links.get(id))
  return [-1, 0, 1, 2].map((node) => [...index.get(node)?.keys() ?? []])
}

it('links stand with their node, those between two nodes with both, those of the control plane by themselves', () => {
  expect(told(link(1, -1), link(2, 0), link(3, 0, 2), link(4, 1))).toEqual([[1], [2, 3], [4], [3]])
})
it('a link is told of anew in its place, at another node when it is of another, and nowhere when it is gone', () => {
  expect(told(link(2, 0), link(3, 0, 2), link(2, 0, -1, { up: false }))).toEqual([[], [2, 3], [], [3]])
  expect(told(link(3, 0, 2), link(3, 0, 1))).toEqual([[], [3], [3], []])
  expect(told(link(3, 0, 2), link(2, 1), link(3, 0, 2, { gone: true }))).toEqual([[], [], [2], []])
  expect(told(link(5, 0, -1, { gone: true }))).toEqual([[], [], [], []])
})
