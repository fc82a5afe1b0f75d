import { useMemo } from 'react'
import type { LinkKind } from '../kubernetes/architecture.ts'
import type { LinkCount } from '../protocol/inspect.ts'
import { useInspect } from './use-inspect.ts'

export interface LinkTotals {
  readonly messages: number
  readonly lost: number
}

/** The engine's own message counts: per kind of link and per link. Undefined before the first answer. */
export function useLinkCounts(): { readonly byKind: ReadonlyMap<LinkKind, LinkTotals>; readonly byId: ReadonlyMap<number, LinkTotals> } | undefined {
  const { answer } = useInspect({ query: 'links' })
  return useMemo(() => (answer === undefined ? undefined : { byKind: totalsByKind(answer), byId: new Map(answer.map((link) => [link.id, link])) }), [answer])
}

/** Sums the links of each kind. */
function totalsByKind(counts: readonly LinkCount[]): ReadonlyMap<LinkKind, LinkTotals> {
  const totals = new Map<LinkKind, LinkTotals>()
  for (const { link, messages, lost } of counts) {
    const before = totals.get(link) ?? { messages: 0, lost: 0 }
    totals.set(link, { messages: before.messages + messages, lost: before.lost + lost })
  }
  return totals
}
