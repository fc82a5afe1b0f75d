import { lazy, Suspense, useCallback, useRef, useState } from 'react'
import type { KeyboardEvent, PointerEvent } from 'react'
import { useCluster, useClusterState, useRecordsVersion } from '../../state/context.tsx'
import { setConsoleOpen } from '../../state/page-actions.ts'
import { Icon } from '../../ui/icons.tsx'
import { TypedAhead } from '../TypedAhead.tsx'
import './console.css'

const Terminal = lazy(async () => ({ default: (await import('./Terminal.tsx')).Terminal }))

const usualHeightPx = 216
/** In a low window: eight lines. */
const lowWindowPx = 860
const lowHeightPx = 164
const leastHeightPx = 120
const heightStepPx = 24
/** The picture keeps this much. */
const restPx = 240

/** One slim line with the last command and its result; opened, a terminal below it. `large`: to be read from the last row of a room. */
export function ConsoleDock({ large = false }: { readonly large?: boolean }) {
  const { store } = useCluster()
  const open = useClusterState((state) => state.consoleOpen)
  const [everOpen, setEverOpen] = useState(open)
  const [heightPx, setHeightPx] = useState(() => (window.innerHeight < lowWindowPx && !large ? lowHeightPx : usualHeightPx))
  const [running, setRunning] = useState<string>()
  const onRunning = useCallback((line: string | undefined) => { setRunning(line) }, [])
  const close = useCallback(() => { setConsoleOpen(store, false) }, [store])
  if (open && !everOpen) setEverOpen(true)
  const resize = (px: number): void => { setHeightPx(Math.max(leastHeightPx, Math.min(window.innerHeight - restPx, px))) }
  return (
    <section className="console" aria-label="Console">
      {open ? <HeightHandle heightPx={heightPx} onResize={resize} /> : null}
      <div className="console-line">
        <Summary running={running} open={open} />
        <button
          type="button" className="console-open" aria-expanded={open} aria-label={open ? 'Close the console' : 'Open the console'} title={open ? 'Close the console (Esc)' : 'Type kubectl commands (`)'}
          onClick={() => { setConsoleOpen(store, !open) }}
        >
          <kbd aria-hidden="true">{open ? 'Esc' : '`'}</kbd><Icon name={open ? 'chevronDown' : 'chevronUp'} size={15} />
        </button>
      </div>
      {everOpen ? (
        <div className="console-body" hidden={!open}>
          <Suspense fallback={<TypedAhead says="Loading the terminal …" onClose={close} />}><Terminal open={open} large={large} heightPx={heightPx} onRunning={onRunning} /></Suspense>
        </div>
      ) : null}
    </section>
  )
}

/** What runs, else the last command: the console's with its result, which an open console shows itself, or that of a click. */
function Summary({ running, open }: { readonly running: string | undefined; readonly open: boolean }) {
  const { view } = useCluster()
  useRecordsVersion()
  const last = useClusterState((state) => state.lastCommand)
  const playing = useClusterState((state) => state.pace.playing)
  const clicked = view.kubectl?.lastCommand ?? ''
  const own = running ?? (last !== undefined && (clicked === last.seen || clicked === last.line) ? last.line : undefined)
  const shown = own ?? clicked
  if (running !== undefined && !playing) return <p className="console-last" role="status"><Prompt line={running} /><span className="console-result">waiting: the cluster is paused</span></p>
  if (running !== undefined) return <p className="console-last"><Prompt line={running} /><span className="console-result">running: Ctrl-C stops it</span></p>
  if (shown === '') return <p className="console-last"><span className="console-prompt">$</span><span className="console-result">{open ? 'kubectl' : 'press ` to type kubectl'}</span></p>
  const result = open || own === undefined || last === undefined ? undefined : last
  return (
    <p className="console-last">
      <Prompt line={shown} />
      {result === undefined ? null : <span className={`console-result ${result.failed ? 'failed' : ''}`}>{result.failed ? `failed: ${result.result}` : result.result}</span>}
    </p>
  )
}

function Prompt({ line }: { readonly line: string }) {
  return <><span className="console-prompt" aria-hidden="true">$</span><span className="console-command">kubectl {line}</span></>
}

/** The upper edge: drag it, or use the arrows. */
function HeightHandle({ heightPx, onResize }: { readonly heightPx: number; readonly onResize: (px: number) => void }) {
  const grip = useRef<{ readonly y: number; readonly heightPx: number }>(undefined)
  const down = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId)
    grip.current = { y: event.clientY, heightPx }
  }
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (grip.current !== undefined) onResize(grip.current.heightPx + grip.current.y - event.clientY)
  }
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    event.stopPropagation()
    onResize(heightPx + (event.key === 'ArrowUp' ? heightStepPx : -heightStepPx))
  }
  return (
    <div
      className="console-handle" role="separator" tabIndex={0} aria-orientation="horizontal" aria-label="Height of the console"
      aria-valuenow={Math.round(heightPx)} aria-valuemin={leastHeightPx} aria-valuemax={Math.max(leastHeightPx, window.innerHeight - restPx)}
      onPointerDown={down} onPointerMove={move} onPointerUp={() => { grip.current = undefined }} onPointerCancel={() => { grip.current = undefined }} onKeyDown={key}
    />
  )
}
