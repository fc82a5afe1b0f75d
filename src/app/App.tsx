import { lazy, Suspense, useCallback } from 'react'
import type { ReactNode } from 'react'
import { ClusterCanvas } from '../canvas/ClusterCanvas.tsx'
import type { PictureFrame } from '../canvas/kernels/compact-layout.ts'
import { Legend } from '../canvas/Legend.tsx'
import { ConsoleDock } from '../panels/console/ConsoleDock.tsx'
import { Inspector } from '../panels/inspector/Inspector.tsx'
import { SidePanel } from '../panels/SidePanel.tsx'
import { TypedAhead } from '../panels/TypedAhead.tsx'
import { useWindowSize } from '../panels/use-window-size.ts'
import { useCluster, useClusterState } from '../state/context.tsx'
import { dialogsOnStage, openDialog, setInspectorOpen } from '../state/page-actions.ts'
import { Button } from '../ui/controls/Button.tsx'
import { Icon } from '../ui/icons.tsx'
import { CaptionLine } from './CaptionLine.tsx'
import { FaultScreen } from './FaultScreen.tsx'
import type { Lecture } from './lecture.ts'
import { NoticeLine } from './NoticeLine.tsx'
import { PageBoundary } from './PageBoundary.tsx'
import { Starting } from './Starting.tsx'
import { TopBar } from './TopBar.tsx'
import { useFileDrop } from './use-file-drop.ts'
import { useKeys } from './use-keys.ts'
import './app.css'
// Styles of parts that load later stand here: a style sheet of its own for a later part can be lost in the build.
import '../panels/export/export.css'
import '../panels/manifest/manifest.css'
import '../panels/plots/plots.css'
import '../panels/ports/ports-panel.css'
import '../panels/timeline/timeline.css'
import '../panels/tree/tree.css'
import '../ui/controls/dialog.css'
import './search.css'
import '../ui/controls/tabs.css'
// Last: on a phone it has the last word.
import './narrow.css'

const LaterEmbedBar = lazy(async () => ({ default: (await import('../embed/EmbedBar.tsx')).EmbedBar }))
const Stage = lazy(async () => ({ default: (await import('../present/Stage.tsx')).Stage }))
const EditDialog = lazy(async () => ({ default: (await import('../panels/manifest/EditDialog.tsx')).EditDialog }))
const ExportDialog = lazy(async () => ({ default: (await import('../panels/export/ExportDialog.tsx')).ExportDialog }))
const KeysDialog = lazy(async () => ({ default: (await import('./KeysDialog.tsx')).KeysDialog }))
const ManifestDialog = lazy(async () => ({ default: (await import('../panels/manifest/ManifestDialog.tsx')).ManifestDialog }))
const SearchDialog = lazy(async () => ({ default: (await import('./SearchDialog.tsx')).SearchDialog }))
const LargePlots = lazy(async () => ({ default: (await import('../panels/plots/LargePlots.tsx')).LargePlots }))
const LargeTimeline = lazy(async () => ({ default: (await import('../panels/timeline/LargeTimeline.tsx')).LargeTimeline }))
const PlotsPanel = lazy(async () => ({ default: (await import('../panels/plots/PlotsPanel.tsx')).PlotsPanel }))
const TimelinePanel = lazy(async () => ({ default: (await import('../panels/timeline/TimelinePanel.tsx')).TimelinePanel }))
const TreePanel = lazy(async () => ({ default: (await import('../panels/tree/TreePanel.tsx')).TreePanel }))
const PortsPanel = lazy(async () => ({ default: (await import('../panels/ports/PortsPanel.tsx')).PortsPanel }))

interface AppProps {
  readonly lecture: Lecture
  /** Address of the whole program when this one is embedded; undefined: it is the whole program. */
  readonly embeddedIn: string | undefined
}

