/** Looking at proxies: which rules a machine's kernel holds. No messages, nothing changed. */
import type { ComponentReport } from '../../../protocol/inspect.ts'
import type { PortRules, RuleTable, ServiceRules } from './messages.ts'
import { emptyTable } from './rules.ts'
import type { KubeProxies } from './state.ts'

/** Rows that a report holds at most. */
const maxRows = 200

/** The rules in a machine's kernel. */
function tableOn(state: KubeProxies, machine: number): RuleTable {
  const view = state.differs.get(machine)
  if (view !== undefined) return view.table
  return state.memberAt.has(machine) ? state.table : emptyTable
}

/** Rules of a Service on a machine, by NodePort (number) or by "namespace/name"; undefined: the kernel knows of none. */
export function rulesFor(state: KubeProxies, machine: number, wanted: number | string): ServiceRules | undefined {
  const table = tableOn(state, machine)
  if (typeof wanted === 'number') {
    const slot = table.byNodePort.get(wanted)
    return slot === undefined ? undefined : table.services.get(slot)
  }
  for (const rules of table.services.values()) if (`${rules.namespace}/${rules.name}` === wanted) return rules
  return undefined
}

/** Rules behind a ClusterIP on a machine. */
export function rulesForClusterIP(state: KubeProxies, machine: number, clusterIP: string): ServiceRules | undefined {
  const table = tableOn(state, machine)
  const slot = table.byClusterIP.get(clusterIP)
  return slot === undefined ? undefined : table.services.get(slot)
}

/** Services whose rules stand in a machine's kernel. */
export function servicesProgrammed(state: KubeProxies, machine: number): number {
  return tableOn(state, machine).services.size
}

/** Facts and rules of one proxy, as the inspector shows them. */
export function proxyReport(state: KubeProxies, machine: number): Pick<ComponentReport, 'facts' | 'tables'> {
  const table = tableOn(state, machine)
  const rows: string[][] = []
  for (const rules of table.services.values()) {
    for (const port of rules.ports) if (rows.length < maxRows) rows.push(ruleRow(rules, port))
  }
  return {
    facts: [
      { label: 'Watch', value: watchWords(state, machine) },
      { label: 'Services in the kernel', value: String(table.services.size) },
    ],
    tables: [{ title: 'Rules', columns: ['SERVICE', 'CLUSTER-IP:PORT', 'NODEPORT', 'ENDPOINTS'], rows }],
  }
}

const phaseWords = {
  stopped: 'stopped: the kernel keeps the rules it had',
  waiting: 'connection lost: the kernel keeps the rules it had',
  listing: 'listing Services and EndpointSlices',
  'starting-watch': 'listing Services and EndpointSlices',
  behind: 'watching',
} as const

function watchWords(state: KubeProxies, machine: number): string {
  const view = state.differs.get(machine)
  if (view !== undefined) return phaseWords[view.phase]
  return state.memberAt.has(machine) ? 'watching Services and EndpointSlices' : 'no such machine'
}

function ruleRow(rules: ServiceRules, port: PortRules): string[] {
  return [
    `${rules.namespace}/${rules.name}${port.name === '' ? '' : `:${port.name}`}`,
    `${rules.clusterIP}:${port.port}/${port.protocol}`,
    port.nodePort === 0 ? '<none>' : String(port.nodePort),
    endpointWords(port),
  ]
}

/** At most three addresses, as `kubectl get endpoints` prints them. */
function endpointWords(port: PortRules): string {
  const fallback = port.readyCount === 0
  const total = fallback ? port.terminatingCount : port.readyCount
  if (total === 0) return '<none> (REJECT)'
  const shown: string[] = []
  for (const group of port.groups) {
    for (const endpoint of fallback ? group.terminating : group.ready) if (shown.length < 3) shown.push(`${endpoint.addresses[0]}:${group.port}`)
  }
  return shown.join(',') + (total > 3 ? ` + ${total - 3} more...` : '') + (fallback ? ' (terminating)' : '')
}
