/**
 * The cluster as a flat list of the rows of a tree, those of open branches only. Rows are numbers in arrays: a ReplicaSet of 150,000 pods
 * may be open, and what a row says is read when it is drawn.
 */
import type { ClusterView } from '../../state/cluster-view.ts'
import { nodesByPlace, replicaSetsOf } from '../../state/selectors.ts'

export type RowKind =
  | 'control-plane' | 'nodes' | 'tray' | 'namespaces'
  /** `ref`: number of the process' key among the memory's texts. */
  | 'component' | 'process'
  /** `ref`: number of its name among the memory's texts. */
  | 'namespace' | 'loose'
  /** `ref`: slot. */
  | 'node' | 'pod' | 'deployment' | 'replicaset' | 'service'
  /** `ref`: its pod's slot * `containersPerPod` + its number. */
  | 'container'

/** A pod stands on its node and under its owner: twice in the tree, once in each part. */
type Part = 'machines' | 'objects'

export interface RowId {
  readonly kind: RowKind
  readonly ref: number
  readonly part: Part
}

export interface TreeRows {
  readonly kinds: RowKind[]
  readonly refs: number[]
  readonly parts: Part[]
  /** From 1. */
  readonly levels: number[]
}

/** Texts as numbers, for as long as the tree is shown. */
export interface TextTable {
  readonly texts: string[]
  readonly numbers: Map<string, number>
}

export const containersPerPod = 64
const nodeProcesses = ['kubelet', 'kube-proxy', 'container-runtime'] as const

/** No texts yet. */
export function createTexts(): TextTable {
  return { texts: [], numbers: new Map() }
}

/** The number of a text. */
export function textNumber(table: TextTable, text: string): number {
  const known = table.numbers.get(text)
  if (known !== undefined) return known
  table.texts.push(text)
  table.numbers.set(text, table.texts.length - 1)
  return table.texts.length - 1
}

/** Which rows are open: refs by kind and part. */
export type Opened = ReadonlyMap<string, ReadonlySet<number>>

const branchKey = (kind: RowKind, part: Part): string => `${part} ${kind}`
const none: ReadonlySet<number> = new Set()

/** Whether a row is open. */
export function isOpen(opened: Opened, { kind, ref, part }: RowId): boolean {
  return opened.get(branchKey(kind, part))?.has(ref) === true
}

/** The same with one row opened or closed. */
export function withOpen(opened: Opened, row: RowId, open: boolean): Opened {
  const key = branchKey(row.kind, row.part)
  const refs = new Set(opened.get(key))
  if (open) refs.add(row.ref)
  else refs.delete(row.ref)
  return new Map(opened).set(key, refs)
}

const closedKinds: ReadonlySet<RowKind> = new Set(['component', 'process', 'container', 'service'])

/** Whether rows of this kind have others below them. */
export function canOpen(kind: RowKind): boolean {
  return !closedKinds.has(kind)
}

interface Writing {
  readonly view: ClusterView
  readonly opened: Opened
  readonly texts: TextTable
  readonly rows: TreeRows
}

function add({ rows }: Writing, kind: RowKind, ref: number, part: Part, level: number): void {
  rows.kinds.push(kind)
  rows.refs.push(ref)
  rows.parts.push(part)
  rows.levels.push(level)
}

/** All rows that can be seen by scrolling, from top to bottom. */
export function treeRows(view: ClusterView, opened: Opened, texts: TextTable): TreeRows {
  const out: Writing = { view, opened, texts, rows: { kinds: [], refs: [], parts: [], levels: [] } }
  if (group(out, 'control-plane', 'machines')) {
    for (const key of view.components.keys()) if (!key.includes('/')) add(out, 'component', textNumber(texts, key), 'machines', 2)
  }
  if (group(out, 'nodes', 'machines')) for (const node of nodesByPlace(view)) addNode(out, node)
  if (group(out, 'tray', 'machines')) addPods(out, view.tray, 'machines', 2)
  if (group(out, 'namespaces', 'objects')) addNamespaces(out)
  return out.rows
}

function group(out: Writing, kind: RowKind, part: Part): boolean {
  add(out, kind, 0, part, 1)
  return isOpen(out.opened, { kind, ref: 0, part })
}

function addNode(out: Writing, node: number): void {
  add(out, 'node', node, 'machines', 2)
  if (!isOpen(out.opened, { kind: 'node', ref: node, part: 'machines' })) return
  const name = out.view.nodes.names[node]?.name ?? ''
  for (const process of nodeProcesses) add(out, 'process', textNumber(out.texts, `${process}/${name}`), 'machines', 3)
  addPods(out, out.view.nodes.pods[node] ?? [], 'machines', 3)
}

