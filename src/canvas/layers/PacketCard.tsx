/** A message that was caught: what it is, from whom to whom, how large, what caused it and what answered it. */
import type { ReactNode, Ref } from 'react'
import { linkRow } from '../../kubernetes/architecture.ts'
import type { HopReport } from '../../protocol/inspect.ts'
import { messageTypes, packetKind } from '../../protocol/vocabulary.ts'
import type { PacketKind } from '../../protocol/vocabulary.ts'
import { answerText, delayText, outcomeText } from '../../state/hop-text.ts'
import { Icon } from '../../ui/icons.tsx'
import { PacketGlyph } from '../../ui/PacketGlyph.tsx'

const kindWords: Readonly<Record<PacketKind, string>> = {
  request: 'Request',
  response: 'Answer',
  watch: 'Watch event',
  etcd: 'etcd',
  kubelet: 'To the kubelet',
  cri: 'CRI',
  vxlan: 'VXLAN',
  service: 'Client traffic',
}

/** Types that somebody answers. */
const answered = new Set<number>([
  messageTypes.apiRequest, messageTypes.etcdRequest, messageTypes.kubeletRequest, messageTypes.criRequest, messageTypes.serviceRequest,
  messageTypes.vxlanRequest, messageTypes.podRequest,
])

/** Where a message is, in words: "on its way, 0.6 ms to go". A packet is drawn no faster than the eye: it may have arrived when it is caught. */
export function whereabouts(hop: Pick<HopReport, 'lost' | 'arrivesUs'>, nowUs: number): string {
  if (hop.lost) return 'lost on the way'
  const left = hop.arrivesUs - nowUs
  return left > 0 ? `on its way, ${delayText(left)} to go` : `arrived ${delayText(-left)} ago, drawn slower`
}

/** Two lines of a message for a pointer that rests on it. */
export function PacketTip({ hop }: { hop: HopReport }) {
  return (
    <>
      <span className="packet-tip-what">
        <PacketGlyph kind={packetKind(hop.type)} size={12} />
        {hop.what}
      </span>
      <span>
        {hop.from} → {hop.to}, {hop.bytes} bytes
      </span>
    </>
  )
}

interface PacketCardProps {
  readonly hop: HopReport
  readonly simTimeUs: number
  /** Whether the cluster stands still: else there is nothing to resume. */
  readonly paused: boolean
  readonly resume: Ref<HTMLButtonElement>
  readonly onResume: () => void
  readonly onClose: () => void
  readonly onNext: (step: 1 | -1) => void
  /** Opens the message that caused it, or its answer. */
  readonly onOpen: (hop: number) => void
}

function Other({ id, what, onOpen }: { id: number; what: string; onOpen: (hop: number) => void }) {
  return (
    <button type="button" className="link-to" onClick={() => { onOpen(id) }}>
      {what}
    </button>
  )
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}

export function PacketCard({ hop, simTimeUs, paused, resume, onResume, onClose, onNext, onOpen }: PacketCardProps) {
  const kind = packetKind(hop.type)
  return (
    <>
      <div className="packet-card-head">
        <PacketGlyph kind={kind} size={16} />
        <b>{kindWords[kind]}</b>
        <span>{whereabouts(hop, simTimeUs)}</span>
        <button type="button" className="packet-card-close" aria-label="Close the message" onClick={onClose}>
          <Icon name="close" size={14} />
        </button>
      </div>
      <p className="packet-card-what mono">{hop.what}</p>
      <dl>
        <Row label="from">{hop.from}</Row>
        <Row label="to">{hop.to}</Row>
        <Row label="over">{linkRow(hop.link).label}</Row>
        <Row label="size">{hop.bytes} bytes</Row>
        {hop.outcome === undefined ? null : <Row label="status">{outcomeText(hop.outcome)}</Row>}
        {hop.revision === undefined ? null : <Row label="revision">{hop.revision}</Row>}
        <Row label="because">{hop.cause < 0 ? hop.causeWhat : <Other id={hop.cause} what={hop.causeWhat} onOpen={onOpen} />}</Row>
        {hop.answer === undefined ? answered.has(hop.type) ? <Row label="answer">none yet</Row> : null : (
          <Row label="answer">
            <Other {...hop.answer} onOpen={onOpen} />
            <span className={hop.answer.failed ? 'packet-answer is-failed' : 'packet-answer'}>{answerText(hop.answer)}</span>
          </Row>
        )}
      </dl>
      <div className="packet-card-foot">
        <button ref={resume} type="button" className="is-primary" onClick={onResume}>
          {paused ? 'Resume' : 'Let it go'}
        </button>
        <button type="button" onClick={() => { onNext(-1) }}>Previous</button>
        <button type="button" onClick={() => { onNext(1) }}>Next</button>
      </div>
    </>
  )
}
