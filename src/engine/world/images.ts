/**
 * What registries hold: sizes, ports and what an image runs when nobody says otherwise. A table; a name that is not in it is an image of
 * `unknownImage` (it runs for ever and listens on the ports that its container declares). Three rules make a pull fail: a name that contains
 * `does-not-exist`, the registry `invalid.` (or one below it, such as `registry.invalid.`), which no DNS server knows, and a tag that no
 * image of the table has: theirs are versions and a few words (simplified: every version is there).
 */
type ProgramKind = 'server' | 'shell' | 'idle'

export interface Image {
  /** Compressed bytes, as kubelet and `node.status.images` tell them. */
  readonly sizeBytes: number
  /** Ports of a server whose container declares none. */
  readonly ports: readonly number[]
  readonly kind: ProgramKind
  /** From start until a server accepts connections, microseconds. */
  readonly startupUs: number
  /** From SIGTERM to exit, microseconds, and the exit code. */
  readonly stopUs: number
  readonly stopCode: number
  /** What it writes when it starts. */
  readonly greeting: readonly string[]
  /** The only tags that it has; undefined: every version. */
  readonly tags?: readonly string[]
  /** It holds the usual tools and its own server: what else a container names can't be started. Of other images nobody knows what they hold. */
  readonly plain?: true
}

const mebi = 1_048_576
const server = (
  sizeMi: number, ports: readonly number[], startupMs: number, stopMs: number, stopCode: number, greeting: readonly string[],
): Image => ({
  sizeBytes: Math.round(sizeMi * mebi), ports, kind: 'server', startupUs: startupMs * 1000, stopUs: stopMs * 1000, stopCode, greeting,
})

export const unknownImage: Image = server(48, [], 300, 300, 0, ['starting', 'ready'])

const shell: Image = { sizeBytes: Math.round(2.1 * mebi), ports: [], kind: 'shell', startupUs: 0, stopUs: 0, stopCode: 0, greeting: [], plain: true }

const envoy = server(62.4, [10000], 250, 300, 0, [
  '[info] initializing epoch 0', '[info] all dependencies initialized. starting workers',
])

const bootcamp: Image = { ...server(80.0, [8080], 200, 300, 0, ['Kubernetes Bootcamp App Started']), tags: ['v1', 'v2', 'latest'] }
const helloApp: Image = { ...server(11.0, [8080], 80, 100, 0, ['Server listening on port 8080']), tags: ['1.0', '2.0', 'latest'] }
const frontend = server(152.0, [80], 300, 300, 0, ['AH00094: Command line: \'apache2 -D FOREGROUND\''])

/** By repository without registry, `library/` and tag. Sizes are those of 2025's tags, rounded. */
const catalogue: ReadonlyMap<string, Image> = new Map([
  ['nginx', {
    ...server(68.9, [80], 120, 200, 0, [
      '/docker-entrypoint.sh: Configuration complete; ready for start up', 'nginx: using the "epoll" event method', 'nginx: start worker processes',
    ]), plain: true,
  }],
  ['envoy', envoy],
  ['envoyproxy/envoy', envoy],
  ['shop/api', server(34.2, [8080], 900, 400, 0, ['shop/api: connecting to the database', 'shop/api: listening'])],
  ['redis', server(41.5, [6379], 150, 150, 0, ['* oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo', '* Ready to accept connections tcp'])],
  ['postgres', server(150.3, [5432], 1800, 700, 0, [
    'database system was shut down', 'database system is ready to accept connections',
  ])],
  ['httpd', server(56.1, [80], 150, 200, 0, ['AH00094: Command line: \'httpd -D FOREGROUND\''])],
  ['stefanprodan/podinfo', server(22.7, [9898], 200, 300, 0, ['Starting podinfo', 'Starting HTTP Server.'])],
  ['podinfo', server(22.7, [9898], 200, 300, 0, ['Starting podinfo', 'Starting HTTP Server.'])],
  ['e2e-test-images/agnhost', server(53.4, [8080], 150, 200, 0, ['Serving on port 8080'])],
  // Images of the tutorials.
  ['google-samples/kubernetes-bootcamp', bootcamp],
  ['jocatalin/kubernetes-bootcamp', bootcamp],
  ['google-samples/hello-app', helloApp],
  ['google-samples/containers/gke/hello-app', helloApp],
  ['hpa-example', server(174.0, [80], 300, 300, 0, ['AH00094: Command line: \'apache2 -D FOREGROUND\''])],
  ['google-samples/gb-frontend', frontend],
  ['google-samples/containers/gke/gb-frontend', frontend],
  ['google-samples/gb-redis-follower', server(42.6, [6379], 150, 150, 0, ['* Ready to accept connections tcp'])],
  ['echoserver', server(45.6, [8080], 200, 200, 0, ['Generating self-signed cert', 'Starting nginx'])],
  ['traefik/whoami', server(2.9, [80], 50, 100, 0, ['Starting up on port 80'])],
  ['hashicorp/http-echo', server(4.2, [5678], 50, 100, 0, ['[INFO] server is listening on :5678'])],
  ['mysql', server(241.0, [3306], 4000, 900, 0, ['[Entrypoint]: MySQL init process done. Ready for start up.', 'mysqld: ready for connections.'])],
  ['mongo', server(260.0, [27017], 1500, 600, 0, ['Waiting for connections'])],
  ['busybox', shell],
  ['alpine', { ...shell, sizeBytes: Math.round(3.6 * mebi) }],
  ['debian', { ...shell, sizeBytes: Math.round(47.0 * mebi) }],
  ['ubuntu', { ...shell, sizeBytes: Math.round(28.3 * mebi) }],
  ['curlimages/curl', { ...shell, sizeBytes: Math.round(9.1 * mebi) }],
  ['pause', { sizeBytes: Math.round(0.31 * mebi), ports: [], kind: 'idle', startupUs: 0, stopUs: 10_000, stopCode: 0, greeting: [] }],
])

