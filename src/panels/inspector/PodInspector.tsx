import { useState } from 'react'
import { podFlags, statusNames } from '../../protocol/vocabulary.ts'
import { deletePod } from '../../state/api-actions.ts'
import { useCluster, useTick } from '../../state/context.tsx'
import { select } from '../../state/page-actions.ts'
import { podContainers, podWord } from '../../state/selectors.ts'
import { useRun } from '../../state/use-run.ts'
import { crashContainer } from '../../state/world-actions.ts'
import { Button } from '../../ui/controls/Button.tsx'
import { firstClickOnly } from '../../ui/controls/first-click.ts'
import { Tabs } from '../../ui/controls/Tabs.tsx'
import { text } from '../api-object.ts'
import { KeyValues } from '../KeyValues.tsx'
import { useInspect } from '../use-inspect.ts'
import { CauseChain } from './CauseChain.tsx'
import { DecisionGrid } from './DecisionGrid.tsx'
import { Head } from './Head.tsx'
import { ObjectEvents } from './ObjectEvents.tsx'
import { ObjectYaml } from './ObjectYaml.tsx'
import { Owners } from './Owners.tsx'
import { PodLogs } from './PodLogs.tsx'
import { PodStatus } from './PodStatus.tsx'

const tabs = [
  { id: 'why', label: 'Why' }, { id: 'status', label: 'Status' }, { id: 'yaml', label: 'YAML' }, { id: 'events', label: 'Events' }, { id: 'logs', label: 'Logs' },
]

/** A pod: why it is where it is, its object, events, conditions and logs; delete it or crash one of its containers. */
export function PodInspector({ slot }: { readonly slot: number }) {
  const { view } = useCluster()
  useTick()
  const [tab, setTab] = useState('why')
  const names = view.pods.names[slot]
  if (names === undefined) return null
  const object = { resource: 'pods', namespace: names.namespace, name: names.name } as const
  return (
    <>
      <Head icon="pod" kind="Pod" name={names.name} status={statusNames[view.pods.status[slot] ?? 0] ?? 'unknown'} word={podWord(view, slot)} />
      <PodFacts slot={slot} namespace={names.namespace} name={names.name} />
      <Owners slot={slot} />
      <Tabs label="About this pod" tabs={tabs} selected={tab} onSelect={setTab}>
        {tab === 'why' ? <PodWhy namespace={names.namespace} name={names.name} bound={(view.pods.node[slot] ?? -1) >= 0} /> : null}
        {tab === 'status' ? <PodStatus namespace={names.namespace} name={names.name} /> : null}
        {tab === 'yaml' ? <ObjectYaml object={object} /> : null}
        {tab === 'events' ? <ObjectEvents kind="Pod" namespace={names.namespace} name={names.name} /> : null}
        {tab === 'logs' ? <PodLogs key={slot} namespace={names.namespace} name={names.name} containers={names.containers} /> : null}
      </Tabs>
      <PodActions slot={slot} namespace={names.namespace} name={names.name} />
    </>
  )
}

function PodFacts({ slot, namespace, name }: { readonly slot: number; readonly namespace: string; readonly name: string }) {
  const { view, store } = useCluster()
  const { answer } = useInspect({ query: 'object', resource: 'pods', namespace, name })
  const { pods } = view
  const node = pods.node[slot] ?? -1
  return (
    <KeyValues rows={[
      { label: 'Namespace', value: namespace },
      { label: 'Ready', value: `${pods.readyContainers[slot] ?? 0}/${pods.totalContainers[slot] ?? 0} containers` },
      { label: 'Node', value: node < 0 ? 'none yet' : <LinkTo onClick={() => { select(store, { kind: 'node', slot: node }) }}>{view.nodes.names[node]?.name ?? ''}</LinkTo> },
      { label: 'IP', value: text(answer, 'status', 'podIP') || 'none yet', mono: true },
      { label: 'Restarts', value: pods.restarts[slot] ?? 0 },
    ]} />
  )
}

/** Another thing that the inspector can turn to. */
function LinkTo({ onClick, children }: { readonly onClick: () => void; readonly children: string }) {
  return <button type="button" className="link-to" onClick={onClick}>{children}</button>
}

function PodWhy({ namespace, name, bound }: { readonly namespace: string; readonly name: string; readonly bound: boolean }) {
  return (
    <>
      <h3>Why is it as it is?</h3>
      <CauseChain resource="pods" namespace={namespace} name={name} />
      <h3>{bound ? 'Why this node?' : 'Why no node yet?'}</h3>
      <DecisionGrid namespace={namespace} name={name} />
    </>
  )
}

function PodActions({ slot, namespace, name }: { readonly slot: number; readonly namespace: string; readonly name: string }) {
  const { view } = useCluster()
  const run = useRun()
  const leaving = ((view.pods.flags[slot] ?? 0) & podFlags.terminating) !== 0
  return (
    <div className="inspector-actions" onClickCapture={firstClickOnly}>
      <Button disabled={leaving} onClick={() => { void run(`Delete pod ${name}`, (connection) => deletePod(connection, { namespace, name })) }}>Delete pod</Button>
      {podContainers(view, slot).filter((container) => container.status === 'running').map((container) => (
        <Button key={container.name} onClick={() => {
          void run(`Crash ${container.name} of ${name}`, (connection) => crashContainer(connection, namespace, name, container.name))
        }}>Crash {container.name}</Button>
      ))}
    </div>
  )
}
