import { useCluster, useRecordsVersion } from '../state/context.tsx'
import { momentText } from '../state/format.ts'
import { useRun } from '../state/use-run.ts'
import { maxRequestsPerSecond, setClientLoad } from '../state/world-actions.ts'
import { Stepper } from '../ui/controls/Stepper.tsx'
import { KeyValues } from './KeyValues.tsx'

/** How many requests the clients send, to which Service, and what became of them. */
export function ClientsControl() {
  const { view } = useCluster()
  const run = useRun()
  useRecordsVersion()
  const { clients } = view
  if (clients === undefined) return <p className="quiet">No clients yet.</p>
  const [namespace = '', service = ''] = clients.service.split('/')
  const exposed = [...view.services.values()].filter((record) => record.ports.some((port) => port.nodePort > 0))
  return (
    <section className="clients-control" aria-label="Clients">
      <h3>Clients</h3>
      <div className="field-row">
        <span>Requests/s</span>
        <Stepper label="Requests per second" value={clients.requestsPerSecond} max={maxRequestsPerSecond} onChange={(rate) =>
          run(`Clients to ${rate} requests/s`, (connection) => setClientLoad(connection, rate, clients.service === '' ? undefined : { namespace, service }))
        } />
      </div>
      {exposed.length === 0 ? <p className="quiet">No Service has a NodePort that they could use.</p> : (
        <label className="field-row">Service
          <select value={clients.service} onChange={(event) => {
            const [space = '', name = ''] = event.target.value.split('/')
            void run(`Clients use ${event.target.value}`, (connection) => setClientLoad(connection, clients.requestsPerSecond, { namespace: space, service: name }))
          }}>
            {clients.service === '' ? <option value="">none</option> : null}
            {exposed.map((record) => <option key={record.slot}>{`${record.namespace}/${record.name}`}</option>)}
          </select>
        </label>
      )}
      <KeyValues rows={[
        { label: 'Succeeded', value: `${clients.succeededPerSecond}/s, ${clients.succeededTotal} in all` },
        { label: 'Failed', value: `${clients.failedPerSecond}/s, ${clients.failedTotal} in all` },
        ...(clients.lastFailure === '' ? [] : [{ label: 'Last failure', value: `${clients.lastFailure} at ${momentText(clients.lastFailureUs)}` }]),
      ]} />
    </section>
  )
}
