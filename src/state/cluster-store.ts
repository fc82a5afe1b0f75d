/** The page's store: counters that tell React what moved, and the small state of the page itself. Rows live in `ClusterView`. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { HostFault } from '../bridge/host-connection.ts'
import type { Frame, PaceStatus } from '../protocol/frame.ts'
import type { PacketKind } from '../protocol/vocabulary.ts'
import { applyFrame } from './apply-frame.ts'
import type { FrameDelta } from './apply-frame.ts'
import { noNews, withFrame } from './frame-news.ts'
import type { FrameNews } from './frame-news.ts'
import { createFrameTurns } from './frame-turns.ts'
import type { FrameTurns } from './frame-turns.ts'
import { createNodeNews } from './node-news.ts'
import type { NodeNews } from './node-news.ts'
import type { ClusterView } from './cluster-view.ts'
import { createClusterView } from './create-view.ts'
import { firstPicture } from './picture-state.ts'
import type { PictureState } from './picture-state.ts'
import type { Selection } from './selection.ts'
import { selectedName, selectionAfter } from './selection-after.ts'
import { followPod } from './selection-follow.ts'
import type { FollowedPod } from './selection-follow.ts'

export type Theme = 'dark' | 'light' | 'projector'
export type DialogName = 'search' | 'ports' | 'manifest' | 'keys' | 'edit' | 'export' | 'plots' | 'timeline'

/** Panels of the column beside the picture. */
export type SideName = 'inspector' | 'plots' | 'timeline'

/** A request or command of the user that has not been answered yet. */
interface PendingAction {
  readonly id: number
  readonly label: string
}
/** A text in the editor's dialog, and who waits for it: undefined says that it was left. */
export interface Editing {
  readonly title: string
  readonly text: string
  readonly settle: (text: string | undefined) => void
}
/** One line to the user about something they did. */
interface Notice {
  readonly tone: 'good' | 'bad'
  readonly text: string
}

export interface ClusterState {
  /** Always the same object; its contents change with `tick`. */
  readonly view: ClusterView
  /** Goes up when React is told of frames: of each, or of all that came since it was told last. */
  readonly tick: number
  /** Goes up when nodes appear or go, or stand in another zone or rack. */
  readonly membershipVersion: number
  /** Goes up when a Deployment, ReplicaSet, Service, component, link, the clients or kubectl changed. */
  readonly recordsVersion: number
  /** Goes up when the tray of unscheduled pods changed. */
  readonly trayVersion: number
  /** Goes up with every snapshot: another history, or a fresh start. */
  readonly epoch: number
  /** Id of the newest change that a person would tell; 0: none yet. */
  readonly lastChangeId: number
  /** Replaced only when it differs. */
  readonly pace: PaceStatus
  readonly fault: HostFault | undefined

  readonly theme: Theme
  readonly selection: Selection | undefined
  /** Goes up when the camera is asked to fly to what is selected. */
  readonly flights: number
  readonly picture: PictureState
  /** Kinds of messages that are not drawn, by the user's choice. */
  readonly hiddenTraffic: readonly PacketKind[]
  /** Name of what was selected when it went, for the inspector to say so. */
  readonly selectionGone: string | undefined
  /** Whether the column beside the picture is open, whatever it shows. */
  readonly inspectorOpen: boolean
  readonly side: SideName
  /** The tree stands in the picture's place. */
  readonly treeOpen: boolean
  readonly dialog: DialogName | undefined
  /** Keys for a field that was asked for and is still being loaded, until it takes them. */
  readonly typedAhead: string
  readonly presenting: boolean
  readonly consoleOpen: boolean
  /** The console's last command and the first line of what it printed. `seen`: the API's last command at that moment; another one came later. */
  readonly lastCommand: { readonly line: string; readonly result: string; readonly failed: boolean; readonly seen: string } | undefined
  /** A file that was dropped on the page and waits in the manifest dialog. */
  readonly droppedManifest: { readonly name: string; readonly text: string } | undefined
  readonly editing: Editing | undefined
  readonly pending: readonly PendingAction[]
  /** How many actions were begun: their ids. */
  readonly actionsBegun: number
  readonly notice: Notice | undefined
}

type FrameListener = (frame: Frame, delta: FrameDelta) => void

export interface ClusterStore extends StoreApi<ClusterState> {
  readonly nodeNews: NodeNews
  /** For what draws the picture. */
  readonly turns: FrameTurns
  /** Applies a frame, raises the counters once, then tells the frame listeners. */
  applyFrame(frame: Frame): FrameDelta
  /** Listens to frames as they are (packets are drawn from their hops); returns the way to stop. */
  onFrame(listener: FrameListener): () => void
  /** Whether the camera moves: React hears of frames more seldom then. A store that tells it of every frame goes on doing so. */
  setMoving(moving: boolean): void
}

