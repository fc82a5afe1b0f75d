/** What can be done with the picture and what is chosen in it: go back, focus, follow. Shown when there is something to do. */
import { useCluster, useClusterState } from '../state/context.tsx'
import { arrange, arrangementOf, arrangements, setFocused, setFollowing, travel } from '../state/picture-actions.ts'
import { Icon } from '../ui/icons.tsx'

/** Back and forward through places; nothing before the second one. */
export function PlaceButtons() {
  const { store } = useCluster()
  const visited = useClusterState((state) => state.picture.places.visited.length)
  const at = useClusterState((state) => state.picture.places.at)
  if (visited < 2) return null
  return (
    <>
      <button type="button" aria-label="Back" title="Back to where you were (Alt ←)" disabled={at <= 0} onClick={() => { travel(store, -1) }}>
        <Icon name="back" />
      </button>
      <button type="button" aria-label="Forward" title="Forward (Alt →)" disabled={at >= visited - 1} onClick={() => { travel(store, 1) }}>
        <Icon name="forward" />
      </button>
    </>
  )
}

/** Focus and follow, for what is chosen. */
export function SelectionButtons() {
  const { store } = useCluster()
  const kind = useClusterState((state) => state.selection?.kind)
  const focused = useClusterState((state) => state.picture.focused)
  const following = useClusterState((state) => state.picture.following)
  if (kind === undefined || kind === 'hop') return null
  return (
    <>
      <button
        type="button"
        aria-pressed={focused}
        title="What it takes part in stands out, the rest fades (o)"
        onClick={() => { setFocused(store, !focused) }}
      >
        Focus
      </button>
      {kind === 'link' ? null : (
        <button
          type="button"
          aria-pressed={following}
          title="The camera stays on it; on a pod’s replacement when the pod is gone (v)"
          onClick={() => { setFollowing(store, !following) }}
        >
          Follow
        </button>
      )}
    </>
  )
}

/** How the picture is arranged: nodes, nodes by zone and rack where there is more than a row of them, or pods by what they belong to. */
export function ArrangementChoice({ rows }: { rows: number }) {
  const { store } = useCluster()
  const chosen = useClusterState(arrangementOf)
  if (rows < 2 && chosen === 'nodes') return null
  return (
    <select
      aria-label="Arrange by"
      title="Nodes, nodes by zone (topology.kubernetes.io/zone) and rack (example.com/rack), or pods by what they belong to (z)"
      value={chosen}
      onChange={(event) => {
        const wanted = arrangements.find(({ name }) => name === event.target.value)
        if (wanted !== undefined) arrange(store, wanted.name)
      }}
    >
      {arrangements.map(({ name, label }) => (
        <option key={name} value={name}>{label}</option>
      ))}
    </select>
  )
}