/** The whole page: the picture in the middle, and around it what the mode needs (tools and panels, a stage, or an embed's bar). */
export function App({ lecture, embeddedIn }: AppProps) {
  useKeys(lecture)
  const presenting = useClusterState((state) => state.presenting)
  const hovering = useFileDrop()
  const { store } = useCluster()
  const closeDialog = useCallback(() => { openDialog(store, undefined) }, [store])
  const frame = presenting ? 'stage' : embeddedIn === undefined ? 'whole' : 'embed'
  const inspectorOpen = useClusterState((state) => state.inspectorOpen)
  const consoleOpen = useClusterState((state) => state.consoleOpen)
  const low = useLowWindow()
  return (
    <PageBoundary>
      <div className={`app app-${frame}`} data-inspector={frame === 'whole' && inspectorOpen ? 'open' : 'closed'} data-console={consoleOpen ? 'open' : 'closed'}>
        {frame === 'stage' ? <Suspense fallback={null}><Stage player={lecture.player} notice={<NoticeLine />} /></Suspense> : null}
        {frame === 'whole' ? <TopBar lecture={lecture} /> : null}
        <Picture frame={frame === 'whole' && consoleOpen && low ? 'console' : frame} />
        {frame === 'whole' ? inspectorOpen ? <PageBoundary><Side /></PageBoundary> : <OpenInspector /> : null}
        {frame === 'whole' ? <footer className="app-foot"><Legend /><CaptionLine /></footer> : null}
        {frame === 'whole' || (frame === 'stage' && consoleOpen) ? <ConsoleDock large={frame === 'stage'} /> : null}
        {frame === 'embed' && embeddedIn !== undefined ? <footer><EmbedBar openHref={embeddedIn} /></footer> : null}
      </div>
      <Suspense fallback={<TypedAhead onClose={closeDialog} />}><OpenDialog onStage={frame === 'stage'} /></Suspense>
      {frame === 'embed' ? <div className="notice-over"><NoticeLine /></div> : null}
      {hovering ? <div className="drop-here" role="status">Drop the manifest: it is checked before anything is sent.</div> : null}
      <FaultScreen />
    </PageBoundary>
  )
}

/** A window in which an open console leaves the picture too little height; `app.css` has the same bounds. */
function useLowWindow(): boolean {
  const { width, height } = useWindowSize()
  return height <= 860 && width > 1000
}

/** The canvas. Until the first frame has come it stands ready unseen, behind what says that a cluster is being started. */
function Picture({ frame }: { readonly frame: PictureFrame }): ReactNode {
  const started = useClusterState((state) => state.epoch > 0)
  const tree = useClusterState((state) => state.treeOpen) && (frame === 'whole' || frame === 'console')
  return (
    <main className="picture" aria-label="Cluster">
      <div className="picture-ground" inert={tree || !started}><PageBoundary><ClusterCanvas frame={frame} /></PageBoundary></div>
      {started ? null : <Starting />}
      {started && tree ? <Suspense fallback={null}><TreePanel /></Suspense> : null}
    </main>
  )
}

function EmbedBar({ openHref }: { readonly openHref: string }) {
  return <Suspense fallback={null}><LaterEmbedBar openHref={openHref} /></Suspense>
}

/** The panel beside the picture. */
function Side(): ReactNode {
  const side = useClusterState((state) => state.side)
  switch (side) {
    case 'inspector': return <Inspector />
    case 'timeline': return <Suspense fallback={<SidePanel label="Events">{null}</SidePanel>}><TimelinePanel /></Suspense>
    case 'plots': return <Suspense fallback={<SidePanel label="Plots">{null}</SidePanel>}><PlotsPanel /></Suspense>
  }
}

function OpenInspector() {
  const { store } = useCluster()
  return (
    <Button className="open-inspector" title="Open the inspector (i)" icon={<Icon name="panel" size={16} />} onClick={() => { setInspectorOpen(store, true) }}>
      <span className="open-inspector-word">Inspector</span>
    </Button>
  )
}

/** On the stage only what is made to be looked at from afar. */
function OpenDialog({ onStage }: { readonly onStage: boolean }): ReactNode {
  const dialog = useClusterState((state) => state.dialog)
  if (dialog === undefined || (onStage && !dialogsOnStage.has(dialog))) return null
  switch (dialog) {
    case 'search': return <SearchDialog />
    case 'ports': return <PortsPanel />
    case 'manifest': return <ManifestDialog />
    case 'keys': return <KeysDialog />
    case 'edit': return <EditDialog />
    case 'export': return <ExportDialog />
    case 'plots': return <LargePlots />
    case 'timeline': return <LargeTimeline />
  }
}
