import { FitAddon } from '@xterm/addon-fit'
import { Terminal as Xterm } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import { useEffect, useRef } from 'react'
import { useCluster, useClusterState } from '../../state/context.tsx'
import type { Cluster } from '../../state/context.tsx'
import { setConsoleOpen, takeTypedAhead } from '../../state/page-actions.ts'
import { createConsoleSession } from './console-session.ts'
import { memoryOf } from './console-memory.ts'
import { namesOf, pageKubectl } from './page-kubectl.ts'

/** Readable from the last row, also when the page is enlarged for a large screen. */
const fontSizePx = 16
const largeFontSizePx = 20
/** In a lecture, where the picture's own letters are as large. */
const stageFontSizePx = 22
const largeScreenPx = 1800

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

function themeColours() {
  return {
    background: colour('--field'), foreground: colour('--text'), cursor: colour('--accent'), cursorAccent: colour('--field'),
    selectionBackground: colour('--selected'), selectionForeground: colour('--text'), red: colour('--st-failed-text'),
  }
}

interface Opened {
  readonly xterm: Xterm
  readonly fit: () => void
  readonly close: () => void
}

/** Starts a terminal in an element; `onRunning` hears which command runs. */
function openTerminal(element: HTMLElement, cluster: Cluster, large: boolean, onRunning: (line: string | undefined) => void): Opened {
  const xterm = new Xterm({
    fontFamily: colour('--font-mono') || 'monospace', fontSize: large ? stageFontSizePx : window.innerWidth >= largeScreenPx ? largeFontSizePx : fontSizePx, lineHeight: 1.2,
    screenReaderMode: true, cursorBlink: false, minimumContrastRatio: 4.5, scrollback: 5000, theme: themeColours(), allowProposedApi: false,
  })
  const fitting = new FitAddon()
  xterm.loadAddon(fitting)
  xterm.open(element)
  fitting.fit()
  xterm.write('kubectl of this cluster: any command, with or without the word kubectl. Tab completes, \u2191 recalls, Ctrl-C stops, Esc closes.\r\n')
  const { store } = cluster
  const session = createConsoleSession({
    screen: { columns: () => xterm.cols, write: (text) => { xterm.write(text) } },
    clear: () => { xterm.write('\u001b[2J\u001b[3J\u001b[H') },
    close: () => { setConsoleOpen(store, false) },
    kubectl: (line, outputs) => pageKubectl(cluster, line, outputs),
    names: (info, namespace, pod) => namesOf(cluster, info, namespace, pod),
    onRunning,
    onDone: (last) => { store.setState({ lastCommand: { ...last, seen: cluster.view.kubectl?.lastCommand ?? '' } }) },
  }, memoryOf(store))
  xterm.onData((data) => { session.input(data) })
  xterm.attachCustomKeyEventHandler((event) => handsKey(event, xterm, store))
  const fit = (): void => {
    const before = xterm.cols
    fitting.fit()
    if (xterm.cols !== before) session.redraw()
  }
  const close = (): void => {
    // Nobody could stop it any more.
    session.end()
    xterm.dispose()
  }
  return { xterm, fit, close }
}

/** Copying a selection and closing are the page's keys, all others the terminal's. */
function handsKey(event: KeyboardEvent, xterm: Xterm, store: Cluster['store']): boolean {
  if (event.type !== 'keydown') return true
  if (event.key === 'Escape') {
    event.preventDefault()
    setConsoleOpen(store, false)
    return false
  }
  // Paste and copy are left to the browser.
  if ((event.ctrlKey || event.metaKey) && (event.key === 'v' || (event.key === 'c' && xterm.hasSelection()))) return false
  return !(event.ctrlKey && event.shiftKey && (event.key === 'C' || event.key === 'V'))
}

interface TerminalProps {
  readonly open: boolean
  /** Letters for the last row of a room. */
  readonly large: boolean
  readonly heightPx: number
  readonly onRunning: (line: string | undefined) => void
}

/** The terminal itself. It keeps what was printed while it is closed. */
export function Terminal({ open, large, heightPx, onRunning }: TerminalProps) {
  const cluster = useCluster()
  const { store } = cluster
  const theme = useClusterState((state) => state.theme)
  const place = useRef<HTMLDivElement>(null)
  const opened = useRef<Opened>(undefined)
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const terminal = openTerminal(element, cluster, large, onRunning)
    opened.current = terminal
    const resized = new ResizeObserver(() => { if (element.clientHeight > 0) terminal.fit() })
    resized.observe(element)
    return () => {
      resized.disconnect()
      terminal.close()
    }
  }, [cluster, large, onRunning])
  useEffect(() => {
    if (!open) return undefined
    const { xterm, fit } = opened.current ?? {}
    fit?.()
    xterm?.focus()
    let stays = true
    // A moment later: React's strict mode opens each terminal twice.
    queueMicrotask(() => { if (stays) xterm?.input(takeTypedAhead(store)) })
    return () => { stays = false }
  }, [open, store])
  useEffect(() => { if (opened.current !== undefined) opened.current.xterm.options.theme = themeColours() }, [theme])
  return <div ref={place} className="terminal" style={{ height: heightPx }} />
}
