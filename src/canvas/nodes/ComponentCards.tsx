/** The control plane's boxes and kubectl: title first, process name beside it, then what it does now. */
import type { ReactNode } from 'react'
import { Icon } from '../../ui/icons.tsx'
import type { IconName } from '../../ui/icons.tsx'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import type { ApiServerRecord, KubectlRecord } from '../../protocol/frame.ts'
import { AttentionRing } from './AttentionRing.tsx'
import { onActivate } from './card-events.ts'
import type { ComponentView } from './component-view.ts'

interface ChosenProps {
  readonly selected: boolean
  readonly attention: number
  readonly onSelect: () => void
}

/** Accessible name of a box: "Scheduler kube-scheduler", and how it is down. */
function componentLabel(component: ComponentView): string {
  const name = component.binary === undefined ? component.title : `${component.title} ${component.binary}`
  return component.state === 'running' ? name : `${name}, ${component.state}`
}

/** A box that is chosen as a whole: one button with a name. */
function ButtonCard({
  label,
  title,
  className,
  selected,
  attention,
  onSelect,
  children,
}: ChosenProps & { label: string; title?: string; className: string; children: ReactNode }) {
  return (
    <div
      className={`card ${className}${selected ? ' is-selected' : ''}`}
      role="button"
      tabIndex={0}
      aria-label={label}
      aria-pressed={selected}
      title={title}
      {...onActivate(onSelect)}
    >
      {children}
      <AttentionRing change={attention} />
    </div>
  )
}

function Doing({ component }: { component: ComponentView }) {
  if (component.state === 'running')
    return (
      <span className="card-line is-cut-end" title={component.doing}>
        {component.doing}
      </span>
    )
  return (
    <span className="card-line status-failed is-worded">
      <StatusGlyph status="failed" size={12} />
      {component.doing}
    </span>
  )
}

/** etcd, controller manager, scheduler. */
export function ComponentCard({ component, icon, ...chosen }: ChosenProps & { component: ComponentView; icon: IconName }) {
  return (
    <ButtonCard
      label={componentLabel(component)}
      title={component.purpose}
      className={`component-card${component.state === 'running' ? '' : ' is-down'}`}
      {...chosen}
    >
      <span className="card-title">
        <Icon name={icon} size={17} />
        {component.title}
      </span>
      <span className="binary">{component.binary ?? 'key-value store'}</span>
      <Doing component={component} />
    </ButtonCard>
  )
}

/** The hub: a wide bar that everything hangs on. */
export function ApiServerCard({
  component,
  counts,
  ...chosen
}: ChosenProps & { component: ComponentView; counts: ApiServerRecord | undefined }) {
  return (
    <ButtonCard
      label={componentLabel(component)}
      title={component.purpose}
      className={`api-server-card${component.state === 'running' ? '' : ' is-down'}`}
      {...chosen}
    >
      <Icon name="apiServer" size={28} />
      <span className="hub-title">{component.title}</span>
      <span className="binary">{component.binary}</span>
      <span className="grow">
        <Doing component={component} />
      </span>
      {counts === undefined ? null : (
        <span className="hub-counts">
          <span>
            revision <b className="mono">{counts.revision}</b>
          </span>
          <span>
            {counts.watches} watches · {counts.requestsTotal} requests
          </span>
        </span>
      )}
    </ButtonCard>
  )
}

/** Who gives the commands, and the last one in kubectl's words. */
export function KubectlCard({
  component,
  kubectl,
  ...chosen
}: ChosenProps & { component: ComponentView; kubectl: KubectlRecord | undefined }) {
  const waiting = kubectl?.waiting ?? 0
  return (
    <ButtonCard label="kubectl, you" title={component.purpose} className="kubectl-card" {...chosen}>
      <span className="card-title">
        <Icon name="kubectl" size={18} />
        kubectl<span className="card-aside">you</span>
      </span>
      <span className={`card-line kubectl-command${waiting === 0 ? '' : ' is-short'}`}>
        {kubectl?.lastCommand === undefined || kubectl.lastCommand === '' ? 'no command yet' : kubectl.lastCommand}
      </span>
      {waiting === 0 ? null : (
        <span className="card-line status-creating is-worded">
          <StatusGlyph status="creating" size={12} />
          {waiting} waiting
        </span>
      )}
    </ButtonCard>
  )
}
