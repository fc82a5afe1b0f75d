import { useEffect, useState } from 'react'
import type { Change } from '../protocol/frame.ts'
import { useCluster, useClusterState } from '../state/context.tsx'
import { momentText, splitActor } from '../state/format.ts'
import { select } from '../state/page-actions.ts'
import { subjectSelection } from '../state/subject-selection.ts'
import { StatusGlyph } from '../ui/StatusGlyph.tsx'
import { NoticeLine } from './NoticeLine.tsx'
import './caption-line.css'

/** A caption stands at least so long, so that it can be read when changes come in dozens; the list in the inspector has them all. */
const holdMs = 600
/** Assistive technology hears at most one caption in this time. */
const sayMs = 2500

/** One line: the last change that a person would tell, with its actor first; on its right what waits or what went wrong. */
export function CaptionLine() {
  const change = useHeldChange(holdMs)
  const said = useHeldChange(sayMs)
  return (
    <div className="caption-line">
      <p className="caption" aria-hidden="true">{change === undefined ? 'Nothing has happened yet.' : <Caption change={change} />}</p>
      <p className="visually-hidden" role="log" aria-label="Last change">{said?.text}</p>
      <Aside />
    </div>
  )
}

function Caption({ change }: { readonly change: Change }) {
  const { store, view } = useCluster()
  const { actor, rest } = splitActor(change.text, change.actor)
  const show = (): void => {
    const target = subjectSelection(view, change.subject)
    if (target !== undefined) select(store, target)
  }
  return (
    <button type="button" className={`caption-button tone-${change.tone}`} tabIndex={-1} title={change.text} onClick={show}>
      <time>{momentText(change.simTimeUs)}</time>
      {change.tone === 'neutral' ? null : <StatusGlyph status={change.tone === 'good' ? 'running' : 'failed'} size={14} />}
      <span><b>{actor}</b>{rest}</span>
    </button>
  )
}

/** The newest change, replaced at most every `ms` of wall time. */
function useHeldChange(ms: number): Change | undefined {
  const { store, view } = useCluster()
  const [held, setHeld] = useState<Change | undefined>(() => view.changes[view.changes.length - 1])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const show = (): void => {
      timer = undefined
      setHeld(view.changes[view.changes.length - 1])
    }
    let shownMs = -Infinity
    const unsubscribe = store.subscribe((state, before) => {
      if (state.lastChangeId === before.lastChangeId || timer !== undefined) return
      const nowMs = performance.now()
      const waitMs = Math.max(0, shownMs + ms - nowMs)
      shownMs = nowMs + waitMs
      if (waitMs === 0) show()
      else timer = setTimeout(show, waitMs)
    })
    return () => {
      clearTimeout(timer)
      unsubscribe()
    }
  }, [store, view, ms])
  return held
}

/** A refusal, else what waits for play, else what is on its way for long, else what to try. */
function Aside() {
  const notice = useClusterState((state) => state.notice)
  const pace = useClusterState((state) => state.pace)
  const begun = useClusterState((state) => state.actionsBegun > 0 || state.lastCommand !== undefined)
  const typing = useClusterState((state) => state.consoleOpen)
  const slow = useSlowAction()
  const noNodes = useClusterState(({ epoch, view }) => epoch > 0 && view.nodes.count === 0)
  const machines = useClusterState(({ view }) => (view.unregistered?.count ?? 0) > 0)
  const empty = useClusterState(({ epoch, view }) => epoch > 0 && view.nodes.count > 0 && view.pods.count === 0 && view.deployments.size === 0)
  if (notice !== undefined) return <NoticeLine />
  if (!pace.playing && pace.waiting > 0) return <p className="caption-aside" role="status">{pace.waiting} waiting at the start of {pace.waiting === 1 ? 'its' : 'their'} link: play or step.</p>
  if (slow !== undefined) return <p className="caption-aside" role="status">{slow}: waiting for the answer …</p>
  if (noNodes && machines) return <p className="caption-aside hint">No Node object: a kubelet registers its node when it starts.</p>
  if (noNodes) return <p className="caption-aside hint">No machine yet: n adds one, and pods get their node.</p>
  if (empty) return <p className="caption-aside hint">Nothing runs yet: m applies a manifest, or type kubectl create deployment web --image=nginx.</p>
  if (!begun && typing) return <p className="caption-aside hint">Try: get pods -w, or scale deployment web --replicas=5.</p>
  if (!begun) return <p className="caption-aside hint">Try: scale web with + and −, or click a node and power it off.</p>
  return null
}

/** The label of the oldest action that has been without an answer for more than a second. */
function useSlowAction(): string | undefined {
  const oldest = useClusterState((state) => state.pending[0])
  const [slowId, setSlowId] = useState<number>()
  useEffect(() => {
    if (oldest === undefined) return
    const timer = setTimeout(() => { setSlowId(oldest.id) }, 1000)
    return () => { clearTimeout(timer) }
  }, [oldest])
  return oldest !== undefined && slowId === oldest.id ? oldest.label : undefined
}
