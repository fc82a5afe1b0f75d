import { momentText } from '../../state/format.ts'
import { Looking } from './Looking.tsx'
import { useInspect } from '../use-inspect.ts'

/** The Events about one object, newest first, as `kubectl describe` lists them. */
export function ObjectEvents({ kind, namespace, name }: { readonly kind: string; readonly namespace: string; readonly name: string }) {
  const { answer, answered, failure } = useInspect({ query: 'events', kind, namespace, name })
  if (!answered || answer === undefined) return <Looking failure={failure} />
  if (answer.length === 0) return <p className="quiet">No events about it yet.</p>
  return (
    <ol className="event-list" aria-label="Events, newest first">
      {answer.toReversed().toSorted((a, b) => b.simTimeUs - a.simTimeUs).map((event) => (
        <li key={`${event.simTimeUs} ${event.reason} ${event.message}`} className={event.type === 'Warning' ? 'warning' : ''}>
          <time>{momentText(event.simTimeUs)}</time>
          <b>{event.type === 'Warning' ? 'Warning: ' : ''}{event.reason}</b>{event.count > 1 ? ` ×${event.count}` : ''}
          <p>{event.message}</p>
          <small>{event.from}</small>
        </li>
      ))}
    </ol>
  )
}
