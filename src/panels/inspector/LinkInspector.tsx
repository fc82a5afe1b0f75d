import { linkRow } from '../../kubernetes/architecture.ts'
import type { LinkRecord } from '../../protocol/frame.ts'
import { useCluster, useRecordsVersion } from '../../state/context.tsx'
import { KeyValues } from '../KeyValues.tsx'
import { useLinkCounts } from '../use-link-counts.ts'
import { Head } from './Head.tsx'

/** A link: who dials whom, over which port, what for, and how many messages it has carried. */
export function LinkInspector({ id }: { readonly id: number }) {
  const { view } = useCluster()
  useRecordsVersion()
  const counts = useLinkCounts()
  const link = view.links.get(id)
  if (link === undefined) return null
  const row = linkRow(link.link)
  const total = counts?.byId.get(id)
  return (
    <>
      <Head icon="network" kind="Link" name={row.label} status={link.up ? 'running' : 'failed'} word={link.up ? 'up' : 'down'} />
      <p className="purpose">{row.purpose}</p>
      <KeyValues rows={[
        { label: 'Dials', value: row.from },
        { label: 'Dialled', value: row.to },
        ...endsOf(link, (slot) => view.nodes.names[slot]?.name ?? ''),
        { label: 'Port', value: row.port, mono: true },
        { label: 'Protocol', value: row.protocol },
        { label: 'Messages', value: total?.messages ?? '…' },
        { label: 'Lost', value: total?.lost ?? '…' },
      ]} />
      {row.alsoCalled.length === 0 ? null : <h3>Old or loose wordings</h3>}
      {row.alsoCalled.map((also) => <p key={also.wording} className="quiet">“{also.wording}”: {also.rightly}.</p>)}
    </>
  )
}

function endsOf(link: LinkRecord, nodeName: (slot: number) => string): readonly { readonly label: string; readonly value: string }[] {
  if (link.node < 0) return []
  if (link.peer < 0) return [{ label: 'Node', value: nodeName(link.node) }]
  return [{ label: 'Nodes', value: `${nodeName(link.node)}, ${nodeName(link.peer)}` }]
}
