import { components } from '../../kubernetes/architecture.ts'
import type { ComponentName } from '../../kubernetes/architecture.ts'
import type { ComponentReport } from '../../protocol/inspect.ts'
import type { ProcessRef } from '../../protocol/world-commands.ts'
import { useCluster, useRecordsVersion } from '../../state/context.tsx'
import { isPoweredOff } from '../../state/node-state.ts'
import { processRef } from '../../state/process-key.ts'
import { nodeByName } from '../../state/selectors.ts'
import { useRun } from '../../state/use-run.ts'
import { setApiServerCable } from '../../state/world-actions.ts'
import { Button } from '../../ui/controls/Button.tsx'
import { Icon } from '../../ui/icons.tsx'
import type { IconName } from '../../ui/icons.tsx'
import { ClientsControl } from '../ClientsControl.tsx'
import { KeyValues } from '../KeyValues.tsx'
import { useInspect } from '../use-inspect.ts'
import { Head } from './Head.tsx'
import { Looking } from './Looking.tsx'
import { ProcessActions } from './ProcessActions.tsx'
import { processGlyphs } from '../process-glyphs.ts'

const icons: Readonly<Record<ComponentName, IconName>> = {
  etcd: 'etcd', 'kube-apiserver': 'apiServer', 'kube-controller-manager': 'controllerManager', 'kube-scheduler': 'scheduler', kubelet: 'kubelet',
  'kube-proxy': 'kubeProxy', 'container-runtime': 'containerRuntime', pod: 'pod', container: 'container', 'cluster-network': 'network',
  kubectl: 'kubectl', clients: 'clients',
}

/** A component: what it is for, what it does now, and how to stop, crash and start it. */
export function ComponentInspector({ componentKey }: { readonly componentKey: string }) {
  const { view } = useCluster()
  useRecordsVersion()
  const name = componentKey.split('/')[0] ?? componentKey
  const row = components.find((component) => component.name === name)
  const ref = processRef(componentKey)
  const record = view.components.get(componentKey)
  const node = componentKey.split('/')[1]
  return (
    <>
      <Head
        icon={icons[name as ComponentName] ?? 'network'} kind={row?.title ?? name} name={node === undefined ? row?.binary ?? row?.title ?? name : `${name} on ${node}`}
        {...(record === undefined ? {} : { status: processGlyphs[record.state], word: record.state })}
      />
      <p className="purpose">{row?.purpose}</p>
      {ref === undefined ? <Outside name={name} /> : <Process processRef={ref} />}
    </>
  )
}

function Process({ processRef: ref }: { readonly processRef: ProcessRef }) {
  const { view } = useCluster()
  const slot = ref.node === undefined ? undefined : nodeByName(view, ref.node)
  const off = slot !== undefined && isPoweredOff(view, slot)
  return (
    <>
      <ProcessActions processRef={ref} machineOff={off} />
      {ref.process === 'kube-apiserver' ? <ApiServerCable /> : null}
      <Report processRef={ref} />
    </>
  )
}

/** The API server's network is whole when a link of port 6443 in the control plane is up. */
function ApiServerCable() {
  const { view } = useCluster()
  const run = useRun()
  const whole = [...view.links.values()].some((link) => link.link === 'scheduler-api' && link.up)
  return (
    <Button className="api-cable" icon={<Icon name="cable" size={14} />} onClick={() => {
      void run(`${whole ? 'Cut' : 'Heal'} the API server’s network`, (connection) => setApiServerCable(connection, !whole))
    }}>{whole ? 'Cut its network' : 'Heal its network'}</Button>
  )
}

function Report({ processRef: ref }: { readonly processRef: ProcessRef }) {
  const { answer, answered, failure } = useInspect({ query: 'component', ref })
  if (!answered) return <Looking failure={failure} />
  if (answer === undefined) return null
  return (
    <>
      <h3>What it does now</h3>
      <KeyValues rows={answer.facts.map((fact) => ({ label: fact.label, value: fact.value }))} />
      {answer.tables.map((table) => <ReportTable key={table.title} table={table} />)}
    </>
  )
}

function ReportTable({ table }: { readonly table: ComponentReport['tables'][number] }) {
  return (
    <>
      <h3>{table.title}</h3>
      {table.rows.length === 0 ? <p className="quiet">Empty.</p> : (
        <div className="grid-scroll" role="region" aria-label={table.title} tabIndex={0}>
          <table className="small-table">
            <thead><tr>{table.columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead>
            <tbody>{table.rows.map((cells) => <tr key={cells.join(' ')}>{table.columns.map((column, i) => <td key={column}>{cells[i]}</td>)}</tr>)}</tbody>
          </table>
        </div>
      )}
    </>
  )
}

/** kubectl, the clients and the network are no processes of the cluster. */
function Outside({ name }: { readonly name: string }) {
  const { view } = useCluster()
  if (name === 'clients') return <ClientsControl />
  if (name !== 'kubectl' || view.kubectl === undefined) return null
  return <KeyValues rows={[{ label: 'Last', value: view.kubectl.lastCommand || 'nothing yet', mono: true }, { label: 'Waiting', value: view.kubectl.waiting }]} />
}
