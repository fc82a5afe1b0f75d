import { components, links } from '../../kubernetes/architecture.ts'
import type { ComponentName, LinkKind } from '../../kubernetes/architecture.ts'
import { useCluster, useRecordsVersion } from '../../state/context.tsx'
import { openDialog, select } from '../../state/page-actions.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import type { Selection } from '../../state/selection.ts'
import { nodesByPlace } from '../../state/selectors.ts'
import { Dialog } from '../../ui/controls/Dialog.tsx'
import { useLinkCounts } from '../use-link-counts.ts'
import './ports-panel.css'

/** The two tables of the picture: components with their purposes, links with their ports and live message counts; and wordings put right. */
export function PortsPanel() {
  const { store } = useCluster()
  return (
    <Dialog title="Ports and components" size="wide" onClose={() => { openDialog(store, undefined) }}>
      <LinkTable />
      <ComponentTable />
      <WordingTable />
    </Dialog>
  )
}

function LinkTable() {
  const { view } = useCluster()
  useRecordsVersion()
  const counts = useLinkCounts()
  return (
    <div className="grid-scroll">
      <table className="ports-table">
        <caption>Links</caption>
        <thead><tr><th scope="col">from</th><th scope="col">to</th><th scope="col">port</th><th scope="col">protocol</th><th scope="col">purpose</th><th scope="col">messages</th></tr></thead>
        <tbody>
          {links.map((row) => {
            const total = counts?.byKind.get(row.kind)
            return (
              <tr key={row.kind}>
                <td>{row.from}</td>
                <td>{row.to}</td>
                <th scope="row" className="mono"><ShowOnCanvas target={linkSelection(view, row.kind)}>{row.port}</ShowOnCanvas></th>
                <td>{row.protocol}</td>
                <td>{row.purpose}</td>
                <td className="count">{total === undefined ? (counts === undefined ? '…' : 0) : total.messages}{total !== undefined && total.lost > 0 ? ` (${total.lost} lost)` : ''}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function ComponentTable() {
  const { view } = useCluster()
  return (
    <div className="grid-scroll">
      <table className="ports-table">
        <caption>Components</caption>
        <thead><tr><th scope="col">component</th><th scope="col">binary</th><th scope="col">purpose</th></tr></thead>
        <tbody>
          {components.map((row) => (
            <tr key={row.name}>
              <th scope="row"><ShowOnCanvas target={componentSelection(view, row.name)}>{row.title}</ShowOnCanvas></th>
              <td className="mono">{row.binary ?? ''}</td>
              <td>{row.purpose}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function WordingTable() {
  const wordings = [...components, ...links].flatMap((row) => row.alsoCalled)
  return (
    <div className="grid-scroll">
      <table className="ports-table">
        <caption>Old or loose wordings, and the right one</caption>
        <thead><tr><th scope="col">wording</th><th scope="col">rightly</th></tr></thead>
        <tbody>{wordings.map((row) => <tr key={row.wording}><th scope="row">{row.wording}</th><td>{row.rightly}</td></tr>)}</tbody>
      </table>
    </div>
  )
}

/** A name that leads to its box or line in the picture; plain text when the picture has none now. */
function ShowOnCanvas({ target, children }: { readonly target: Selection | undefined; readonly children: string }) {
  const { store } = useCluster()
  if (target === undefined) return children
  const show = (): void => {
    openDialog(store, undefined)
    select(store, target)
  }
  return <button type="button" className="link-to" onClick={show}>{children}</button>
}

/** The first link of a kind, on the node with the lowest place. */
function linkSelection(view: ClusterView, kind: LinkKind): Selection | undefined {
  const found = [...view.links.values()].filter((link) => link.link === kind)
  const place = (slot: number): number => (slot < 0 ? -1 : view.nodes.place[slot] ?? 0)
  const first = found.toSorted((a, b) => place(a.node) - place(b.node) || a.id - b.id)[0]
  return first === undefined ? undefined : { kind: 'link', id: first.id }
}

/** The box of a component; of those that every node has, the one on the first node. */
function componentSelection(view: ClusterView, name: ComponentName): Selection | undefined {
  if (view.components.has(name) || name === 'kubectl' || name === 'clients' || name === 'cluster-network') return { kind: 'component', key: name }
  const node = nodesByPlace(view)[0]
  if (node === undefined) return undefined
  const key = `${name}/${view.nodes.names[node]?.name ?? ''}`
  if (view.components.has(key)) return { kind: 'component', key }
  const pod = (view.nodes.pods[node] ?? []).find((slot) => slot >= 0)
  return (name === 'pod' || name === 'container') && pod !== undefined ? { kind: 'pod', slot: pod } : undefined
}
