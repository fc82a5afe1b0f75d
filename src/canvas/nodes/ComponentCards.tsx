/** The control plane's boxes and kubectl: title first, process name beside it, then what it does now. */
import type { ReactNode } from 'react'
import { CutText } from '../../ui/CutText.tsx'
import { Icon } from '../../ui/icons.tsx'
import type { IconName } from '../../ui/icons.tsx'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import type { ApiServerRecord, KubectlRecord } from '../../protocol/frame.ts'
import { ringOf } from './attention.ts'
import type { Attention } from './attention.ts'
import { AttentionRing } from './AttentionRing.tsx'
import { onActivate } from './card-events.ts'
import type { ComponentView } from './component-view.ts'
import { GhostPods } from './GapStrip.tsx'
import { podLabel } from './PodCard.tsx'
import type { PodView } from './worker-node-view.ts'

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

const shownInTray = 2

/** Pods that no node has been chosen for, and outlines of those that nobody has created yet: a place, not a process. */
export function TrayCard({
  pods,
  waiting,
  isLit,
  selectedPod,
  attention,
  onSelectPod,
}: {
  pods: readonly PodView[]
  /** Deployments whose pods are still to come. */
  waiting: readonly { readonly name: string; readonly toCome: number }[]
  /** In focus, whether a pod takes part in what is chosen. */
  isLit: (pod: PodView) => boolean
  selectedPod: number
  attention: Attention
  onSelectPod: (slot: number) => void
}) {
  const shown = pods.slice(0, shownInTray)
  const rest = pods.length - shown.length
  const toCome = waiting.reduce((sum, deployment) => sum + deployment.toCome, 0)
  return (
    <div
      className="card tray-card is-virtual"
      role="group"
      aria-label={`Unscheduled pods, ${pods.length}${toCome === 0 ? '' : `, ${toCome} more still to come`}`}
    >
      <span className="tray-title">
        Unscheduled pods<b>{pods.length}</b>
      </span>
      {pods.length === 0 && toCome === 0 ? <span className="card-line is-quiet">none waiting</span> : null}
      {shown.length === 0 ? null : (
        <div className="tray-rows">
          {shown.map((pod) => (
            <div
              key={pod.slot}
              className={`tray-row status-${pod.status}${pod.slot === selectedPod ? ' is-selected' : ''}${isLit(pod) ? ' is-lit' : ''}`}
              role="button"
              tabIndex={0}
              aria-label={podLabel(pod)}
              aria-pressed={pod.slot === selectedPod}
              title={pod.name}
              data-pod={pod.name}
              {...onActivate(() => {
                onSelectPod(pod.slot)
              })}
            >
              <StatusGlyph status={pod.status} size={14} />
              <CutText className="mono tray-name" text={pod.name} maxChars={shown.length === 1 ? 14 : 9} />
              <span className="is-worded">{pod.word}</span>
              <AttentionRing change={ringOf(attention, 'pod', pod.slot)} />
            </div>
          ))}
          {rest === 0 ? null : <span className="tray-rest" title={`${rest} more`}>+{rest}</span>}
        </div>
      )}
      {toCome === 0 ? null : <span className="tray-last"><GhostPods waiting={waiting} /></span>}
    </div>
  )
}
