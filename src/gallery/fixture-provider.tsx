/** A cluster that stands still, for looking at cards and testing them: a store with one frame, a connection that answers nothing. */
import { useMemo } from 'react'
import type { ReactNode } from 'react'
import type { HostConnection } from '../bridge/host-connection.ts'
import { createClusterStore } from '../state/cluster-store.ts'
import type { ClusterStore, Theme } from '../state/cluster-store.ts'
import { ClusterProvider } from '../state/context.tsx'
import { clusterFrame } from './cluster-frame.ts'
import type { FixtureCluster } from './cluster-frame.ts'

/** A connection that keeps what it was asked and never answers. */
export function silentConnection(asked: unknown[] = []): HostConnection {
  const keep = (what: unknown): Promise<never> => {
    asked.push(what)
    return new Promise(() => undefined)
  }
  return {
    start: () => undefined,
    reset: () => undefined,
    request: keep,
    watch: (request) => ({ response: keep(request), stop: () => undefined }),
    world: keep,
    inspect: keep,
    pace: (command) => {
      asked.push(command)
    },
    sentLog: () => ({ header: { version: '', epochMs: 0, options: undefined }, entries: [] }),
    onFrame: () => undefined,
    onNotice: () => undefined,
    onFault: () => undefined,
    close: () => undefined,
  }
}

/** A store that holds the fixture's frame. */
export function fixtureStore(cluster: FixtureCluster, theme: Theme = 'dark'): ClusterStore {
  const store = createClusterStore(theme)
  store.applyFrame(clusterFrame(cluster))
  return store
}

export function FixtureProvider({ cluster, children }: { cluster: FixtureCluster; children: ReactNode }) {
  const store = useMemo(() => fixtureStore(cluster), [cluster])
  const connection = useMemo(() => silentConnection(), [])
  return (
    <ClusterProvider store={store} connection={connection}>
      {children}
    </ClusterProvider>
  )
}
