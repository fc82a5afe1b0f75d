/** What each key and tool bar button does; one function per command, so that both do the same. */
import type { SideName } from '../state/cluster-store.ts'
import type { Cluster } from '../state/context.tsx'
import { follow, nextTheme, openDialog, select, setConsoleOpen, setInspectorOpen, setTheme, setTreeOpen, showSide } from '../state/page-actions.ts'
import { catchMessage, nextArrangement, setFocused, setFollowing, travel } from '../state/picture-actions.ts'
import { addNode, togglePlay } from '../state/world-actions.ts'
import type { KeyCommand } from './key-map.ts'
import type { Lecture } from './lecture.ts'

type Command = (cluster: Cluster, lecture: Lecture) => void

const commands: Readonly<Record<KeyCommand, Command>> = {
  togglePlay: ({ connection, store }) => { togglePlay(connection, store.getState().pace.playing) },
  stepMessage: ({ connection }) => { connection.pace({ pace: 'step', to: 'message' }) },
  stepChange: ({ connection }) => { connection.pace({ pace: 'step', to: 'change' }) },
  catchMessage: ({ store }) => { catchMessage(store) },
  focus: ({ store }) => { setFocused(store, !store.getState().picture.focused) },
  follow: ({ store }) => { setFollowing(store, !store.getState().picture.following) },
  arrange: ({ store }) => { nextArrangement(store) },
  back: ({ store }) => { travel(store, -1) },
  forward: ({ store }) => { travel(store, 1) },
  slow: ({ connection }) => { connection.pace({ pace: 'rate', rate: 0.1 }) },
  real: ({ connection }) => { connection.pace({ pace: 'rate', rate: 1 }) },
  fast: ({ connection }) => { connection.pace({ pace: 'rate', rate: 10 }) },
  auto: ({ connection }) => { connection.pace({ pace: 'auto' }) },
  reset: (cluster) => { restart(cluster) },
  present: (_, lecture) => { lecture.present() },
  theme: ({ store }) => { setTheme(store, nextTheme(store.getState().theme)) },
  manifest: ({ store }) => { openDialog(store, 'manifest') },
  addNode: ({ store, connection }) => { void follow(store, 'Add a node', addNode(connection)) },
  search: ({ store }) => { openDialog(store, 'search') },
  ports: ({ store }) => { openDialog(store, 'ports') },
  console: ({ store }) => { setConsoleOpen(store, !store.getState().consoleOpen) },
  inspector: ({ store }) => { setInspectorOpen(store, !store.getState().inspectorOpen) },
  plots: ({ store }) => { toggleSide(store, 'plots') },
  largePlots: ({ store }) => { openDialog(store, 'plots') },
  largeTimeline: ({ store }) => { openDialog(store, 'timeline') },
  timeline: ({ store }) => { toggleSide(store, 'timeline') },
  tree: ({ store }) => { setTreeOpen(store, !store.getState().treeOpen) },
  export: ({ store }) => { openDialog(store, 'export') },
  help: ({ store }) => { openDialog(store, 'keys') },
  close: ({ store }) => { closeNext(store) },
}

/** Carries out a command. */
export function obey(command: KeyCommand, cluster: Cluster, lecture: Lecture): void {
  commands[command](cluster, lecture)
}

/** Shows a panel of the column beside the picture; shown already, the inspector comes back. */
function toggleSide(store: Cluster['store'], side: SideName): void {
  const { side: now, inspectorOpen } = store.getState()
  showSide(store, now === side && inspectorOpen ? 'inspector' : side)
}

/** Back to the start with the same options and seed; after a fault on a new engine. */
export function restart({ store, connection }: Cluster): void {
  select(store, undefined)
  store.setState({ fault: undefined, notice: undefined })
  connection.reset()
}

/** Escape: first the notice, then focus and follow, then the selection, then the inspector. */
function closeNext(store: Cluster['store']): void {
  const { notice, selection, inspectorOpen, picture } = store.getState()
  if (notice !== undefined) store.setState({ notice: undefined })
  else if (selection !== undefined && (picture.focused || picture.following)) {
    setFocused(store, false)
    setFollowing(store, false)
  }
  else if (selection !== undefined) select(store, undefined)
  else if (inspectorOpen) setInspectorOpen(store, false)
}
