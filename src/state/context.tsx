/** How components reach the cluster: one provider, and hooks that render only what was touched. */
import { createContext, useCallback, useContext, useMemo, useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { HostConnection } from '../bridge/host-connection.ts'
import type { ClusterState, ClusterStore } from './cluster-store.ts'
import type { ClusterView } from './cluster-view.ts'

export interface Cluster {
  readonly store: ClusterStore
  readonly connection: HostConnection
  /** `store.getState().view`: mutable, read it while rendering and subscribe with one of the hooks below. */
  readonly view: ClusterView
}

const ClusterContext = createContext<Cluster | undefined>(undefined)

/** Gives everything below it the store and the connection. */
export function ClusterProvider({ store, connection, children }: { store: ClusterStore; connection: HostConnection; children: ReactNode }) {
  const cluster = useMemo(() => ({ store, connection, view: store.getState().view }), [store, connection])
  return <ClusterContext value={cluster}>{children}</ClusterContext>
}

/** The store, the connection and the view. Throws outside a `ClusterProvider`. */
export function useCluster(): Cluster {
  const cluster = useContext(ClusterContext)
  if (cluster === undefined) throw new Error('useCluster needs a <ClusterProvider> above it')
  return cluster
}

/** A slice of the store's state; the component renders when the slice differs (`Object.is`). */
export function useClusterState<T>(selector: (state: ClusterState) => T): T {
  return useStore(useCluster().store, selector)
}

/** Renders with every frame. For the few things that move all the time, such as the clock. */
export const useTick = (): number => useClusterState((state) => state.tick)
/** Renders when nodes appear or go. */
export const useMembershipVersion = (): number => useClusterState((state) => state.membershipVersion)
/** Renders when a Deployment, ReplicaSet, Service, component, link, the clients or kubectl changed. */
export const useRecordsVersion = (): number => useClusterState((state) => state.recordsVersion)
/** Renders when the tray of unscheduled pods changed. */
export const useTrayVersion = (): number => useClusterState((state) => state.trayVersion)
/** Renders when this node's row or one of its pods changed: with the next animation frame, or in its turn when many change. */
export function useNodeVersion(slot: number): number {
  const { nodeNews } = useCluster().store
  const subscribe = useCallback((listener: () => void) => nodeNews.subscribe(slot, listener), [nodeNews, slot])
  return useSyncExternalStore(subscribe, () => nodeNews.version(slot))
}
/** Renders once a simulated second: rings and countdowns. */
export const useSimSecond = (): number => useClusterState((state) => Math.floor(state.view.simTimeUs / 1_000_000))
