/** The table of who may import whom. An area is a folder; the longest prefix that fits decides. */

export interface Area {
  /** Folder or file from the repository's root. */
  readonly prefix: string
  readonly name: string
  /** Names of areas that it may import, besides itself. */
  readonly mayImport: readonly string[]
}

const words = ['kubernetes', 'protocol']
const page = [...words, 'kubectl', 'lessons', 'bridge', 'state', 'canvas', 'panels', 'present', 'embed', 'ui']

/** Tables of what programs in containers do: the runtime that runs them reads the world's rows, as it would read an image. */
const programTables = 'engine/world tables'

/** Components that meet only in the API server. `engine/state` is the state that they hang from. */
const componentFolders = [
  'control-plane/etcd', 'control-plane/api-server', 'control-plane/controller-manager', 'control-plane/scheduler',
  'worker-node/kubelet', 'worker-node/kube-proxy', 'worker-node/container-runtime', 'pod-network', 'world', 'invariants',
]
const readsProgramTables = new Set(['world', 'worker-node/container-runtime'])
const withoutClient = new Set(['control-plane/etcd', 'control-plane/api-server'])
const engineComponents: readonly Area[] = componentFolders.map((folder) => ({
  prefix: `src/engine/${folder}/`,
  name: `engine/${folder}`,
  mayImport: [
    ...words, 'engine/simulation', 'engine/state', ...(withoutClient.has(folder) ? [] : ['engine/client']),
    ...(readsProgramTables.has(folder) ? [programTables] : []),
  ],
}))
const engineNames = ['engine/simulation', 'engine/client', 'engine/state', 'engine wiring', programTables, ...engineComponents.map((area) => area.name)]

export const areas: readonly Area[] = [
  { prefix: 'src/kubernetes/', name: 'kubernetes', mayImport: [] },
  { prefix: 'src/protocol/', name: 'protocol', mayImport: ['kubernetes'] },
  { prefix: 'src/engine/simulation/', name: 'engine/simulation', mayImport: [] },
  ...engineComponents,
  { prefix: 'src/engine/world/images.ts', name: programTables, mayImport: words },
  ...['programs', 'memory', 'shell', 'behaviour', 'environment', 'script', 'shell-commands', 'shell-requests', 'shell-text', 'shell-builtins', 'shell-world', 'files', 'expansion', 'substitution', 'probed-file', 'foresight'].map((name) => (
    { prefix: `src/engine/world/${name}.ts`, name: programTables, mayImport: [...words, programTables, 'engine/simulation'] }
  )),
  { prefix: 'src/engine/client/', name: 'engine/client', mayImport: [...words, 'engine/simulation', 'engine/state'] },
  { prefix: 'src/engine/state/', name: 'engine/state', mayImport: [...words, ...engineNames] },
  { prefix: 'src/engine/', name: 'engine wiring', mayImport: [...words, ...engineNames] },
  { prefix: 'src/kubectl/', name: 'kubectl', mayImport: words },
  { prefix: 'src/lessons/', name: 'lessons', mayImport: [...words, 'kubectl'] },
  { prefix: 'src/build/', name: 'build', mayImport: [...words, 'kubectl', 'openapi'] },
  { prefix: 'src/openapi/', name: 'openapi', mayImport: words },
  { prefix: 'src/host/', name: 'host', mayImport: [...words, 'kubectl', 'lessons', 'openapi', 'engine wiring'] },
  { prefix: 'src/bridge/', name: 'bridge', mayImport: [...words, 'openapi'] },
  { prefix: 'src/state/', name: 'state', mayImport: [...words, 'bridge'] },
  { prefix: 'src/canvas/', name: 'canvas', mayImport: [...words, 'state', 'ui'] },
  { prefix: 'src/panels/', name: 'panels', mayImport: [...words, 'state', 'kubectl', 'ui'] },
  { prefix: 'src/present/', name: 'present', mayImport: [...words, 'state', 'panels', 'canvas', 'ui', 'lessons'] },
  { prefix: 'src/embed/', name: 'embed', mayImport: [...words, 'state', 'panels', 'canvas', 'ui'] },
  { prefix: 'src/ui/', name: 'ui', mayImport: [] },
  { prefix: 'src/gallery/', name: 'gallery', mayImport: page },
  { prefix: 'src/app/', name: 'app', mayImport: [...page, 'openapi'] },
  { prefix: 'src/main.tsx', name: 'main', mayImport: [...page, 'app', 'gallery'] },
]

/** Where to turn instead, by the area that must not be imported. */
export const advice: Readonly<Record<string, string>> = {
  engine: 'the page asks the engine over the wire: src/bridge/host-connection.ts (names of messages stand in src/protocol/)',
  'engine component': 'components meet in the API server: send a request, or share only types through a messages.ts',
  canvas: 'what both need belongs in src/ui/ (no Kubernetes word) or src/state/',
  panels: 'what both need belongs in src/ui/ (no Kubernetes word) or src/state/',
  app: 'src/app/ composes; pass what is needed down as props or put it in src/state/',
  state: 'what this area needs from the cluster is a type in src/protocol/ or src/kubernetes/',
  ui: 'src/ui/ holds buttons, badges and tokens for the page only',
}

/** The area of a file, or undefined for a file outside the table. */
export function areaOf(path: string): Area | undefined {
  let best: Area | undefined
  for (const area of areas) {
    if (path.startsWith(area.prefix) && (best === undefined || area.prefix.length > best.prefix.length)) best = area
  }
  return best
}
