import { linkRow } from '../../kubernetes/architecture.ts'
import type { LinkRecord } from '../../protocol/frame.ts'
import { useCluster, useRecordsVersion } from '../../state/context.tsx'
import { select } from '../../state/page-actions.ts'
import { KeyValues } from '../KeyValues.tsx'
import { useLinkCounts } from '../use-link-counts.ts'
import type { LinkTotals } from '../use-link-counts.ts'
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
      <Tunnels link={link} counts={counts?.byId} />
      {row.alsoCalled.length === 0 ? null : <h3>Old or loose wordings</h3>}
      {row.alsoCalled.map((also) => <p key={also.wording} className="quiet">“{also.wording}”: {also.rightly}.</p>)}
    </>
  )
}

/** Tunnels of a node that are listed; of more, those to the first nodes. */
const mostTunnels = 12

/** A node's line to the network stands for its tunnels to all other nodes. */
function Tunnels({ link, counts }: { readonly link: LinkRecord; readonly counts: ReadonlyMap<number, LinkTotals> | undefined }) {
  const { store, view } = useCluster()
  if (link.link !== 'vxlan') return null
  const nameOf = (slot: number): string => view.nodes.names[slot]?.name ?? ''
  return [link.node, link.peer].map((node) => {
    const tunnels = [...view.links.values()].filter((one) => one.link === 'vxlan' && (one.node === node || one.peer === node))
    return (
      <section key={node} aria-label={`Tunnels of ${nameOf(node)}`}>
        <h3>Tunnels of {nameOf(node)}</h3>
        <ul className="tunnels">
          {tunnels.slice(0, mostTunnels).map((tunnel) => (
            <li key={tunnel.id}>
              <button type="button" className="link-to" aria-current={tunnel.id === link.id} onClick={() => { select(store, { kind: 'link', id: tunnel.id }) }}>
                {tunnel.node === node ? `to ${nameOf(tunnel.peer)}` : `from ${nameOf(tunnel.node)}`}
              </button>
              <span>{tunnel.up ? '' : 'down, '}{counts?.get(tunnel.id)?.messages ?? '…'} messages{lostOf(counts?.get(tunnel.id))}</span>
            </li>
          ))}
        </ul>
        {tunnels.length > mostTunnels ? <p className="quiet">+{tunnels.length - mostTunnels} more</p> : null}
      </section>
    )
  })
}

const lostOf = (totals: LinkTotals | undefined): string => (totals === undefined || totals.lost === 0 ? '' : `, ${totals.lost} lost`)

function endsOf(link: LinkRecord, nodeName: (slot: number) => string): readonly { readonly label: string; readonly value: string }[] {
  if (link.node < 0) return []
  if (link.peer < 0) return [{ label: 'Node', value: nodeName(link.node) }]
  return [{ label: 'Nodes', value: `${nodeName(link.node)}, ${nodeName(link.peer)}` }]
}
