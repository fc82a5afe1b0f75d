/** Services with their addresses and endpoints. */
import { CutText } from '../../ui/CutText.tsx'
import { Icon } from '../../ui/icons.tsx'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { ringOf } from './attention.ts'
import type { Attention } from './attention.ts'
import { AttentionRing } from './AttentionRing.tsx'
import { onActivate } from './card-events.ts'
import { endpointsInRow, servicesThatFit } from './list-room.ts'
import { shortAddress } from './objects-view.ts'
import type { ServiceView } from './objects-view.ts'
import { useAllRows } from './use-all-rows.tsx'

/** Px of a row that a Service's name and its count of endpoints share; of what parts them, and of a character of either. */
const rowRoom = { row: 138, gap: 6, name: 8.2, count: 7 } as const
/** Characters of "5/6" beside which the word has no room. */
const longCount = 5
const countText = ({ ready, total }: ServiceView): string => {
  const count = `${ready}/${total}`
  return count.length > longCount ? count : `${count} ready`
}
/** Characters of a Service's name that have room beside its count. */
const nameChars = (service: ServiceView): number =>
  Math.max(4, Math.floor((rowRoom.row - rowRoom.gap - rowRoom.count * countText(service).length) / rowRoom.name))

interface ServicesCardProps {
  readonly services: readonly ServiceView[]
  /** Of the card, in px. */
  readonly height: number
  readonly selectedService: number
  /** In focus, the Services that take part. */
  readonly lit?: ReadonlySet<number> | undefined
  readonly attention: Attention
  readonly onSelectService: (slot: number) => void
}

export function ServicesCard({ services, height, selectedService, lit, attention, onSelectService }: ServicesCardProps) {
  const fit = servicesThatFit(services.length, height, endpointsInRow(services))
  const { shown, more } = useAllRows(services.length, fit.services)
  return (
    <div className="card list-card is-virtual nowheel" role="group" aria-label="Services">
      <span className="card-title">
        <Icon name="service" size={18} />
        Services
      </span>
      {services.length === 0 ? <span className="card-line is-quiet">none yet</span> : null}
      {services.slice(0, shown).map((service) => (
        <div
          key={service.slot}
          className={`service-tile${service.slot === selectedService ? ' is-selected' : ''}${lit?.has(service.slot) === true ? ' is-lit' : ''}`}
          role="button"
          tabIndex={0}
          aria-pressed={service.slot === selectedService}
          aria-label={`Service ${service.name}, ${service.type}, ${service.address}, ${service.ready} of ${service.total} endpoints ready`}
          {...onActivate(() => {
            onSelectService(service.slot)
          })}
        >
          <span className="service-head">
            <CutText text={service.name} maxChars={nameChars(service)} />
            <span className={service.ready < service.total || service.total === 0 ? 'status-pending is-worded' : 'is-plain'}>
              {countText(service)}
            </span>
          </span>
          <span className="service-address mono">{service.address}</span>
          <Endpoints service={service} most={shown > fit.services ? endpointsOfAll : fit.endpoints} />
          <AttentionRing change={ringOf(attention, 'service', service.slot)} />
        </div>
      ))}
      {more}
    </div>
  )
}

/** Endpoints of each Service when all Services are shown. */
const endpointsOfAll = 6

function Endpoints({ service, most }: { service: ServiceView; most: number }) {
  if (most === 0) return null
  const shown = service.endpoints.slice(0, service.total > most ? most - 1 : most)
  const rest = service.total - shown.length
  return (
    <span className="endpoints">
      {shown.map((endpoint) => (
        <span
          key={endpoint.address}
          className={`endpoint mono${endpoint.status === 'running' ? '' : ' is-off'}`}
          title={`${endpoint.address}, ${endpoint.pod}: ${endpoint.word}`}
        >
          <StatusGlyph status={endpoint.status} size={11} />
          {shortAddress(endpoint.address)}
        </span>
      ))}
      {rest > 0 ? <span className="endpoint">+{rest}</span> : null}
    </span>
  )
}
