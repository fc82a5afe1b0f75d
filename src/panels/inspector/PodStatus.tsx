import { list, text } from '../api-object.ts'
import { KeyValues } from '../KeyValues.tsx'
import { useInspect } from '../use-inspect.ts'
import { Conditions } from './Conditions.tsx'
import { Looking } from './Looking.tsx'

/** A pod's phase, conditions and container states as its status says them. */
export function PodStatus({ namespace, name }: { readonly namespace: string; readonly name: string }) {
  const { answer, answered, failure } = useInspect({ query: 'object', resource: 'pods', namespace, name })
  if (!answered) return <Looking failure={failure} />
  const statuses = [...list(answer, 'status', 'initContainerStatuses'), ...list(answer, 'status', 'containerStatuses')]
  const ephemeral = list(answer, 'status', 'ephemeralContainerStatuses')
  return (
    <>
      <KeyValues rows={[
        { label: 'Phase', value: text(answer, 'status', 'phase') || 'none' },
        { label: 'QoS', value: text(answer, 'status', 'qosClass') || 'none' },
        { label: 'Grace', value: `${text(answer, 'spec', 'terminationGracePeriodSeconds')} s` },
        ...(text(answer, 'status', 'message') === '' ? [] : [{ label: 'Message', value: text(answer, 'status', 'message') }]),
      ]} />
      <h3>Conditions</h3>
      <Conditions object={answer} />
      <h3>Containers</h3>
      {statuses.length === 0 ? <p className="quiet">The kubelet has not reported any yet.</p> : null}
      <ul className="conditions" aria-label="Containers">{statuses.map((status) => <ContainerRow key={text(status, 'name')} status={status} />)}</ul>
      {ephemeral.length === 0 ? null : <h3>Ephemeral containers</h3>}
      {ephemeral.length === 0 ? null : (
        <ul className="conditions" aria-label="Ephemeral containers">
          {ephemeral.map((status) => <ContainerRow key={text(status, 'name')} status={status} word="counts for nothing, never restarted" />)}
        </ul>
      )}
    </>
  )
}

/** `word`: what stands in the place of its readiness. */
function ContainerRow({ status, word }: { readonly status: unknown; readonly word?: string }) {
  return (
    <li>
      <b>{text(status, 'name')}</b> <span className="condition-status">{word ?? (text(status, 'ready') === 'true' ? 'ready' : 'not ready')}</span>
      <p>{stateText(status, 'state')}</p>
      {stateText(status, 'lastState') === '' ? null : <p>before: {stateText(status, 'lastState')}</p>}
      <small className="mono">{text(status, 'image')}</small>
    </li>
  )
}

/** A container state in one line: "waiting: CrashLoopBackOff, back-off 40s ...", "terminated: Error, exit code 137", "running". */
function stateText(status: unknown, which: 'state' | 'lastState'): string {
  const waiting = text(status, which, 'waiting', 'reason')
  const message = text(status, which, 'waiting', 'message')
  if (waiting !== '') return `waiting: ${waiting}${message === '' ? '' : `, ${message}`}`
  const terminated = text(status, which, 'terminated', 'reason')
  if (terminated !== '') return `terminated: ${terminated}, exit code ${text(status, which, 'terminated', 'exitCode')}`
  return text(status, which, 'running', 'startedAt') === '' ? '' : 'running'
}
