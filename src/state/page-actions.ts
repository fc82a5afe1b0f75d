/** Changes of the page's own state: what is selected, open, shown; and how an action of the user is followed from click to answer. */
import type { PacketKind } from '../protocol/vocabulary.ts'
import type { ActionResult } from './action-result.ts'
import type { ClusterStore, DialogName, SideName, Theme } from './cluster-store.ts'
import { unwatched } from './picture-state.ts'
import type { Selection } from './selection.ts'

/** Selects a thing and opens the inspector on it; undefined clears the selection. */
export function select(store: ClusterStore, selection: Selection | undefined): void {
  store.setState(({ picture }) => ({
    selection, selectionGone: undefined,
    ...(selection === undefined ? { picture: { ...picture, ...unwatched } } : { inspectorOpen: true, side: 'inspector' as const }),
  }))
}

/** Selects a thing and has the camera fly there. */
export function flyTo(store: ClusterStore, selection: Selection): void {
  select(store, selection)
  store.setState((state) => ({ flights: state.flights + 1 }))
}

/** One more line to the user about what went wrong, beside what stands there. */
export function alsoTell(store: ClusterStore, text: string): void {
  store.setState(({ notice }) => ({ notice: { tone: 'bad', text: notice?.tone === 'bad' && !notice.text.includes(text) ? `${notice.text} ${text}` : text } }))
}

/** Draws a kind of messages, or no more. */
export function toggleTraffic(store: ClusterStore, kind: PacketKind): void {
  store.setState(({ hiddenTraffic: hidden }) => ({ hiddenTraffic: hidden.includes(kind) ? hidden.filter((it) => it !== kind) : [...hidden, kind] }))
}

/** Opens or closes the inspector. */
export function setInspectorOpen(store: ClusterStore, inspectorOpen: boolean): void {
  store.setState({ inspectorOpen })
}

/** Opens the column beside the picture on one of its panels. */
export function showSide(store: ClusterStore, side: SideName): void {
  store.setState({ side, inspectorOpen: true })
}

/** Puts the tree in the picture's place, or the picture back. */
export function setTreeOpen(store: ClusterStore, treeOpen: boolean): void {
  store.setState({ treeOpen })
}

/** What is made to be looked at from afar, and what a command of the console or a dropped file asks for. */
export const dialogsOnStage: ReadonlySet<DialogName> = new Set(['plots', 'timeline', 'edit', 'manifest'])

/** Opens one dialog, or none. An editor that makes room is left. On the stage most stay away. */
export function openDialog(store: ClusterStore, dialog: DialogName | undefined): void {
  const { editing, presenting } = store.getState()
  if (presenting && dialog !== undefined && !dialogsOnStage.has(dialog)) return
  if (dialog !== 'edit' && editing !== undefined) {
    store.setState({ editing: undefined })
    editing.settle(undefined)
  }
  store.setState(dialog === undefined ? { dialog, droppedManifest: undefined } : { dialog, typedAhead: '' })
}

const themes: readonly Theme[] = ['dark', 'light', 'projector']

/** Switches the page's colours; they hang on the document's `data-theme`. */
export function setTheme(store: ClusterStore, theme: Theme): void {
  document.documentElement.dataset.theme = theme
  store.setState({ theme })
}

/** The theme after this one: dark, light, projector, dark ... */
export function nextTheme(theme: Theme): Theme {
  return themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'dark'
}

/** Enters or leaves lecture mode. */
export function setPresenting(store: ClusterStore, presenting: boolean): void {
  // A lecture begins with the picture alone; the console's key brings it back.
  store.setState(presenting ? { presenting, consoleOpen: false } : { presenting })
}

/** What was typed for a field before it was there; it is nobody's any more after that. */
export function takeTypedAhead(store: ClusterStore): string {
  const { typedAhead } = store.getState()
  if (typedAhead !== '') store.setState({ typedAhead: '' })
  return typedAhead
}

/** Opens or closes the console's terminal. */
export function setConsoleOpen(store: ClusterStore, consoleOpen: boolean): void {
  store.setState({ consoleOpen, typedAhead: '' })
}

/** Follows an action: it stands among the pending ones until its answer comes, and a refusal becomes the notice. */
export async function follow(store: ClusterStore, label: string, answer: Promise<ActionResult>): Promise<ActionResult> {
  const id = store.getState().actionsBegun + 1
  store.setState((state) => ({ pending: [...state.pending, { id, label }], actionsBegun: id, notice: undefined }))
  const result = await answer
  store.setState((state) => ({
    pending: state.pending.filter((action) => action.id !== id),
    notice: result.ok ? state.notice : { tone: 'bad', text: `${label}: ${result.message}` },
  }))
  return result
}
