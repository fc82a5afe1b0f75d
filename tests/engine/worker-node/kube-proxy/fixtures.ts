/** Services and EndpointSlices as small literals, and an API server that only lists, watches and tells the proxies of changes. */
import type { Service, ServicePort } from '../../../../src/kubernetes/types/core.ts'
import type { Endpoint, EndpointSlice } from '../../../../src/kubernetes/types/discovery.ts'
import type { KubernetesObject, ObjectMeta } from '../../../../src/kubernetes/types/meta.ts'
import { resourceInfo, type ResourceName } from '../../../../src/kubernetes/resources.ts'
import { packSubject } from '../../../../src/protocol/subject.ts'
import { componentIds, messageTypes } from '../../../../src/protocol/vocabulary.ts'
import type { ApiRequest, ApiResponse, WatchEvent } from '../../../../src/engine/control-plane/api-server/messages.ts'
import { isUp } from '../../../../src/engine/simulation/processes.ts'
import { addLink } from '../../../../src/engine/simulation/links.ts'
import { markUp } from '../../../../src/engine/simulation/processes.ts'
import { createSimulation, isStale, nextTimeUs, send, takeEvent, type Simulation } from '../../../../src/engine/simulation/simulation.ts'
import { addProxy, handleKubeProxy, startProxy } from '../../../../src/engine/worker-node/kube-proxy/kube-proxy.ts'
import { createKubeProxies, type KubeProxies } from '../../../../src/engine/worker-node/kube-proxy/state.ts'

function meta(name: string, labels: ObjectMeta['labels']): ObjectMeta {
  return {
    name, generateName: undefined, namespace: 'default', uid: `uid-${name}`, resourceVersion: 0, generation: undefined,
    creationTimestamp: '2026-01-01T00:00:00Z', deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined, labels,
    annotations: undefined, ownerReferences: undefined, finalizers: undefined,
  }
}

/** A Service with one unnamed port 80 unless `spec` says otherwise. */
export function service(name: string, clusterIP: string, nodePort = 0, spec: Partial<Service['spec']> = {}): Service {
  const port: ServicePort = { name: undefined, protocol: 'TCP', appProtocol: undefined, port: 80, targetPort: 8080, nodePort: nodePort === 0 ? undefined : nodePort }
  return {
    apiVersion: 'v1', kind: 'Service', metadata: meta(name, undefined), status: { loadBalancer: {} },
    spec: {
      ports: [port], selector: undefined, clusterIP, clusterIPs: [clusterIP], type: nodePort === 0 ? 'ClusterIP' : 'NodePort', externalName: undefined,
      sessionAffinity: 'None', externalTrafficPolicy: undefined, internalTrafficPolicy: undefined, ipFamilies: undefined, ipFamilyPolicy: undefined,
      publishNotReadyAddresses: undefined, allocateLoadBalancerNodePorts: undefined, ...spec,
    },
  }
}

export type EndpointState = 'ready' | 'unready' | 'terminating' | 'gone'

export function endpoint(address: string, state: EndpointState = 'ready', nodeName = 'node-0'): Endpoint {
  const conditions = {
    ready: state === 'ready', serving: state === 'ready' || state === 'terminating', terminating: state === 'terminating' || state === 'gone',
  }
  return { addresses: [address], conditions, hostname: undefined, targetRef: undefined, nodeName, zone: undefined }
}

export function slice(serviceName: string, name: string, endpoints: readonly Endpoint[], port = 8080, portName = ''): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: meta(name, { 'kubernetes.io/service-name': serviceName }),
    addressType: 'IPv4', endpoints, ports: [{ name: portName, protocol: 'TCP', port, appProtocol: undefined }],
  }
}

/** A list of watched objects by slot, and who watches. */
export interface World {
  sim: Simulation
  proxies: KubeProxies
  objects: Record<'services' | 'endpointslices', (KubernetesObject | undefined)[]>
  revision: number
  groupWatch: Record<'services' | 'endpointslices', number>
  /** Requests the API server got, in words. */
  requests: string[]
  apiLinks: number[]
}

/** `machines` proxies with links of their own; none runs yet. */
export function createWorld(machines: number): World {
  const sim = createSimulation(7, 0)
  const groupLink = addLink(sim.links, 2, -2, -2, 1, 0)
  const proxies = createKubeProxies(7, groupLink)
  const apiLinks: number[] = []
  for (let machine = 0; machine < machines; machine++) {
    const apiLink = addLink(sim.links, 2, machine, -1, 700, 500)
    apiLinks.push(apiLink)
    addProxy(proxies, { machine, apiLink, nodeName: `node-${machine}` })
  }
  return { sim, proxies, objects: { services: [], endpointslices: [] }, revision: 10, groupWatch: { services: 0, endpointslices: 0 }, requests: [], apiLinks }
}

export function start(world: World, machine: number): void {
  markUp(world.sim.processes, componentIds.kubeProxy, machine)
  startProxy(world.sim, world.proxies, machine)
}

function answer(world: World, link: number, request: ApiRequest): void {
  const resource = request.resource as 'services' | 'endpointslices'
  world.requests.push(`${request.node} ${request.verb} ${resource}`)
  if (request.verb === 'watch' && request.node === -1) world.groupWatch[resource] = request.id
  const slots = world.objects[resource].flatMap((object, slot) => (object === undefined ? [] : [slot]))
  const list = { revision: world.revision, items: slots.map((slot) => world.objects[resource][slot]!), slots }
  const response: ApiResponse = { id: request.id, code: 200, object: undefined, slot: -1, status: undefined, list: request.verb === 'list' ? list : undefined }
  send(world.sim, link, true, request.client, request.node, request.id, response, { type: messageTypes.apiResponse, flags: 0, bytes: 100, subject: 0 })
}

/** Writes an object (undefined: deletes it) and tells the group. */
export function write(world: World, resource: 'services' | 'endpointslices', slot: number, object: KubernetesObject | undefined): void {
  const previous = world.objects[resource][slot]
  world.objects[resource][slot] = object
  world.revision++
  if (world.groupWatch[resource] === 0) return
  const event: WatchEvent = {
    type: previous === undefined ? 'ADDED' : object === undefined ? 'DELETED' : 'MODIFIED', resource: resource satisfies ResourceName, slot,
    object: object ?? previous, previous, revision: world.revision,
  }
  send(world.sim, world.proxies.groupLink, true, componentIds.kubeProxy, -1, world.groupWatch[resource], event, {
    type: messageTypes.watchEvent, flags: 0, bytes: 900, subject: packSubject('update', resourceInfo(resource).id, '', slot),
  })
}

/** Runs for so many simulated milliseconds. */
export function runMs(world: World, ms: number): void {
  const { sim } = world
  const untilUs = sim.nowUs + ms * 1000
  while (nextTimeUs(sim) <= untilUs) {
    const event = takeEvent(sim)!
    if (isStale(sim, event)) continue
    if (event.to === componentIds.apiServer) answer(world, event.link, event.payload as ApiRequest)
    else if (isUp(sim.processes, event.to, event.at)) handleKubeProxy(sim, world.proxies, event)
    sim.cause = -1
  }
  sim.nowUs = untilUs
}
