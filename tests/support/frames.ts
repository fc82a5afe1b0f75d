/** Frames from plain rows: real values of the wire, written shortly. */
import type { ClientsRecord, ComponentRecord, DeploymentRecord, Frame, HopColumns, NodeColumns, PodColumns, ServiceRecord } from '../../src/protocol/frame.ts'
import type { StatusName } from '../../src/protocol/vocabulary.ts'
import { podFlags, statusCodes } from '../../src/protocol/vocabulary.ts'

export interface NodeRow {
  readonly slot: number
  readonly name?: string
  readonly place?: number
  readonly status?: StatusName
  readonly flags?: number
  readonly leaseRenewedUs?: number
}
export interface PodRow {
  readonly slot: number
  readonly name?: string
  /** -1: in the tray. */
  readonly node?: number
  readonly place?: number
  readonly status?: StatusName
  readonly ready?: boolean
  readonly replicaSet?: number
  readonly containers?: readonly string[]
}

/** Columns of nodes; a row with a name is fresh. */
export function nodeColumns(rows: readonly NodeRow[], gone: readonly number[] = []): NodeColumns {
  return {
    slot: Uint32Array.from(rows, (row) => row.slot),
    fresh: Uint8Array.from(rows, (row) => (row.name === undefined ? 0 : 1)),
    place: Uint32Array.from(rows, (row) => row.place ?? row.slot),
    status: Uint8Array.from(rows, (row) => statusCodes[row.status ?? 'running']),
    flags: Uint16Array.from(rows, (row) => row.flags ?? 0),
    cpuRequestedMilli: Float64Array.from(rows, () => 750),
    cpuAllocatableMilli: Float64Array.from(rows, () => 4000),
    memoryRequestedMi: Float64Array.from(rows, () => 512),
    memoryAllocatableMi: Float64Array.from(rows, () => 8192),
    leaseRenewedUs: Float64Array.from(rows, (row) => row.leaseRenewedUs ?? 0),
    proxyServices: Uint16Array.from(rows, () => 3),
    names: rows.map((row) => (row.name === undefined ? undefined : { name: row.name, ip: `192.168.1.${11 + row.slot}`, podCIDR: `10.244.${row.slot + 1}.0/24`, zone: '', rack: '' })),
    gone: Uint32Array.from(gone),
  }
}

/** Columns of pods; a row with a name is fresh. STATUS word 1 is "Running", 2 "Pending". */
export function podColumns(rows: readonly PodRow[], gone: readonly number[] = []): PodColumns {
  const running = (row: PodRow): boolean => (row.status ?? 'running') === 'running'
  return {
    slot: Uint32Array.from(rows, (row) => row.slot),
    fresh: Uint8Array.from(rows, (row) => (row.name === undefined ? 0 : 1)),
    node: Int32Array.from(rows, (row) => row.node ?? -1),
    place: Uint32Array.from(rows, (row) => row.place ?? 0),
    status: Uint8Array.from(rows, (row) => statusCodes[row.status ?? 'running']),
    word: Uint16Array.from(rows, (row) => (running(row) ? 1 : 2)),
    readyContainers: Uint8Array.from(rows, (row) => (row.ready === false ? 0 : (row.containers ?? ['app']).length)),
    totalContainers: Uint8Array.from(rows, (row) => (row.containers ?? ['app']).length),
    restarts: Uint16Array.from(rows, () => 0),
    replicaSet: Int32Array.from(rows, (row) => row.replicaSet ?? -1),
    revision: Uint16Array.from(rows, () => 1),
    flags: Uint8Array.from(rows, (row) => (row.ready === false ? 0 : podFlags.ready)),
    containerStates: Uint32Array.from(rows, (row) => (running(row) ? 0 : 0x11111111)),
    names: rows.map((row) => (row.name === undefined ? undefined : { namespace: 'default', name: row.name, containers: row.containers ?? ['app'] })),
    gone: Uint32Array.from(gone),
  }
}

const noHops: HopColumns = {
  id: new Float64Array(), sentUs: new Float64Array(), arrivesUs: new Float64Array(), link: new Uint32Array(), type: new Uint8Array(), flags: new Uint8Array(),
}

/** A frame in which nothing changed but what `parts` says. `from` 0 is a snapshot. */
export function frame(from: number, parts: Partial<Frame> = {}): Frame {
  return {
    from, to: from + 1, simTimeUs: from * 1_000_000, steps: from * 10, nodes: nodeColumns([]), pods: podColumns([]), records: [], gone: [],
    words: from === 0 ? [{ index: 1, text: 'Running' }, { index: 2, text: 'Pending' }] : [], hops: noHops, bundles: [], changes: [],
    pace: { playing: true, mode: 'auto', rate: 0.05, reason: 'a key message', waiting: 0 }, ...parts,
  }
}

export function deploymentRecord(parts: Partial<DeploymentRecord> = {}): DeploymentRecord {
  return {
    kind: 'Deployment', slot: 0, namespace: 'default', name: 'web', replicas: 3, readyReplicas: 3, updatedReplicas: 3, availableReplicas: 3, revision: 1,
    paused: false, images: [{ container: 'app', image: 'nginx:1.29' }], ...parts,
  }
}

export function serviceRecord(parts: Partial<ServiceRecord> = {}): ServiceRecord {
  return {
    kind: 'Service', slot: 0, namespace: 'default', name: 'web', type: 'NodePort', clusterIP: '10.96.14.7',
    ports: [{ port: 80, protocol: 'TCP', nodePort: 30080, targetPort: 'http' }], endpoints: [], endpointCount: 0, readyCount: 0, ...parts,
  }
}

export function componentRecord(ref: ComponentRecord['ref'], parts: Partial<ComponentRecord> = {}): ComponentRecord {
  return { kind: 'Component', ref, state: 'running', restartAtUs: -1, restarts: 0, doing: '', ...parts }
}

export function clientsRecord(parts: Partial<ClientsRecord> = {}): ClientsRecord {
  return {
    kind: 'Clients', requestsPerSecond: 20, service: 'default/web', nodePort: 30080, succeededPerSecond: 20, failedPerSecond: 0, succeededTotal: 100,
    failedTotal: 0, latencyTotalUs: 0, lastFailure: '', lastFailureUs: -1, ...parts,
  }
}
