import { useState } from 'react'
import { useCluster, useRecordsVersion } from '../../state/context.tsx'
import { select } from '../../state/page-actions.ts'
import { Tabs } from '../../ui/controls/Tabs.tsx'
import { KeyValues } from '../KeyValues.tsx'
import { CauseChain } from './CauseChain.tsx'
import { Head } from './Head.tsx'
import { ObjectEvents } from './ObjectEvents.tsx'
import { ObjectYaml } from './ObjectYaml.tsx'

const tabs = [{ id: 'why', label: 'Why' }, { id: 'yaml', label: 'YAML' }, { id: 'events', label: 'Events' }]

/** A ReplicaSet: its counts, its Deployment, why it has that size. */
export function ReplicaSetInspector({ slot }: { readonly slot: number }) {
  const { view, store } = useCluster()
  useRecordsVersion()
  const [tab, setTab] = useState('why')
  const set = view.replicaSets.get(slot)
  if (set === undefined) return null
  const owner = view.deployments.get(set.deployment)
  return (
    <>
      <Head icon="deployment" kind="ReplicaSet" name={set.name} status={set.ready >= set.desired ? 'running' : 'pending'} word={`${set.ready}/${set.desired} ready`} />
      <KeyValues rows={[
        ...(owner === undefined ? [] : [{
          label: 'Deployment', value: <button type="button" className="link-to" onClick={() => { select(store, { kind: 'deployment', slot: owner.slot }) }}>{owner.name}</button>,
        }]),
        { label: 'Revision', value: set.revision },
        { label: 'Hash', value: set.hash, mono: true },
        { label: 'Desired', value: set.desired },
        { label: 'Current', value: set.current },
        { label: 'Ready', value: set.ready },
      ]} />
      <Tabs label="About this ReplicaSet" tabs={tabs} selected={tab} onSelect={setTab}>
        {tab === 'why' ? <CauseChain resource="replicasets" namespace={set.namespace} name={set.name} /> : null}
        {tab === 'yaml' ? <ObjectYaml object={{ resource: 'replicasets', namespace: set.namespace, name: set.name }} /> : null}
        {tab === 'events' ? <ObjectEvents kind="ReplicaSet" namespace={set.namespace} name={set.name} /> : null}
      </Tabs>
    </>
  )
}
