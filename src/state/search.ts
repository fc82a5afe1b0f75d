/** Finds things of the cluster by what a person types: words of a name, a kind, a status. Reads the view only; labels are the API's business. */
import { components } from '../kubernetes/architecture.ts'
import { statusNames } from '../protocol/vocabulary.ts'
import type { StatusName } from '../protocol/vocabulary.ts'
import type { ClusterView } from './cluster-view.ts'
import { nodeWord } from './node-state.ts'
import { podWord } from './selectors.ts'
import type { Selection } from './selection.ts'

export interface Found {
  readonly selection: Selection
  /** Kind as kubectl writes it: "Pod", "Node", "Component". */
  readonly kind: string
  readonly name: string
  /** Where it is and how: "Running on node-2". */
  readonly says: string
  readonly status: StatusName | undefined
}

export const maxFound = 12

/** Whether each word that was typed is in one of the texts, in lower case, that say what a thing is. Not put together: it is asked of 150,000 pods. */
type Matches = (...texts: readonly string[]) => boolean

function matcher(query: string): Matches {
  const wanted = query.toLowerCase().split(/[\s/]+/).filter((word) => word !== '')
  return (...texts) => wanted.every((word) => texts.some((text) => text.includes(word)))
}

/** How well a name fits: it is what was typed, begins with it, or neither. */
function rankOf(name: string, typed: string): 0 | 1 | 2 {
  const lower = name.toLowerCase()
  return lower === typed ? 0 : lower.startsWith(typed) ? 1 : 2
}

/** Takes what was found. */
interface Finds {
  /** Whether one more of that name would be of use. */
  wants(name: string): boolean
  readonly matches: Matches
  take(thing: Found): void
  /** Takes a thing if it matches. */
  offer(thing: Found): void
}

/** At most `maxFound` things, those whose name begins with what was typed first; nothing for an empty query. Looks at everything. */
export function search(view: ClusterView, query: string): readonly Found[] {
  const typed = query.trim().toLowerCase()
  if (typed === '') return []
  const matches = matcher(query)
  const ranked: readonly [Found[], Found[], Found[]] = [[], [], []]
  const take = (thing: Found): void => { ranked[rankOf(thing.name, typed)].push(thing) }
  const finds: Finds = {
    wants: (name) => ranked[rankOf(name, typed)].length < maxFound,
    matches,
    take,
    offer: (thing) => { if (matches(`${thing.kind} ${thing.kind}s ${thing.name} ${thing.says}`.toLowerCase())) take(thing) },
  }
  addRecords(view, finds)
  addNodes(view, finds)
  addPods(view, finds)
  return ranked.flat().slice(0, maxFound)
}

/** The nodes and pods of these names ("/node-1", "default/web") as search results: what the API server said when asked for a label. */
export function foundNamed(view: ClusterView, names: ReadonlySet<string>): readonly Found[] {
  const found: Found[] = []
  const most = Math.min(maxFound, names.size)
  for (let slot = 0; slot < view.nodes.end && found.length < most; slot += 1)
    if (names.has(`/${view.nodes.names[slot]?.name ?? ''}`)) found.push(nodeFound(view, slot))
  for (let slot = 0; slot < view.pods.end && found.length < most; slot += 1) {
    const entry = view.pods.names[slot]
    if (entry !== undefined && names.has(`${entry.namespace}/${entry.name}`)) found.push(podFound(view, slot))
  }
  return found
}

function addRecords(view: ClusterView, { offer }: Finds): void {
  for (const row of components) {
    if (row.place !== 'control-plane' && row.name !== 'kubectl' && row.name !== 'clients' && row.name !== 'cluster-network') continue
    const says = row.binary ?? row.title
    offer({ selection: { kind: 'component', key: row.name }, kind: 'Component', name: row.title, says, status: undefined })
  }
  for (const { slot, name, namespace, readyReplicas, replicas } of view.deployments.values()) {
    offer({ selection: { kind: 'deployment', slot }, kind: 'Deployment', name, says: `${readyReplicas}/${replicas} ready in ${namespace}`, status: undefined })
  }
  for (const { slot, name, namespace, ready, desired } of view.replicaSets.values()) {
    offer({ selection: { kind: 'replicaset', slot }, kind: 'ReplicaSet', name, says: `${ready}/${desired} ready in ${namespace}`, status: undefined })
  }
  for (const { slot, name, namespace, clusterIP } of view.services.values()) {
    offer({ selection: { kind: 'service', slot }, kind: 'Service', name, says: `${clusterIP} in ${namespace}`, status: undefined })
  }
}

function nodeFound(view: ClusterView, slot: number): Found {
  const { name = '', ip = '', zone = '' } = view.nodes.names[slot] ?? {}
  const status = statusNames[view.nodes.status[slot] ?? 0] ?? 'unknown'
  const says = `${nodeWord(status)}, ${ip}${zone === '' ? '' : `, ${zone}`}`
  return { selection: { kind: 'node', slot }, kind: 'Node', name, says, status }
}

function addNodes(view: ClusterView, { wants, offer }: Finds): void {
  for (let slot = 0; slot < view.nodes.end; slot += 1) {
    const name = view.nodes.names[slot]?.name
    if (name !== undefined && wants(name)) offer(nodeFound(view, slot))
  }
}

function podFound(view: ClusterView, slot: number): Found {
  const node = view.nodes.names[view.pods.node[slot] ?? -1]?.name
  return {
    selection: { kind: 'pod', slot },
    kind: 'Pod',
    name: view.pods.names[slot]?.name ?? '',
    says: `${podWord(view, slot)}${node === undefined ? ', on no node yet' : ` on ${node}`}`,
    status: statusNames[view.pods.status[slot] ?? 0],
  }
}

function addPods(view: ClusterView, { wants, matches, take }: Finds): void {
  // Names are in lower case, as the API server has it; the states are few.
  const states = new Map<string, string>()
  const lower = (state: string): string => states.get(state) ?? states.set(state, state.toLowerCase()).get(state)!
  for (let slot = 0; slot < view.pods.end; slot += 1) {
    const names = view.pods.names[slot]
    if (names === undefined || !wants(names.name)) continue
    const node = view.nodes.names[view.pods.node[slot] ?? -1]?.name
    if (matches('pod pods', names.name, names.namespace, lower(podWord(view, slot)), node ?? 'no node yet', 'on')) take(podFound(view, slot))
  }
}
