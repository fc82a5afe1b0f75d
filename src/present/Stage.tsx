/** Lecture mode: title, clock and one caption around the picture, which stays where it is. Mounted while the page presents. */
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import type { CSSProperties, ReactNode, RefObject } from 'react'
import { useStore } from 'zustand'
import { captionOf, isOver } from '../lessons/run-lesson.ts'
import type { LessonState } from '../lessons/run-lesson.ts'
import { useCluster, useClusterState, useTick } from '../state/context.tsx'
import { clockText } from '../state/format.ts'
import { setPresenting } from '../state/page-actions.ts'
import { togglePlay } from '../state/world-actions.ts'
import { Button } from '../ui/controls/Button.tsx'
import { Icon } from '../ui/icons.tsx'
import { enterFullScreen, leaveFullScreen } from './full-screen.ts'
import type { LessonPlayer } from './lesson-player.ts'
import { presentCommand } from './present-keys.ts'
import type { PresentCommand } from './present-keys.ts'
import { StepDots } from './StepDots.tsx'
import './stage.css'

/**
 * The picture between the two bars is drawn by the page; `data-stage` on the root element tells it to use larger labels. `notice`: what is told of
 * something that the user did; it has its place in the upper bar, where it covers nothing.
 */
export function Stage({ player, notice }: { readonly player: LessonPlayer; readonly notice: ReactNode }) {
  const run = useStore(player.store, (state) => state.run)
  const fault = useStore(player.store, (state) => state.fault)
  useStageAttribute(run === undefined ? 'free' : 'lesson')
  useFullScreen()
  useStageKeys(player, run)
  const foot = useRef<HTMLElement>(null)
  useFootHeight(foot)
  return (
    <>
      <header className="stage-head">
        <h1>{run === undefined ? 'Podium' : 'Lesson'} <span aria-hidden="true">|</span> <b>{run?.lesson.title ?? 'A living cluster'}</b></h1>
        <div className="stage-notice">{notice}</div>
        <span className="stage-end"><StageClock /><LeaveButton /></span>
      </header>
      <footer ref={foot} className="stage-foot">
        {fault === '' ? null : <p className="stage-fault" role="alert">{fault}</p>}
        <Caption run={run} />
        {run === undefined ? null : (
          <StepDots count={run.lesson.steps.length} shown={run.shown} reached={run.reached} onNext={player.next} onPrevious={player.previous} />
        )}
      </footer>
    </>
  )
}

/** `data-stage` says what stands under the picture: one line, or a lesson's caption and steps. */
function useStageAttribute(foot: 'free' | 'lesson'): void {
  useEffect(() => {
    document.documentElement.dataset.stage = foot
    return () => { delete document.documentElement.dataset.stage }
  }, [foot])
}

/** The picture ends where the foot begins, also when that tells of a fault in several lines. */
function useFootHeight(foot: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = foot.current
    if (element === null) return undefined
    const root = document.documentElement.style
    const watch = new ResizeObserver(() => { root.setProperty('--stage-foot', `${element.offsetHeight}px`) })
    watch.observe(element)
    return () => {
      watch.disconnect()
      root.removeProperty('--stage-foot')
    }
  }, [foot])
}

function useFullScreen(): void {
  const { store } = useCluster()
  useEffect(() => {
    let inFullScreen = false
    void enterFullScreen(document.documentElement).then((granted) => { inFullScreen = granted })
    // The browser's own Escape leaves full screen without a key event for the page.
    const changed = (): void => {
      if (inFullScreen && document.fullscreenElement === null) setPresenting(store, false)
    }
    document.addEventListener('fullscreenchange', changed)
    return () => {
      document.removeEventListener('fullscreenchange', changed)
      void leaveFullScreen()
    }
  }, [store])
}

function useStageKeys(player: LessonPlayer, run: LessonState | undefined): void {
  const { store, connection } = useCluster()
  const obey = useEffectEvent((command: PresentCommand) => {
    const { playing } = store.getState().pace
    if (command === 'leave') setPresenting(store, false)
    else if (command === 'pause') togglePlay(connection, playing)
    else if (command === 'previous') player.previous()
    else if (run !== undefined && !isOver(run)) player.next()
    else togglePlay(connection, playing)
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]') !== null
      // What fills the window is closed before the stage is left.
      const closing = event.key === 'Escape' && document.querySelector('dialog[open]') !== null
      const command = typing || closing ? undefined : presentCommand(event)
      if (command === undefined) return
      event.preventDefault()
      // On the stage a key has one meaning: the tool bar's and the canvas' own keys rest.
      event.stopImmediatePropagation()
      obey(command)
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => { window.removeEventListener('keydown', listen, { capture: true }) }
  }, [])
}

function StageClock() {
  useTick()
  const { view } = useCluster()
  return <span className="stage-clock mono" role="timer" aria-label="Simulated time">{clockText(view.simTimeUs)}</span>
}

/** For those without a keyboard. */
function LeaveButton() {
  const { store } = useCluster()
  return <Button look="plain" aria-label="Leave lecture mode" icon={<Icon name="close" size={20} />} onClick={() => { setPresenting(store, false) }} />
}

/** The lesson's caption; in free play the last change that a person would tell. */
function Caption({ run }: { readonly run: LessonState | undefined }) {
  const { view } = useCluster()
  const reason = useClusterState((state) => state.pace.reason)
  useClusterState((state) => state.lastChangeId)
  const last = view.changes[view.changes.length - 1]
  const refusal = run !== undefined && run.shown === run.reached ? run.refusals[0] : undefined
  const text = run === undefined ? last?.text ?? 'Nothing has happened yet.' : captionOf(run)
  // A long line takes smaller letters, so that it stays one line and whole.
  const length: CSSProperties & { readonly '--characters': number } = { '--characters': Math.max(40, text.length) }
  return (
    <>
      <p className="stage-caption" role="status" style={length}>{text}</p>
      <p className="stage-wait">{refusal ?? (run?.phase === 'waiting' && run.shown === run.reached ? reason : '')}</p>
    </>
  )
}
