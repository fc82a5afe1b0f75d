import { list, text } from '../api-object.ts'

/** An object's conditions: type, status, reason and message as the API server holds them. */
export function Conditions({ object }: { readonly object: unknown }) {
  const conditions = list(object, 'status', 'conditions')
  if (conditions.length === 0) return <p className="quiet">No conditions yet.</p>
  return (
    <ul className="conditions" aria-label="Conditions">
      {conditions.map((condition) => (
        <li key={text(condition, 'type')}>
          <b>{text(condition, 'type')}</b> <span className="condition-status">{text(condition, 'status')}</span>
          {text(condition, 'reason') === '' ? null : <small>{text(condition, 'reason')}</small>}
          {text(condition, 'message') === '' ? null : <p>{text(condition, 'message')}</p>}
        </li>
      ))}
    </ul>
  )
}
