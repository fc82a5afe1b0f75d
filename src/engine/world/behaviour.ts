/**
 * What a program does besides starting and ending: what it writes when it is asked or stopped, what it answers, what it uses. Modelled
 * figures, a table by image; an image that is not in it behaves as `usual`.
 */
import { kubernetesVersion } from '../../kubernetes/version.ts'
import type { Container } from '../../kubernetes/types/core.ts'
import { parseImageName } from './images.ts'

export interface Behaviour {
  /** How it writes down a request: as nginx and Apache do, in short, or not at all. */
  readonly accessLog: 'combined' | 'short' | 'none'
  /** What it writes when it is told to end. */
  readonly farewell: readonly string[]
  /** Answer to a request; `{pod}`, `{path}` and `{tag}` (of the image) are filled in. Empty text: it speaks no HTTP. */
  readonly body: string
  /** Directory of the pages that it serves; undefined: it serves none. */
  readonly pages?: string
  /** Thousandths of a core without work. */
  readonly idleMilliCpu: number
  /** Microseconds of CPU that one request costs. */
  readonly cpuUsPerRequest: number
  /** Bytes of memory in use. */
  readonly memoryBytes: number
}

const mebi = 1_048_576

/** nginx's own first page, in short. */
const nginxPage = [
  '<!DOCTYPE html>', '<html>', '<head>', '<title>Welcome to nginx!</title>', '</head>', '<body>', '<h1>Welcome to nginx!</h1>',
  '<p>If you see this page, the nginx web server is successfully installed and', 'working. Further configuration is required.</p>', '</body>',
  '</html>', '',
].join('\n')

const usual: Behaviour = {
  accessLog: 'short', farewell: ['terminating'], body: 'Hello from {pod}\n', idleMilliCpu: 1, cpuUsPerRequest: 2_000, memoryBytes: 24 * mebi,
}
const quiet: Behaviour = { accessLog: 'none', farewell: [], body: '', idleMilliCpu: 0, cpuUsPerRequest: 0, memoryBytes: mebi }

const bootcamp: Behaviour = { ...usual, body: 'Hello Kubernetes bootcamp! | Running on: {pod} | {tag}\n' }
const helloApp: Behaviour = { ...usual, body: 'Hello, world!\nVersion: {tag}.0\nHostname: {pod}\n' }

/** By repository without registry, `library/` and tag. */
const table: ReadonlyMap<string, Behaviour> = new Map([
  ['nginx', {
    accessLog: 'combined', farewell: ['[notice] 1#1: signal 3 (SIGQUIT) received, shutting down', '[notice] 1#1: exit'], body: nginxPage, pages: '/usr/share/nginx/html',
    idleMilliCpu: 1, cpuUsPerRequest: 1_000, memoryBytes: 9 * mebi,
  }],
  ['httpd', {
    accessLog: 'combined', farewell: ['AH00492: caught SIGWINCH, shutting down gracefully'], body: '<html><body><h1>It works!</h1></body></html>\n',
    pages: '/usr/local/apache2/htdocs',
    idleMilliCpu: 1, cpuUsPerRequest: 1_500, memoryBytes: 12 * mebi,
  }],
  ['shop/api', {
    accessLog: 'short', farewell: ['shop/api: SIGTERM, closing the listener'], body: '{"service":"api","pod":"{pod}","path":"{path}"}\n',
    idleMilliCpu: 2, cpuUsPerRequest: 6_000, memoryBytes: 46 * mebi,
  }],
  ['stefanprodan/podinfo', { ...usual, farewell: ['Received SIGTERM'], body: '{\n  "hostname": "{pod}",\n  "message": "greetings from podinfo"\n}\n' }],
  // The image of the autoscaling walkthrough: each request computes square roots.
  ['hpa-example', { ...usual, accessLog: 'combined', body: 'OK!', cpuUsPerRequest: 60_000, memoryBytes: 12 * mebi }],
  ['google-samples/kubernetes-bootcamp', bootcamp], ['jocatalin/kubernetes-bootcamp', bootcamp],
  ['google-samples/hello-app', helloApp], ['google-samples/containers/gke/hello-app', helloApp],
  ['traefik/whoami', { ...usual, body: 'Hostname: {pod}\nGET {path} HTTP/1.1\n' }],
  ['mysql', { ...quiet, idleMilliCpu: 4, memoryBytes: 380 * mebi }], ['mongo', { ...quiet, idleMilliCpu: 5, memoryBytes: 120 * mebi }],
  ['google-samples/gb-redis-follower', { ...quiet, idleMilliCpu: 2, memoryBytes: 6 * mebi }],
  ['e2e-test-images/agnhost', { ...usual, body: 'NOW: serving {path} from {pod}\n' }],
  ['envoy', { ...usual, accessLog: 'none', farewell: ['[info] caught ENVOY_SIGTERM', '[info] exiting'], memoryBytes: 30 * mebi, idleMilliCpu: 3 }],
  ['redis', { ...quiet, farewell: ['* User requested shutdown...', '# Redis is now ready to exit, bye bye...'], idleMilliCpu: 2, memoryBytes: 6 * mebi }],
  ['postgres', {
    ...quiet, farewell: ['LOG:  received smart shutdown request', 'LOG:  database system is shut down'], idleMilliCpu: 2, memoryBytes: 38 * mebi,
  }],
  ['busybox', quiet], ['alpine', quiet], ['debian', quiet], ['ubuntu', quiet], ['curlimages/curl', quiet], ['pause', quiet],
])

const memo = new WeakMap<Container, Behaviour>()

/** How the program of a container behaves. */
export function behaviourOf(container: Container): Behaviour {
  let behaviour = memo.get(container)
  if (behaviour === undefined) {
    const { repository } = parseImageName(container.image)
    const name = repository.replace(/^library\//, '').replace(/^envoyproxy\//, '')
    behaviour = table.get(name) ?? usual
    memo.set(container, behaviour)
  }
  return behaviour
}

/** True when the image is one of the table: of any other nobody knows what it uses. */
export function isModelled(container: Container): boolean {
  return behaviourOf(container) !== usual
}

/** What a program answers to a request; empty text: it speaks no HTTP. */
export function bodyOf(container: Container, podName: string, path: string): string {
  const { body } = behaviourOf(container)
  return body.includes('{') ? body.replaceAll('{pod}', podName).replaceAll('{path}', path).replaceAll('{tag}', parseImageName(container.image).suffix.slice(1)) : body
}

/** User-Agent of the kubelet's probes. */
export const probeAgent = `kube-probe/${kubernetesVersion.slice(1).split('.').slice(0, 2).join('.')}`

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `10/Oct/2026:13:55:36 +0000` of an RFC 3339 text, as access logs print it. */
function accessTime(time: string): string {
  return `${time.slice(8, 10)}/${months[Number(time.slice(5, 7)) - 1] ?? ''}/${time.slice(0, 4)}:${time.slice(11, 19)} +0000`
}

/** The line that a program writes of a request; undefined: it writes none. `time`: RFC 3339. */
export function accessLine(
  behaviour: Behaviour, time: string, from: string, path: string, code: number, agent: string,
): string | undefined {
  if (behaviour.accessLog === 'none') return undefined
  if (behaviour.accessLog === 'short') return `GET ${path} ${code} (${from})`
  const bytes = code === 200 ? behaviour.body.length : 190
  return `${from} - - [${accessTime(time)}] "GET ${path} HTTP/1.1" ${code} ${bytes} "-" "${agent}" "-"`
}
