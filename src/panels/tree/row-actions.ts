/** What can be done to a row: the same requests and commands as in the picture and the inspector. */
import { nodeFlags, podFlags } from '../../protocol/vocabulary.ts'
import type { ActionResult } from '../../state/action-result.ts'
import { deleteObject, deletePod, removeNode, scale, setCordoned } from '../../state/api-actions.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import type { Cluster } from '../../state/context.tsx'
import { processRef } from '../../state/process-key.ts'
import { podContainers } from '../../state/selectors.ts'
import { changeProcess, crashContainer, setCable, setPower } from '../../state/world-actions.ts'
import { containersPerPod } from './tree-rows.ts'
import type { RowId, RowKind, TextTable } from './tree-rows.ts'

export interface RowAction {
  /** Words of the button. */
  readonly label: string
  /** Words of what happens, for notices: "Delete pod web-x". */
  readonly says: string
  /** Key in the tree that does it. */
  readonly key?: '+' | '-' | 'Delete'
  /** It can't be undone by another click, so it is asked for twice. */
  readonly asks?: true
  readonly run: (connection: Cluster['connection']) => Promise<ActionResult>
}

type ActionsOf = (view: ClusterView, ref: number, texts: TextTable) => readonly RowAction[]

const actions: Partial<Readonly<Record<RowKind, ActionsOf>>> = {
  deployment: (view, ref) => {
    const record = view.deployments.get(ref)
    if (record === undefined) return []
    const to = (replicas: number): Omit<RowAction, 'label'> => ({
      says: `Scale ${record.name} to ${replicas}`, run: (connection) => scale(connection, 'deployments', record, replicas),
    })
    return [
      { ...to(record.replicas + 1), label: 'One replica more', key: '+' },
      ...(record.replicas > 0 ? [{ ...to(record.replicas - 1), label: 'One replica fewer', key: '-' } as const] : []),
      { label: 'Delete', says: `Delete Deployment ${record.name}`, key: 'Delete', asks: true, run: (connection) => deleteObject(connection, 'deployments', record) },
    ]
  },
  service: (view, ref) => {
    const record = view.services.get(ref)
    return record === undefined ? []
      : [{ label: 'Delete', says: `Delete Service ${record.name}`, key: 'Delete', asks: true, run: (connection) => deleteObject(connection, 'services', record) }]
  },
  pod: (view, ref) => {
    const names = view.pods.names[ref]
    if (names === undefined || ((view.pods.flags[ref] ?? 0) & podFlags.terminating) !== 0) return []
    return [{ label: 'Delete pod', says: `Delete pod ${names.name}`, key: 'Delete', run: (connection) => deletePod(connection, names) }]
  },
  container: (view, ref) => {
    const slot = Math.floor(ref / containersPerPod)
    const names = view.pods.names[slot]
    const container = podContainers(view, slot)[ref % containersPerPod]
    if (names === undefined || container?.status !== 'running') return []
    return [{ label: 'Crash', says: `Crash ${container.name} of ${names.name}`, key: 'Delete', run: (connection) => crashContainer(connection, names.namespace, names.name, container.name) }]
  },
  node: (view, ref) => {
    const name = view.nodes.names[ref]?.name
    if (name === undefined) return []
    const has = (flag: number): boolean => ((view.nodes.flags[ref] ?? 0) & flag) !== 0
    const off = has(nodeFlags.poweredOff)
    const cut = has(nodeFlags.cableCut)
    const cordoned = has(nodeFlags.cordoned)
    return [
      { label: `Power ${off ? 'on' : 'off'}`, says: `Power ${off ? 'on' : 'off'} ${name}`, run: (connection) => setPower(connection, name, off) },
      { label: cut ? 'Heal cable' : 'Cut cable', says: `${cut ? 'Heal' : 'Cut'} cable of ${name}`, run: (connection) => setCable(connection, name, cut) },
      { label: cordoned ? 'Uncordon' : 'Cordon', says: `${cordoned ? 'Uncordon' : 'Cordon'} ${name}`, run: (connection) => setCordoned(connection, name, !cordoned) },
      { label: 'Remove node', says: `Remove ${name}`, key: 'Delete', asks: true, run: (connection) => removeNode(connection, name) },
    ]
  },
  component: processActions,
  process: processActions,
}

function processActions(view: ClusterView, ref: number, texts: TextTable): readonly RowAction[] {
  const key = texts.texts[ref] ?? ''
  const process = processRef(key)
  const state = view.components.get(key)?.state
  if (process === undefined || state === undefined) return []
  const verbs = state === 'running' ? (['crash', 'stop'] as const) : (['start'] as const)
  const words = { crash: 'Crash', stop: 'Stop', start: 'Start' } as const
  return verbs.map((verb) => ({ label: words[verb], says: `${words[verb]} ${key}`, run: (connection) => changeProcess(connection, verb, process) }))
}

/** The actions of a row; none for rows that only gather others. */
export function rowActions(view: ClusterView, row: RowId, texts: TextTable): readonly RowAction[] {
  return actions[row.kind]?.(view, row.ref, texts) ?? []
}
