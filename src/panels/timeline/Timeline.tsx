import { useState } from 'react'
import type { ReactNode } from 'react'
import type { TimelineEvent } from '../../protocol/inspect.ts'
import { useCluster } from '../../state/context.tsx'
import { counted, minuteText, momentText } from '../../state/format.ts'
import { select } from '../../state/page-actions.ts'
import { subjectSelection } from '../../state/subject-selection.ts'
import { Segments } from '../../ui/controls/Segments.tsx'
import { CutText } from '../../ui/CutText.tsx'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { useInspect } from '../use-inspect.ts'
import { lanesOf, rangeOf, shareOf } from './lanes.ts'
import type { Lane, TimeRange } from './lanes.ts'
import './timeline.css'

/** Events that are looked at: more than a panel can show, few enough to ask for every second. */
const shownEvents = 400
const stretches = [{ id: '0', label: 'All', says: 'From the first Event on' }, { id: '300', label: '5 min', says: 'The last five simulated minutes' }, { id: '60', label: '1 min', says: 'The last simulated minute' }]

/** Times along the axis: a panel has room for the ends, a window for more. */
const axisTimes = { panel: 2, window: 6 } as const

/** The Events of the cluster by object, each at its simulated time. */
export function Timeline({ room, beside }: { readonly room: keyof typeof axisTimes; readonly beside?: ReactNode }) {
  const { view } = useCluster()
  const { answer, failure } = useInspect({ query: 'timeline', limit: shownEvents })
  const [stretch, setStretch] = useState('0')
  const events = answer ?? []
  const range = rangeOf(events, view.simTimeUs, Number(stretch))
  const lanes = lanesOf(events, range.fromUs)
  const last = axisTimes[room] - 1
  const times = Array.from({ length: last + 1 }, (_, i) => minuteText(range.fromUs + ((range.toUs - range.fromUs) * i) / last))
  return (
    <>
      <div className="side-tools">
        <Segments label="Stretch of time" segments={stretches} selected={stretch} onSelect={setStretch} />
        {beside}
      </div>
      {failure === undefined ? null : <p className="refusal" role="alert">{failure}</p>}
      <div className="timeline-axis mono">
        {times.map((time, i) => <span key={i}>{time}{i === 0 ? <span> simulated</span> : null}</span>)}
      </div>
      {lanes.length === 0 ? <p className="quiet">No Events{answer === undefined ? ' yet' : ' in this time'}.</p> : null}
      <ul className="lanes" aria-label="Objects, the newest Event first">{lanes.map((lane) => <LaneRow key={lane.id} lane={lane} range={range} longest={longestName[room]} />)}</ul>
    </>
  )
}

/** Letters of an object's name that have room. */
const longestName = { panel: 24, window: 30 } as const

function LaneRow({ lane, range, longest }: { readonly lane: Lane; readonly range: TimeRange; readonly longest: number }) {
  const last = lane.events[lane.events.length - 1]
  const counts = `${counted(lane.events.length, 'event')}${lane.warnings === 0 ? '' : `, ${counted(lane.warnings, 'warning')}`}`
  return (
    <li>
      <details>
        <summary>
          <span className="lane-name">{lane.warnings === 0 ? null : <StatusGlyph status="failed" size={12} />}<b className="mono"><CutText text={lane.name} maxChars={longest} /></b><span className="quiet">{lane.kind}</span></span>
          <span className="visually-hidden">{counts}, last {last?.reason} at {minuteText(last?.simTimeUs ?? 0)}</span>
          <Track lane={lane} range={range} />
        </summary>
        <ShowObject lane={lane} />
        <ol className="event-list" aria-label={`Events of ${lane.name}, newest first`}>{lane.events.toReversed().map((event, i) => <EventRow key={`${event.simTimeUs} ${event.reason} ${i}`} event={event} />)}</ol>
      </details>
    </li>
  )
}

/** Marks keep this far from the ends, in per cent. */
const edge = 3

/** The marks of a lane: a disc for a normal Event, a triangle for a warning, larger where it happened often. */
function Track({ lane, range }: { readonly lane: Lane; readonly range: TimeRange }) {
  return (
    <svg className="lane-track" aria-hidden="true">
      <line x1="0" y1="7" x2="100%" y2="7" />
      {lane.events.map((event, i) => {
        const x = `${edge + shareOf(range, event.simTimeUs) * (100 - 2 * edge)}%`
        return event.type === 'Warning' ? <svg key={i} x={x} overflow="visible"><path className="lane-warning" d="M0 1l5.5 11h-11z" /></svg>
          : <circle key={i} cx={x} cy="7" r={event.count > 1 ? 5 : 3.5} />
      })}
    </svg>
  )
}

const subjectKinds = ['Pod', 'Node', 'Deployment', 'ReplicaSet', 'Service', 'EndpointSlice'] as const

/** The way to the object, where the page has it. */
function ShowObject({ lane }: { readonly lane: Lane }) {
  const { store, view } = useCluster()
  const kind = subjectKinds.find((one) => one === lane.kind)
  const target = kind === undefined ? undefined : subjectSelection(view, { kind, namespace: lane.kind === 'Node' ? '' : lane.namespace, name: lane.name })
  if (target === undefined) return <p className="quiet">{lane.kind} {lane.name} has no place in the picture{kind === undefined ? '' : ' any more'}.</p>
  return <button type="button" className="link-to" onClick={() => { select(store, target) }}>Show {lane.name}</button>
}

function EventRow({ event }: { readonly event: TimelineEvent }) {
  return (
    <li className={event.type === 'Warning' ? 'warning' : ''}>
      <time>{momentText(event.simTimeUs)}</time>
      {event.type === 'Warning' ? <StatusGlyph status="failed" size={12} /> : null}<b>{event.reason}</b>{event.count > 1 ? ` ×${event.count}` : ''}
      <p>{event.message}</p>
      <small>{event.from}</small>
    </li>
  )
}
