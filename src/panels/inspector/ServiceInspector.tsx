import { useState } from 'react'
import type { EndpointRecord, ServiceRecord } from '../../protocol/frame.ts'
import { useCluster, useRecordsVersion } from '../../state/context.tsx'
import { select } from '../../state/page-actions.ts'
import { podByName } from '../../state/selectors.ts'
import { Tabs } from '../../ui/controls/Tabs.tsx'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { ClientsControl } from '../ClientsControl.tsx'
import { KeyValues } from '../KeyValues.tsx'
import { CauseChain } from './CauseChain.tsx'
import { Head } from './Head.tsx'
import { ObjectEvents } from './ObjectEvents.tsx'
import { ObjectYaml } from './ObjectYaml.tsx'

const tabs = [{ id: 'endpoints', label: 'Endpoints' }, { id: 'why', label: 'Why' }, { id: 'yaml', label: 'YAML' }, { id: 'events', label: 'Events' }]

/** A Service: its addresses, its endpoints and whether they are ready, and the clients when they use it. */
export function ServiceInspector({ slot }: { readonly slot: number }) {
  const { view } = useCluster()
  useRecordsVersion()
  const [tab, setTab] = useState('endpoints')
  const service = view.services.get(slot)
  if (service === undefined) return null
  const { namespace, name } = service
  const used = view.clients?.service === `${namespace}/${name}`
  return (
    <>
      <Head icon="service" kind="Service" name={name} status={service.readyCount > 0 ? 'running' : 'failed'} word={`${service.readyCount} ready`} />
      <KeyValues rows={[
        { label: 'Type', value: service.type },
        { label: 'ClusterIP', value: service.clusterIP || 'none', mono: true },
        ...service.ports.map((port) => ({
          label: `Port ${port.port}`, mono: true, value: `${port.protocol} to ${port.targetPort}${port.nodePort > 0 ? `, NodePort ${port.nodePort}` : ''}`,
        })),
      ]} />
      <Tabs label="About this Service" tabs={tabs} selected={tab} onSelect={setTab}>
        {tab === 'endpoints' ? <Endpoints service={service} /> : null}
        {tab === 'why' ? <CauseChain resource="services" namespace={namespace} name={name} /> : null}
        {tab === 'yaml' ? <ObjectYaml object={{ resource: 'services', namespace, name }} /> : null}
        {tab === 'events' ? <ObjectEvents kind="Service" namespace={namespace} name={name} /> : null}
      </Tabs>
      {used ? <ClientsControl /> : null}
    </>
  )
}

function Endpoints({ service }: { readonly service: ServiceRecord }) {
  const { view, store } = useCluster()
  if (service.endpointCount === 0) return <p className="quiet">No pod matches its selector.</p>
  const open = (endpoint: EndpointRecord): void => {
    const slot = podByName(view, service.namespace, endpoint.pod)
    if (slot !== undefined) select(store, { kind: 'pod', slot })
  }
  return (
    <>
      <ul className="endpoints" aria-label="Endpoints">
        {service.endpoints.map((endpoint) => (
          <li key={`${endpoint.address}:${endpoint.port} ${endpoint.pod}`}>
            <StatusGlyph status={endpoint.ready ? 'running' : endpoint.terminating ? 'terminating' : 'pending'} size={12} />
            <button type="button" className="link-to mono" onClick={() => { open(endpoint) }} title={endpoint.pod}>{endpoint.address}:{endpoint.port}</button>
            <span>{endpointWord(endpoint)}</span>
          </li>
        ))}
      </ul>
      {service.endpointCount > service.endpoints.length ? <p className="quiet">and {service.endpointCount - service.endpoints.length} more</p> : null}
    </>
  )
}

/** The conditions of an endpoint in one word each, as the EndpointSlice holds them. */
function endpointWord(endpoint: EndpointRecord): string {
  if (endpoint.ready) return 'ready'
  if (!endpoint.terminating) return 'not ready'
  return endpoint.serving ? 'terminating, serving' : 'terminating'
}