/** The state of a page that has heard of no cluster yet. */
function firstState(view: ClusterView, theme: Theme): ClusterState {
  return {
    view, tick: 0, membershipVersion: 0, recordsVersion: 0, trayVersion: 0, epoch: 0, lastChangeId: 0, pace: view.pace, fault: undefined,
    theme, selection: undefined, flights: 0, picture: firstPicture, hiddenTraffic: [], selectionGone: undefined,
    inspectorOpen: true, side: 'inspector', treeOpen: false, dialog: undefined, typedAhead: '', presenting: false,
    consoleOpen: false, lastCommand: undefined, droppedManifest: undefined, editing: undefined, pending: [], actionsBegun: 0, notice: undefined,
  }
}

/** Nobody reads figures that fly by: while the camera moves its frames belong to the move. */
const seldomerWhileMoving = 8

/**
 * A store over an empty view. `tellEveryMs`: React hears of frames at most so often, wall milliseconds, but at once of a fresh start, a
 * pause and what happens to the selection; frame listeners hear of each. 0: React hears of every frame.
 */
export function createClusterStore(theme: Theme, tellEveryMs = 0): ClusterStore {
  const view = createClusterView()
  const store = createStore<ClusterState>(() => firstState(view, theme))
  const listeners = new Set<FrameListener>()
  const turns = createFrameTurns()
  const nodeNews = createNodeNews(view.nodes, tellEveryMs > 0 ? turns : undefined)
  let followed: FollowedPod | undefined
  let news: FrameNews = noNews
  let toldMs = -Infinity
  let timer: ReturnType<typeof setTimeout> | undefined
  let everyMs = tellEveryMs
  const tell = (changed: Partial<ClusterState>): void => {
    clearTimeout(timer)
    timer = undefined
    toldMs = performance.now()
    const told = news
    news = noNews
    store.setState((state) => ({ ...afterFrames(state, told), ...changed }))
  }
  /** Nodes that come and go are what the picture is built of: they wait no longer while the camera moves, as it does when it follows them. */
  const dueMs = (): number => toldMs + (news.membership ? tellEveryMs : everyMs)
  const tellLater = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => { tell({}) }, dueMs() - performance.now())
  }
  return Object.assign(store, {
    nodeNews,
    turns,
    applyFrame: (frame: Frame): FrameDelta => {
      const name = selectedName(store.getState())
      const delta = applyFrame(view, frame)
      const { picture, selection, pace } = store.getState()
      followed = picture.following ? followPod(followed, view, selection, delta) : undefined
      const changed = selectionAfter(store.getState(), frame, delta, name, followed)
      const { membership } = news
      news = withFrame(news, frame, delta)
      if (performance.now() >= dueMs() || delta.snapshot || stepsIn(pace, frame.pace) || Object.keys(changed).length > 0) tell(changed)
      else if (timer === undefined || membership !== news.membership) tellLater()
      nodeNews.touch(delta.touchedNodes)
      for (const listener of listeners) listener(frame, delta)
      return delta
    },
    onFrame: (listener: FrameListener) => {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
    setMoving: (moving: boolean) => {
      nodeNews.setMoving(moving)
      turns.setMoving(moving)
      everyMs = tellEveryMs * (moving ? seldomerWhileMoving : 1)
      if (timer !== undefined) tellLater()
    },
  })
}

function afterFrames(state: ClusterState, news: FrameNews): Partial<ClusterState> {
  const { pace } = state.view
  return {
    tick: state.tick + 1,
    membershipVersion: state.membershipVersion + (news.membership ? 1 : 0),
    recordsVersion: state.recordsVersion + (news.records ? 1 : 0),
    trayVersion: state.trayVersion + (news.tray ? 1 : 0),
    epoch: state.epoch + news.snapshots,
    lastChangeId: news.lastChangeId ?? state.lastChangeId,
    pace: samePace(state.pace, pace) ? state.pace : pace,
  }
}

/** Whether it paused or plays, or something waits for that: what the user has just done. */
function stepsIn(a: PaceStatus, b: PaceStatus): boolean {
  return a.playing !== b.playing || a.mode !== b.mode || a.waiting !== b.waiting
}

function samePace(a: PaceStatus, b: PaceStatus): boolean {
  return a.playing === b.playing && a.mode === b.mode && a.rate === b.rate && a.reason === b.reason && a.waiting === b.waiting
}