function addPods(out: Writing, slots: readonly number[], part: Part, level: number): void {
  const open = out.opened.get(branchKey('pod', part)) ?? none
  for (const slot of slots) {
    if (slot < 0) continue
    add(out, 'pod', slot, part, level)
    if (!open.has(slot)) continue
    const count = out.view.pods.names[slot]?.containers.length ?? 0
    for (let i = 0; i < count; i += 1) add(out, 'container', slot * containersPerPod + i, part, level + 1)
  }
}

/** Namespaces that hold something the page knows, by name. */
function namespacesOf(view: ClusterView): readonly string[] {
  const found = new Set<string>()
  for (const record of [...view.deployments.values(), ...view.replicaSets.values(), ...view.services.values()]) found.add(record.namespace)
  let last = ''
  for (let slot = 0; slot < view.pods.end; slot += 1) {
    const namespace = view.pods.names[slot]?.namespace
    // Neighbours are mostly of one namespace.
    if (namespace === undefined || namespace === last) continue
    found.add(namespace)
    last = namespace
  }
  return [...found].toSorted()
}

/** Pods of the ReplicaSets that are open, and pods of no ReplicaSet (under -1), in one pass. */
function podsByOwner({ view, opened }: Writing): ReadonlyMap<number, readonly number[]> {
  const wanted = opened.get(branchKey('replicaset', 'objects')) ?? none
  const loose = (opened.get(branchKey('loose', 'objects'))?.size ?? 0) > 0
  const pods = new Map<number, number[]>()
  if (wanted.size === 0 && !loose) return pods
  for (let slot = 0; slot < view.pods.end; slot += 1) {
    if (view.pods.alive[slot] !== 1) continue
    const owner = view.pods.replicaSet[slot] ?? -1
    if (owner < 0 ? !loose : !wanted.has(owner)) continue
    const known = pods.get(owner)
    if (known === undefined) pods.set(owner, [slot])
    else known.push(slot)
  }
  return pods
}

function addNamespaces(out: Writing): void {
  const { view, texts, opened } = out
  const pods = podsByOwner(out)
  const loose = looseNamespaces(view)
  for (const namespace of namespacesOf(view)) {
    const ref = textNumber(texts, namespace)
    add(out, 'namespace', ref, 'objects', 2)
    if (!isOpen(opened, { kind: 'namespace', ref, part: 'objects' })) continue
    for (const deployment of view.deployments.values()) if (deployment.namespace === namespace) addDeployment(out, deployment.slot, pods)
    for (const set of view.replicaSets.values()) if (set.namespace === namespace && set.deployment < 0) addReplicaSet(out, set.slot, 3, pods)
    for (const service of view.services.values()) if (service.namespace === namespace) add(out, 'service', service.slot, 'objects', 3)
    if (!loose.has(namespace)) continue
    add(out, 'loose', ref, 'objects', 3)
    if (isOpen(opened, { kind: 'loose', ref, part: 'objects' })) {
      addPods(out, (pods.get(-1) ?? []).filter((slot) => view.pods.names[slot]?.namespace === namespace), 'objects', 4)
    }
  }
}

/** Namespaces with pods of no ReplicaSet. */
function looseNamespaces({ pods }: ClusterView): ReadonlySet<string> {
  const found = new Set<string>()
  for (let slot = 0; slot < pods.end; slot += 1) {
    if (pods.alive[slot] === 1 && (pods.replicaSet[slot] ?? -1) < 0) found.add(pods.names[slot]?.namespace ?? '')
  }
  return found
}

function addDeployment(out: Writing, slot: number, pods: ReadonlyMap<number, readonly number[]>): void {
  add(out, 'deployment', slot, 'objects', 3)
  if (!isOpen(out.opened, { kind: 'deployment', ref: slot, part: 'objects' })) return
  for (const set of replicaSetsOf(out.view, slot)) addReplicaSet(out, set.slot, 4, pods)
}

function addReplicaSet(out: Writing, slot: number, level: number, pods: ReadonlyMap<number, readonly number[]>): void {
  add(out, 'replicaset', slot, 'objects', level)
  if (isOpen(out.opened, { kind: 'replicaset', ref: slot, part: 'objects' })) addPods(out, pods.get(slot) ?? [], 'objects', level + 1)
}

/** The row at a place; undefined beyond the end. */
export function rowAt(rows: TreeRows, index: number): RowId | undefined {
  const kind = rows.kinds[index]
  return kind === undefined ? undefined : { kind, ref: rows.refs[index]!, part: rows.parts[index]! }
}

/** Where a row stands; -1: it is gone, or its branch is closed. */
export function indexOfRow(rows: TreeRows, { kind, ref, part }: RowId): number {
  for (let i = 0; i < rows.kinds.length; i += 1) if (rows.refs[i] === ref && rows.kinds[i] === kind && rows.parts[i] === part) return i
  return -1
}

/** The row that a row stands under; -1 for the outermost. */
export function parentIndex(rows: TreeRows, index: number): number {
  const level = rows.levels[index] ?? 1
  let at = index - 1
  while (at >= 0 && rows.levels[at]! >= level) at -= 1
  return at
}
