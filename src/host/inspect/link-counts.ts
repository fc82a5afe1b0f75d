/** The engine's own count of messages on every link. */
import { linkKindOf } from '../../kubernetes/architecture.ts'
import { countMessages, type ClusterState } from '../../engine/index.ts'
import type { LinkCount } from '../../protocol/inspect.ts'

export function linkCounts(cluster: ClusterState): LinkCount[] {
  const { links } = cluster.sim
  countMessages(links, cluster.proxies)
  const counts: LinkCount[] = []
  for (let id = 0; id < links.count; id++) {
    if (links.nearEnd[id] === -2) continue
    counts.push({
      id, link: linkKindOf(links.kind[id]!), node: links.nearEnd[id]! >= 0 ? links.nearEnd[id]! : links.farEnd[id]!,
      messages: links.messages[id]!, lost: links.lost[id]!,
    })
  }
  return counts
}
