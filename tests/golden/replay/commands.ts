/** The recorded kubectl commands as REST calls, and what was done to the stand-in kubelets as world commands: one row per form. */
import { parseAllDocuments } from 'yaml'
import type { RestRequest } from '../../../src/protocol/rest.ts'
import type { WorldCommand } from '../../../src/protocol/world-commands.ts'
import { resourceForKind, resourcePath } from '../../../src/kubernetes/resources.ts'
import type { Recording } from './story.ts'

export type Act = { readonly request: RestRequest } | { readonly world: WorldCommand }

const deployments = '/apis/apps/v1/namespaces/default/deployments'
const pods = '/api/v1/namespaces/default/pods'
const services = '/api/v1/namespaces/default/services'

function post(path: string, body: unknown): Act {
  return { request: { method: 'POST', path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } }
}
function patch(path: string, type: 'merge-patch' | 'strategic-merge-patch', body: unknown): Act {
  return { request: { method: 'PATCH', path, headers: { 'content-type': `application/${type}+json` }, body: JSON.stringify(body) } }
}
function remove(path: string): Act {
  return { request: { method: 'DELETE', path } }
}

function newDeployment(name: string, image: string, replicas: string): unknown {
  const labels = { app: name }
  const template = { metadata: { labels }, spec: { containers: [{ name: image.split(':')[0], image }] } }
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels }, spec: { replicas: Number(replicas), selector: { matchLabels: labels }, template } }
}

function newService(name: string, type: string, labels: unknown, selector: unknown, port: unknown): Act {
  const clusterIP = type === 'Headless' ? { clusterIP: 'None' } : {}
  const spec = { type: type === 'Headless' ? 'ClusterIP' : type, selector, ports: [port], ...clusterIP }
  return post(services, { apiVersion: 'v1', kind: 'Service', metadata: { name, labels }, spec })
}

/** `kubectl create service`: its port is named after itself, "80-80"; a headless one's "80". */
function createdService(name: string, type: string, port: string): Act {
  const labels = { app: name }
  return newService(name, type, labels, labels, { name: type === 'Headless' ? port : `${port}-${port}`, protocol: 'TCP', port: Number(port), targetPort: Number(port) })
}

function setImage(name: string, container: string, image: string): Act {
  return patch(`${deployments}/${name}`, 'strategic-merge-patch', { spec: { template: { spec: { containers: [{ name: container, image }] } } } })
}

function restart(name: string): Act {
  const annotations = { 'kubectl.kubernetes.io/restartedAt': '2026-01-01T00:01:00Z' }
  return patch(`${deployments}/${name}`, 'strategic-merge-patch', { spec: { template: { metadata: { annotations } } } })
}

/** The annotation told the stand-in kubelet what the readiness probe finds; ours is told by the world. */
function readiness(pod: string, ready: string): readonly Act[] {
  return [
    patch(`${pods}/${pod}`, 'merge-patch', { metadata: { annotations: { 'fake/ready': ready } } }),
    { world: { type: 'setReadiness', namespace: 'default', pod, container: 'nginx', ready: ready === 'true' } },
  ]
}

const forms: readonly (readonly [RegExp, (...words: string[]) => readonly Act[]])[] = [
  [/^create deployment (\S+) --image=(\S+) --replicas=(\d+)$/, (name, image, replicas) => [post(deployments, newDeployment(name, image, replicas))]],
  [/^scale deployment[/ ](\S+) --replicas=(\d+)$/, (name, replicas) => [patch(`${deployments}/${name}/scale`, 'merge-patch', { spec: { replicas: Number(replicas) } })]],
  [/^delete pod (\S+)(?: --wait=false)?$/, (name) => [remove(`${pods}/${name}`)]],
  [/^delete deployment (\S+)$/, (name) => [remove(`${deployments}/${name}`)]],
  [/^delete svc (\S+)$/, (name) => [remove(`${services}/${name}`)]],
  [/^set image deployment\/(\S+) (\S+)=(\S+)$/, (name, container, image) => [setImage(name, container, image)]],
  [/^rollout restart deployment\/(\S+)$/, (name) => [restart(name)]],
  [/^expose deployment (\S+) --port=(\d+) --target-port=(\d+)$/, (name, port, target) =>
    [newService(name, 'ClusterIP', { app: name }, { app: name }, { protocol: 'TCP', port: Number(port), targetPort: Number(target) })]],
  [/^create service nodeport (\S+) --tcp=(\d+):\d+$/, (name, port) => [createdService(name, 'NodePort', port)]],
  [/^create service loadbalancer (\S+) --tcp=(\d+):\d+$/, (name, port) => [createdService(name, 'LoadBalancer', port)]],
  [/^create service clusterip (\S+) --clusterip=None --tcp=(\d+)$/, (name, port) => [createdService(name, 'Headless', port)]],
  [/^annotate pod (\S+) fake\/ready=(\w+)(?: --overwrite)?$/, (name, ready) => readiness(name, ready)],
]
const readers = /^(?:get|describe|version|api-resources|rollout (?:status|history))\b/

function applied(yaml: string): readonly Act[] {
  return parseAllDocuments(yaml).map((document) => {
    const object = document.toJS() as { apiVersion: string; kind: string; metadata: { namespace?: string } }
    return post(resourcePath(resourceForKind(object.apiVersion, object.kind)!, object.metadata.namespace ?? 'default'), object)
  })
}

/** The acts of one recorded step, none for those that only look. Throws on a command without a row. */
export function actsOf(step: Recording['steps'][number]): readonly Act[] {
  const kubelet = /^\/(kill|revive)\?node=(\S+)$/.exec(step.fakeKubelets ?? '')
  if (kubelet !== null) return [{ world: { type: kubelet[1] === 'kill' ? 'stopProcess' : 'startProcess', process: 'kubelet', node: kubelet[2]! } }]
  const command = step.cmd?.replace(/^kubectl /, '')
  if (command === undefined || readers.test(command)) return []
  if (command === 'apply -f -') return applied(step.stdin ?? '')
  for (const [form, make] of forms) {
    const match = form.exec(command)
    if (match !== null) return make(...match.slice(1))
  }
  throw new Error(`no row for "kubectl ${command}" in tests/golden/replay/commands.ts`)
}
