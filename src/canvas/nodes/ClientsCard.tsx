/** The clients outside, which use the Services. */
import type { ClientsRecord } from '../../protocol/frame.ts'
import { maxRequestsPerSecond } from '../../state/world-actions.ts'
import { Icon } from '../../ui/icons.tsx'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { Stepper } from '../../ui/controls/Stepper.tsx'
import { onActivate } from './card-events.ts'
import { failureText } from './objects-view.ts'

/** How much they ask for, what became of it, and why not. */
export function ClientsCard({
  clients,
  simTimeUs,
  nodes,
  selected,
  onSelect,
  onSetLoad,
}: {
  clients: ClientsRecord | undefined
  simTimeUs: number
  /** How many there are: without one there is nobody to ask. */
  nodes: number
  selected: boolean
  onSelect: () => void
  onSetLoad: (requestsPerSecond: number) => Promise<{ readonly ok: boolean }>
}) {
  const load = clients?.requestsPerSecond ?? 0
  const failed = clients?.failedPerSecond ?? 0
  return (
    <div className={`card clients-card${selected ? ' is-selected' : ''}`} role="group" aria-label="clients" onClick={onSelect}>
      <span className="card-title">
        <Icon name="clients" size={18} />
        <button
          type="button"
          className="card-name"
          aria-pressed={selected}
          aria-label={`clients, ${load} requests a second`}
          {...onActivate(onSelect)}
        >
          clients
        </button>
      </span>
      <span
        className="clients-load"
        onClick={(event) => {
          event.stopPropagation()
        }}
      >
        <Stepper label="Requests per second" value={load} max={maxRequestsPerSecond} onChange={onSetLoad} />
        requests/s
      </span>
      <span className="card-line clients-fate">
        <span>
          <StatusGlyph status="running" size={12} />
          {clients?.succeededPerSecond ?? 0} ok/s
        </span>
        <span className={failed > 0 ? 'status-failed is-worded' : undefined}>
          <StatusGlyph status="failed" size={12} />
          {failed} failed/s
        </span>
      </span>
      <span className="card-line clients-reason" title={clients?.lastFailure}>
        {failureText(clients, simTimeUs, nodes)}
      </span>
    </div>
  )
}
