import { packetKind } from '../../protocol/vocabulary.ts'
import { linkRow } from '../../kubernetes/architecture.ts'
import type { HopReport } from '../../protocol/inspect.ts'
import { useCluster, useTick } from '../../state/context.tsx'
import { momentText } from '../../state/format.ts'
import { answerText, outcomeText } from '../../state/hop-text.ts'
import { select } from '../../state/page-actions.ts'
import { PacketGlyph } from '../../ui/PacketGlyph.tsx'
import { KeyValues } from '../KeyValues.tsx'
import { useInspect } from '../use-inspect.ts'
import { Head } from './Head.tsx'
import { Looking } from './Looking.tsx'

/** A message that was opened: what it is, from whom to whom, what it says, and which message caused it. */
export function HopInspector({ id }: { readonly id: number }) {
  const { answer, answered, failure } = useInspect({ query: 'hop', id })
  return (
    <>
      <Head icon="network" kind="Message" name={answer?.what ?? `Message ${id}`} />
      {answered ? answer === undefined ? <p className="quiet">It is too long ago: the ring of messages has moved on.</p> : <Hop hop={answer} /> : <Looking failure={failure} />}
    </>
  )
}

function Hop({ hop }: { readonly hop: HopReport }) {
  const { view } = useCluster()
  useTick()
  return (
    <>
      <p className="hop-kind"><PacketGlyph kind={packetKind(hop.type)} size={14} /> {linkRow(hop.link).label}: {whereabouts(hop, view.simTimeUs)}</p>
      <KeyValues rows={[
        { label: 'From', value: hop.from },
        { label: 'To', value: hop.to },
        { label: 'Port', value: hop.port, mono: true },
        { label: 'Sent', value: momentText(hop.sentUs), mono: true },
        { label: 'Arrives', value: momentText(hop.arrivesUs), mono: true },
        { label: 'Size', value: `${hop.bytes} bytes` },
        ...(hop.outcome === undefined ? [] : [{ label: 'Status', value: outcomeText(hop.outcome) }]),
        ...(hop.revision === undefined ? [] : [{ label: 'Revision', value: hop.revision, mono: true }]),
      ]} />
      <h3>Because</h3>
      {hop.cause < 0 ? <p>{hop.causeWhat || 'A timer or a command.'}</p> : (
        <OtherHop id={hop.cause} what={hop.causeWhat} />
      )}
      {hop.answer === undefined ? null : (
        <>
          <h3>Answer</h3>
          <OtherHop id={hop.answer.id} what={hop.answer.what} />
          <p>{answerText(hop.answer)}</p>
        </>
      )}
      {hop.says === undefined ? <p className="quiet">Delivered; its body is kept by nobody.</p> : <><h3>Says</h3><pre className="yaml" tabIndex={0} aria-label="Body of the message">{hop.says}</pre></>}
    </>
  )
}

function OtherHop({ id, what }: { readonly id: number; readonly what: string }) {
  const { store } = useCluster()
  return <button type="button" className="link-to" onClick={() => { select(store, { kind: 'hop', id }) }}>{what}</button>
}

function whereabouts(hop: HopReport, nowUs: number): string {
  if (hop.lost) return 'lost on the way'
  return nowUs < hop.arrivesUs ? 'on its way' : 'delivered'
}
