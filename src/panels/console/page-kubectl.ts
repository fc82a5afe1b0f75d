/** What a kubectl command works with on the page: the connection's door, and the cluster's clock as the frames bring it. */
import type { Kubectl } from '../../kubectl/kubectl.ts'
import { resourceInfo } from '../../kubernetes/resources.ts'
import type { ResourceInfo } from '../../kubernetes/resources.ts'
import type { Cluster } from '../../state/context.tsx'
import { openEditor } from '../../state/editing.ts'
import { fetchTextFile } from '../../state/page-files.ts'
import { list, text } from '../api-object.ts'
import { openEvents } from './event-stream.ts'

/** Frames come with the display; one that is late is not waited for. */
const frameWaitMs = 100
/** Between two looks at the cluster, however fast simulated time runs. */
const leastWaitMs = 200

type Outputs = Pick<Kubectl, 'out' | 'error' | 'signal' | 'session' | 'stdin' | 'keyboard'>

/** A kubectl whose requests are named after the typed line. */
export function pageKubectl(cluster: Cluster, line: string, outputs: Outputs): Kubectl {
  const { store, connection, view } = cluster
  return {
    ...outputs,
    send: async (request) => {
      const response = await connection.request(request, line)
      // The clock must not stand before what the answer tells of.
      await nextFrame(store)
      return response
    },
    stream: (request) => openEvents(cluster, request, line, outputs.signal),
    nowMs: () => view.epochMs + view.simTimeUs / 1000,
    sleep: (milliseconds) => sleepSimulated(store, milliseconds, outputs.signal),
    edit: (shown) => openEditor(store, shown, line),
    readFile: (name) => readPageFile(store, name),
  }
}

function nextFrame(store: Cluster['store']): Promise<void> {
  return new Promise((resolve) => {
    const { tick } = store.getState()
    const done = (): void => {
      clearTimeout(timer)
      unsubscribe()
      resolve()
    }
    const unsubscribe = store.subscribe((state) => { if (state.tick !== tick) done() })
    const timer = setTimeout(done, frameWaitMs)
  })
}

function sleepSimulated(store: Cluster['store'], milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const untilUs = store.getState().view.simTimeUs + milliseconds * 1000
    const { epoch } = store.getState()
    let early = true
    const done = (): void => {
      clearTimeout(timer)
      unsubscribe()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const look = (): void => {
      const state = store.getState()
      // After a reset the clock begins again: there is nothing to wait for.
      if (!early && (state.view.simTimeUs >= untilUs || state.epoch !== epoch)) done()
    }
    const timer = setTimeout(() => {
      early = false
      look()
    }, leastWaitMs)
    const unsubscribe = store.subscribe(look)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
}

/** A file that was dropped on the page, else a sample or lesson file that lies beside it. */
async function readPageFile(store: Cluster['store'], name: string): Promise<string | undefined> {
  const dropped = store.getState().droppedManifest
  if (dropped?.name === name) return dropped.text
  if (!/^[\w][\w./-]*$/.test(name) || name.includes('..')) return undefined
  // Whatever is wrong with it, kubectl says in its own words that there is no such file.
  return fetchTextFile(`manifests/${name}`).catch(() => undefined)
}

/** Names for completion, of a pod's containers too. Looking costs the cluster nothing and works while it is paused. */
export async function namesOf({ connection }: Cluster, info: ResourceInfo, namespace: string, pod?: string): Promise<readonly string[]> {
  if (pod !== undefined) {
    const found = await connection.inspect({ query: 'object', resource: 'pods', namespace, name: pod })
    return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((field) => list(found, 'spec', field)).map((container) => text(container, 'name'))
  }
  const objects = await connection.inspect({ query: 'list', resource: resourceInfo(info.name).name, namespace: info.namespaced ? namespace : '' })
  return objects.map((object) => text(object, 'metadata', 'name'))
}
