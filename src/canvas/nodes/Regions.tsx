/** The grounds that cards stand on, and the cluster network's bar. */
import { kubernetesVersion } from '../../kubernetes/version.ts'
import { Icon } from '../../ui/icons.tsx'
import { networkLaneY, trunkX } from '../kernels/routing.ts'
import type { ClusterLayout, SlimSize } from '../kernels/layout.ts'
import { onActivate } from './card-events.ts'
import type { Station } from './network-view.ts'

/** Where it is slim its title stands beside the links below its boxes. */
export function ControlPlaneRegion({ slim }: { slim: SlimSize | undefined }) {
  if (slim !== undefined)
    return (
      <div className="region" role="group" aria-label="Control plane">
        <b className="workers-title" style={{ fontSize: 13, right: 10, bottom: slim.row + 17 }}>Control plane</b>
      </div>
    )
  return (
    <div className="region" role="group" aria-label="Control plane">
      <span className="region-title">
        <b>Control plane</b>
        <span className="grow" />
        <span>Kubernetes {kubernetesVersion}</span>
      </span>
    </div>
  )
}

/** Largest title that fits between two lanes of the first node on one line, and on two, as factors of its usual size. */
const mostBetweenLanes = { oneLine: 1.1, twoLines: 1.9 } as const

/** Around any number of nodes. Its title stands between the lanes of the first node, or on a line of its own above several rows. */
export function WorkersRegion({ nodes, machines = 0, layout, podsBy, onAddNode }: {
  nodes: number
  /** Machines that run without a Node object: they say so themselves. */
  machines?: number
  layout: ClusterLayout
  /** What stands there in place of the nodes. */
  podsBy?: string | undefined
  onAddNode: () => void
}) {
  if (layout.compact !== undefined) return <CompactWorkersRegion nodes={nodes} layout={layout} titled={layout.slim?.titled === true} />
  const single = layout.rows === 1
  const twoLines = single && layout.headScale > mostBetweenLanes.oneLine
  const size = single && layout.slim === undefined ? Math.min(layout.headScale, mostBetweenLanes.twoLines) : layout.headScale
  const left = single ? layout.node.lanes.fromKubelet + 8 - layout.workers.x : layout.gutter + 170 * size
  return (
    <div className="region workers-region" role="group" aria-label={podsBy ?? `Worker Nodes, ${nodes}`}>
      {layout.slim?.titled === false ? null : (
        <b className={`workers-title${single && !twoLines ? ' is-between' : ''}`} style={{ fontSize: 14 * size, left, top: (single ? 2 : 4) * size }}>
          {podsBy ?? <>Worker{twoLines ? <br /> : ' '}Nodes</>}
        </b>
      )}
      {nodes + machines > 0 ? null : (
        <div className="no-nodes">
          <b>No machine has joined yet.</b>
          <span>Pods wait in the tray until a kubelet registers its node with the API server.</span>
          <button type="button" className="nopan" onClick={onAddNode}>
            <Icon name="plus" size={14} />
            Add a node
          </button>
        </div>
      )}
    </div>
  )
}

function CompactWorkersRegion({ nodes, layout, titled }: { nodes: number; layout: ClusterLayout; titled: boolean }) {
  return (
    <div className="region workers-region" role="group" aria-label={`Worker Nodes, ${nodes}`}>
      {titled ? <b className="workers-title" style={{ fontSize: 13, left: layout.node.lanes.fromKubelet + 14, top: 3 }}>Worker Nodes</b> : null}
    </div>
  )
}

interface NetworkBarProps {
  readonly layout: ClusterLayout
  readonly network: { readonly nodes: string; readonly pods: string } | undefined
  /** Nodes of the last row by column; undefined: none there. */
  readonly stations: readonly (Station | undefined)[]
  readonly selected: boolean
  readonly onSelect: () => void
}

/** The hub below: node network with the pods' addresses inside it. */
export function NetworkBar({ layout, network, stations, selected, onSelect }: NetworkBarProps) {
  const { x, y, width, height } = layout.network
  const laneY = networkLaneY(layout, 'vxlan') - y
  const outerY = networkLaneY(layout, 'client-nodeport') - y
  const { lanes, pitchX } = layout.node
  /** A lane ends below the last column, or where the trunk of the upper rows comes down. */
  const laneEnd = (kind: 'vxlan' | 'client-nodeport', lane: number): number =>
    (layout.rows > 1 ? trunkX(layout, kind) : (layout.columns - 1) * pitchX + lane) - x
  return (
    <div
      className={`network-bar${selected ? ' is-selected' : ''}`}
      role="button"
      tabIndex={0}
      aria-pressed={selected}
      aria-label="Cluster network"
      {...onActivate(onSelect)}
    >
      <span
        className="network-title"
        style={{ fontSize: 14 * layout.headScale, bottom: 1 * layout.headScale, left: 10 * layout.headScale }}
      >
        <Icon name="network" size={15 * layout.headScale} />
        Cluster network
        {network === undefined ? null : (
          <span className="network-ranges">
            {layout.slim !== undefined ? null : <>nodes <span className="mono">{network.nodes}</span> · </>}
            pods <span className="mono">{network.pods}</span>
            {layout.slim !== undefined ? null : ' inside VXLAN'}
          </span>
        )}
      </span>
      <svg className="network-lanes" width={width} height={height} aria-hidden="true">
        <path className="lane packet-service" d={`M0 ${outerY}H${laneEnd('client-nodeport', lanes.nodePort)}`} />
        <path className="lane packet-vxlan" d={`M${-x + lanes.vxlan} ${laneY}H${laneEnd('vxlan', lanes.vxlan)}`} />
      </svg>
      {stations.map((station, column) =>
        station === undefined ? null : (
          <span
            key={station.name}
            className={`station${station.reachable ? '' : ' is-off'}`}
            style={{ left: column * pitchX + lanes.vxlan - x, top: laneY }}
          >
            <i />
            <span className="mono pod-cidr">{station.podCIDR}</span>
          </span>
        ),
      )}
    </div>
  )
}
