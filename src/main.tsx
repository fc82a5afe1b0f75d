/** Composition root of the page: makes the host connection, the store and <App>; names the worker by its address and imports no engine. */
import { lazy, startTransition, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { createLecture } from './app/lecture.ts'
import { fetchObjects } from './app/manifest-objects.ts'
import { warmUp } from './app/warm-up.ts'
import { createConnection } from './bridge/connection.ts'
import { createWorker } from './bridge/create-worker.ts'
import { createWebSocketPort, servedStream } from './bridge/web-socket-port.ts'
import { createWorkerPort } from './bridge/worker-port.ts'
import { loadSmallLayout } from './canvas/use-small-layout.ts'
import { startOptions } from './embed/start-options.ts'
import { readUrlOptions, withoutEmbed } from './embed/url-options.ts'
import { default as workerAddress } from './host/worker.ts?worker&url'
import type { InspectQuery } from './protocol/inspect.ts'
import { createClusterStore } from './state/cluster-store.ts'
import { ClusterProvider } from './state/context.tsx'
import { alsoTell, setInspectorOpen } from './state/page-actions.ts'
import { plotSamples } from './state/plot-samples.ts'
import './ui/tokens.css'
import './ui/base.css'

const asked = readUrlOptions(window.location.search)
const preferred = window.matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'
/** Texts and cards change at most so often: more nobody can read. Packets, far pods and alarms are drawn with every frame. */
const tellEveryMs = 100
const store = createClusterStore(asked.theme ?? preferred, tellEveryMs)
// On a phone the inspector covers the picture: it waits until something is chosen.
if (window.matchMedia('(max-width: 600px)').matches) setInspectorOpen(store, false)
const stream = servedStream(window.location.href)
const connection = createConnection(stream === undefined
  ? createWorkerPort(() => createWorker(workerAddress))
  : createWebSocketPort(() => new WebSocket(stream)))
connection.onFrame((frame) => { store.applyFrame(frame) })
connection.onNotice((text) => { alsoTell(store, text) })
connection.onFault((fault) => { store.setState({ fault }) })
// Beside the engine, so that no other picture flashes first. What can't be had now is asked for again.
if (asked.embed || asked.lesson !== undefined) loadSmallLayout().catch(() => undefined)
const lecture = createLecture({ store, connection }, asked)

// For tests and for the curious in the browser's console: looking costs the cluster nothing.
Object.assign(window, { podium: { inspect: (query: InspectQuery) => connection.inspect(query), view: () => store.getState().view } })

/** Every card in every state, for development: a built page has no gallery. */
const galleryPath = import.meta.env.DEV ? /^#\/gallery\/?(.*)$/.exec(window.location.hash)?.[1] : undefined
const Gallery = import.meta.env.DEV ? lazy(async () => ({ default: (await import('./gallery/Gallery.tsx')).Gallery })) : () => null

const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no #root')
const page = (
  <StrictMode>
    {galleryPath === undefined ? (
      <ClusterProvider store={store} connection={connection}>
        <App lecture={lecture} embeddedIn={asked.embed ? withoutEmbed(window.location.href) : undefined} />
      </ClusterProvider>
    ) : (
      <Suspense fallback={null}><Gallery path={galleryPath} /></Suspense>
    )}
  </StrictMode>
)
// A transition is rendered in slices of a few milliseconds: no task of the opening page is long.
startTransition(() => { createRoot(root).render(page) })

/** Starts what the address asks for; what could not be had is told in one line and the usual stands in. */
async function begin(): Promise<void> {
  const { cluster, faults } = await startOptions(asked, fetchObjects)
  const told = [...asked.faults, ...faults]
  if (told.length > 0) alsoTell(store, told.join(' '))
  const byLesson = asked.lesson !== undefined && await lecture.openLesson(asked.lesson)
  if (!byLesson) connection.start(cluster, asked.pace)
}

/** How long the first view has the network for itself. */
const firstViewMs = 4000
if (galleryPath === undefined) {
  // The curves begin with the cluster.
  plotSamples(store)
  setTimeout(() => { void warmUp() }, firstViewMs)
  void begin()
} else {
  window.addEventListener('hashchange', () => { window.location.reload() })
}
