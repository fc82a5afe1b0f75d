import { useState } from 'react'
import { nodeFlags, statusNames } from '../../protocol/vocabulary.ts'
import type { StatusName } from '../../protocol/vocabulary.ts'
import { useCluster, useNodeVersion } from '../../state/context.tsx'
import { coresText, memoryText } from '../../state/format.ts'
import { nodeWords } from '../../state/node-state.ts'
import { Tabs } from '../../ui/controls/Tabs.tsx'
import { Icon } from '../../ui/icons.tsx'
import { KeyValues } from '../KeyValues.tsx'
import { useInspect } from '../use-inspect.ts'
import { list, text } from '../api-object.ts'
import { CommaBreaks } from './CommaBreaks.tsx'
import { CauseChain } from './CauseChain.tsx'
import { Conditions } from './Conditions.tsx'
import { Head } from './Head.tsx'
import { LeaseRing } from './LeaseRing.tsx'
import { NodeActions } from './NodeActions.tsx'
import { ObjectEvents } from './ObjectEvents.tsx'
import { ObjectYaml } from './ObjectYaml.tsx'

const tabs = [{ id: 'state', label: 'State' }, { id: 'why', label: 'Why' }, { id: 'yaml', label: 'YAML' }, { id: 'events', label: 'Events' }]

/** A node: what the API server believes and what the machine is, and everything that can be done to it. */
export function NodeInspector({ slot }: { readonly slot: number }) {
  const { view } = useCluster()
  useNodeVersion(slot)
  const [tab, setTab] = useState('state')
  const names = view.nodes.names[slot]
  if (names === undefined) return null
  const status = statusNames[view.nodes.status[slot] ?? 0] ?? 'unknown'
  const flags = view.nodes.flags[slot] ?? 0
  return (
    <>
      <Head icon="node" kind="Node" name={names.name} status={status} word={nodeWords(status, flags)} />
      <TwoTruths status={status} flags={flags} />
      <LeaseRing slot={slot} />
      <Tabs label="About this node" tabs={tabs} selected={tab} onSelect={setTab}>
        {tab === 'state' ? <NodeState slot={slot} name={names.name} /> : null}
        {tab === 'why' ? <CauseChain resource="nodes" namespace="" name={names.name} /> : null}
        {tab === 'yaml' ? <ObjectYaml object={{ resource: 'nodes', namespace: '', name: names.name }} /> : null}
        {tab === 'events' ? <ObjectEvents kind="Node" namespace="" name={names.name} /> : null}
      </Tabs>
      <NodeActions slot={slot} name={names.name} />
    </>
  )
}

const machineFaults: readonly (readonly [number, string])[] = [
  [nodeFlags.poweredOff, 'powered off'], [nodeFlags.cableCut, 'network cable cut'], [nodeFlags.kubeletDown, 'kubelet down'],
  [nodeFlags.kubeProxyDown, 'kube-proxy down'], [nodeFlags.runtimeDown, 'container runtime down'],
]

/** What the machine is, in words, from its flags. */
function machineText(flags: number): string {
  const faults = machineFaults.filter(([flag]) => (flags & flag) !== 0).map(([, word]) => word)
  return faults.length === 0 ? 'on, connected, all processes up' : faults.join(', ')
}

function TwoTruths({ status, flags }: { readonly status: StatusName; readonly flags: number }) {
  const off = (flags & nodeFlags.poweredOff) !== 0
  return (
    <KeyValues rows={[
      { label: 'Believed', value: <CommaBreaks text={nodeWords(status, flags)} /> },
      { label: 'Machine', value: <span className={off ? 'machine-off' : ''}>{off ? <Icon name="power" size={12} /> : null}{machineText(flags)}</span> },
    ]} />
  )
}

function NodeState({ slot, name }: { readonly slot: number; readonly name: string }) {
  const { view } = useCluster()
  const { answer } = useInspect({ query: 'object', resource: 'nodes', namespace: '', name })
  const { nodes } = view
  const taints = list(answer, 'spec', 'taints').map((taint) => `${text(taint, 'key')}:${text(taint, 'effect')}`)
  return (
    <>
      <KeyValues rows={[
        { label: 'cpu', value: `${coresText(nodes.cpuRequestedMilli[slot] ?? 0)} requested / ${coresText(nodes.cpuAllocatableMilli[slot] ?? 0)} allocatable` },
        { label: 'memory', value: `${memoryText(nodes.memoryRequestedMi[slot] ?? 0)} requested / ${memoryText(nodes.memoryAllocatableMi[slot] ?? 0)} allocatable` },
        { label: 'Pods', value: (nodes.pods[slot] ?? []).filter((pod) => pod >= 0).length },
        { label: 'IP', value: nodes.names[slot]?.ip ?? '', mono: true },
        { label: 'Pod CIDR', value: nodes.names[slot]?.podCIDR ?? '', mono: true },
        { label: 'Zone', value: nodes.names[slot]?.zone || 'none' },
        { label: 'Rack', value: nodes.names[slot]?.rack || 'none' },
      ]} />
      <h3>Taints</h3>
      {taints.length === 0 ? <p className="quiet">None.</p> : <ul className="taints">{taints.map((taint) => <li key={taint} className="mono">{taint}</li>)}</ul>}
      <h3>Conditions</h3>
      <Conditions object={answer} />
    </>
  )
}
