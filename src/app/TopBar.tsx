import { useCluster, useClusterState, useMembershipVersion, useTick } from '../state/context.tsx'
import { clockText, rateText } from '../state/format.ts'
import { nodesReady, podsReady } from '../state/selectors.ts'
import { paceChoices } from '../state/world-actions.ts'
import { Button } from '../ui/controls/Button.tsx'
import { Menu } from '../ui/controls/Menu.tsx'
import { Segments } from '../ui/controls/Segments.tsx'
import { Icon } from '../ui/icons.tsx'
import { StatusGlyph } from '../ui/StatusGlyph.tsx'
import type { KeyCommand } from './key-map.ts'
import type { Lecture } from './lecture.ts'
import { tourAddress } from './lecture.ts'
import { obey } from './page-commands.ts'
import './top-bar.css'

/** Brand, pace, clock, how many are ready, and what can be opened. */
export function TopBar({ lecture }: { readonly lecture: Lecture }) {
  const cluster = useCluster()
  const run = (command: KeyCommand): void => { obey(command, cluster, lecture) }
  return (
    <header className="top-bar">
      <h1 className="brand"><Icon name="apiServer" size={18} />Podium</h1>
      <ClusterSize />
      <PaceButtons run={run} />
      <Clock />
      <div className="bar-says"><ReadyCounts /><PaceWords /></div>
      <span className="bar-line" />
      <Button look="plain" aria-label="Search" title="Search: name, kind, state or label (/)" onClick={() => { run('search') }}><Icon name="search" size={16} /></Button>
      <Menu label="View" items={[
        { id: 'tree', label: 'Tree', says: 'The cluster in words, with the same actions (w)', onChoose: () => { run('tree') } },
        { id: 'plots', label: 'Plots', says: 'Figures over simulated time (g)', onChoose: () => { run('plots') } },
        { id: 'arrange', label: 'Arrangement', says: 'Nodes, zones, racks, or pods by namespace, Deployment or Service (z)', onChoose: () => { run('arrange') } },
        { id: 'timeline', label: 'Events', says: 'By object, over simulated time (e)', onChoose: () => { run('timeline') } },
        { id: 'export', label: 'Save the picture', says: 'As SVG or PNG, at any size (x)', onChoose: () => { run('export') } },
      ]} />
      <Button look="plain" title="Ports and components (p)" onClick={() => { run('ports') }}>Ports</Button>
      <Menu label="Add" icon={<Icon name="plus" size={14} />} items={[
        { id: 'node', label: 'Node', says: 'A new machine joins the cluster', onChoose: () => { run('addNode') } },
        { id: 'manifest', label: 'Manifest', says: 'Kubernetes YAML: paste, drop a file, or a sample', onChoose: () => { run('manifest') } },
      ]} />
      <ThemeButton run={run} />
      <Menu label="Present" icon={<Icon name="present" size={15} />} items={[
        { id: 'present', label: 'This cluster', says: 'Full screen, larger labels, no panels (f)', onChoose: () => { run('present') } },
        { id: 'tour', label: 'Guided tour', says: 'The picture explained, step by step; starts a fresh cluster', onChoose: () => { void lecture.openLesson(tourAddress) } },
        { id: 'keys', label: 'Keys', says: 'Everything that the keyboard does (?)', onChoose: () => { run('help') } },
      ]} />
    </header>
  )
}

function ClusterSize() {
  const { view } = useCluster()
  useMembershipVersion()
  return <span className="cluster-size">{view.nodes.count}-node cluster</span>
}

function PaceButtons({ run }: { readonly run: (command: KeyCommand) => void }) {
  const { connection } = useCluster()
  const pace = useClusterState((state) => state.pace)
  const selected = pace.mode === 'auto' ? 'auto' : paceChoices.find((choice) => choice.command.pace === 'rate' && choice.command.rate === pace.rate)?.id
  return (
    <>
      <span className="transport" role="group" aria-label="Time">
        <Button look="plain" aria-label="Reset: back to the start, same seed" title="Back to the start, same seed (Shift R)" onClick={() => { run('reset') }}><Icon name="reset" size={17} /></Button>
        <Button look="primary" className="play" aria-label={pace.playing ? 'Pause' : 'Play'} title={`${pace.playing ? 'Pause' : 'Play'} (Space)`} onClick={() => { run('togglePlay') }}>
          <Icon name={pace.playing ? 'pause' : 'play'} size={17} />
        </Button>
        <Button look="plain" aria-label="Step to the next message" title="Step to the next message (.)" onClick={() => { run('stepMessage') }}><Icon name="stepMessage" size={17} /></Button>
        <Button look="plain" aria-label="Step to the next change" title="Step to the next change (>)" onClick={() => { run('stepChange') }}><Icon name="stepChange" size={17} /></Button>
      </span>
      <Segments label="Pace" segments={paceChoices} selected={selected} onSelect={(id) => {
        const choice = paceChoices.find((row) => row.id === id)
        if (choice !== undefined) connection.pace(choice.command)
      }} />
    </>
  )
}

function Clock() {
  useTick()
  const { view } = useCluster()
  return <span className="clock" role="timer" aria-label="Simulated time"><small>simulated</small>{clockText(view.simTimeUs)}</span>
}

/** The rate that runs now and why, also for those who hover: the text may be cut. */
function PaceWords() {
  const pace = useClusterState((state) => state.pace)
  const rate = pace.playing ? rateText(pace.rate) : 'paused'
  const reason = pace.playing && pace.reason !== '' ? ` · ${pace.reason}` : ''
  return <span className="pace-words" title={rate + reason}><span>{rate}<span className="pace-reason">{reason}</span></span></span>
}

/** The last first: where both have no room the pods' stays. */
function ReadyCounts() {
  useTick()
  const { view } = useCluster()
  return (
    <>
      {([['pods', podsReady(view)], ['nodes', nodesReady(view)]] as const).map(([what, count]) => (
        <span key={what} className="ready-count" aria-label={`${count.ready} of ${count.total} ${what} ready`}>
          <StatusGlyph status={count.ready >= count.total && (count.total > 0 || what === 'pods') ? 'running' : 'pending'} size={14} /><b>{count.ready}/{count.total}</b> {what}
        </span>
      ))}
    </>
  )
}

function ThemeButton({ run }: { readonly run: (command: KeyCommand) => void }) {
  const theme = useClusterState((state) => state.theme)
  return (
    <Button look="plain" aria-label={`Theme: ${theme}. Next theme`} title={`Theme: ${theme} (t)`} onClick={() => { run('theme') }}>
      <Icon name={theme === 'dark' ? 'dark' : 'light'} size={16} />
    </Button>
  )
}