interface ImageName {
  readonly registry: string
  readonly repository: string
  /** `:tag` or `@digest`, with its sign. */
  readonly suffix: string
}

/** An image name as a runtime completes it: registry docker.io, `library/` and tag `latest` by default. Source: distribution/reference. */
export function parseImageName(image: string): ImageName {
  const slash = image.indexOf('/')
  const head = slash < 0 ? '' : image.slice(0, slash)
  const hasRegistry = head.includes('.') || head.includes(':') || head === 'localhost'
  const registry = hasRegistry ? head : 'docker.io'
  const path = hasRegistry ? image.slice(slash + 1) : image
  const at = path.indexOf('@')
  const colon = path.lastIndexOf(':')
  const cut = at >= 0 ? at : colon > path.lastIndexOf('/') ? colon : path.length
  const short = path.slice(0, cut)
  const repository = registry === 'docker.io' && !short.includes('/') ? `library/${short}` : short
  return { registry, repository, suffix: cut === path.length ? ':latest' : path.slice(cut) }
}

/** Names worked out so far; emptied when it grows large. */
const completeNames = new Map<string, string>()
const memoLimit = 2000

/** `nginx:1.29` -> `docker.io/library/nginx:1.29`, as container statuses print it. */
export function completeImageName(image: string): string {
  let name = completeNames.get(image)
  if (name === undefined) {
    const { registry, repository, suffix } = parseImageName(image)
    name = `${registry}/${repository}${suffix}`
    if (completeNames.size >= memoLimit) completeNames.clear()
    completeNames.set(image, name)
  }
  return name
}

function hash(text: string, basis: number): number {
  let value = basis
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}

const references = new Map<string, string>()

/** `docker.io/library/nginx@sha256:...`: the digest is made from the name, since there is no registry to ask. */
export function imageReference(image: string): string {
  let reference = references.get(image)
  if (reference === undefined) {
    const { registry, repository, suffix } = parseImageName(image)
    const complete = completeImageName(image)
    let digest = ''
    for (let i = 0; i < 8; i++) digest += hash(complete, 0x811c9dc5 + i * 0x9e3779b1).toString(16).padStart(8, '0')
    reference = `${registry}/${repository}${suffix.startsWith('@') ? suffix : `@sha256:${digest}`}`
    if (references.size >= memoLimit) references.clear()
    references.set(image, reference)
  }
  return reference
}

function inCatalogue(repository: string): Image | undefined {
  return catalogue.get(repository) ?? catalogue.get(repository.replace(/^library\//, ''))
}

/** What an image holds. */
export function imageOf(image: string): Image {
  return inCatalogue(parseImageName(image).repository) ?? unknownImage
}

/** Tags of images in the table: `1.29`, `v1.35`, `1.29-alpine`, `stable`, a Debian or Ubuntu release; a digest is taken for one. */
const knownSuffix =
  /^(?:@|:(?:v?\d|(?:latest|stable|mainline|edge|alpine|slim|perl|glibc|musl|uclibc|bullseye|bookworm|trixie|sid|focal|jammy|noble)(?![a-z])))/

const pullErrors = new Map<string, string | null>()

/** Why a pull of the image fails, in containerd's words; undefined: it works. */
export function pullError(image: string): string | undefined {
  let error = pullErrors.get(image)
  if (error === undefined) {
    error = findPullError(image) ?? null
    if (pullErrors.size >= memoLimit) pullErrors.clear()
    pullErrors.set(image, error)
  }
  return error ?? undefined
}

function findPullError(image: string): string | undefined {
  const { registry, repository, suffix } = parseImageName(image)
  const complete = completeImageName(image)
  const start = `failed to pull and unpack image "${complete}": failed to resolve reference "${complete}": `
  if (registry === 'invalid.' || registry.endsWith('.invalid.')) {
    const [, path = ''] = /^[^/]+\/(.*?)[:@]/.exec(complete) ?? []
    const request = `Head "https://${registry}/v2/${path}/manifests/latest"`
    return `rpc error: code = Unknown desc = ${start}failed to do request: ${request}: dial tcp: lookup ${registry}: no such host`
  }
  const known = inCatalogue(repository)
  const unknownTag = known !== undefined && !(known.tags?.includes(suffix.slice(1)) ?? knownSuffix.test(suffix))
  if (unknownTag || complete.includes('does-not-exist')) return `rpc error: code = NotFound desc = ${start}${complete}: not found`
  return undefined
}

/** Bytes per second that a node's link to its registry carries. */
export const pullBytesPerSecond = 40_000_000
/** Resolving the name and asking for the manifest. */
export const pullOverheadUs = 450_000
