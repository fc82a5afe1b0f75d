/**
 * The kernels' part of a request: a machine's NodePort, kube-proxy's rules, the bridge, VXLAN to another machine, the pod, and the way back.
 * `event.at` = machine. A request that meets a dead machine, a cut link or a pod that is gone gets no answer: who asked has a timeout.
 * Simplified: a connection is one request and one answer; the pod's own time is part of the bridge's latency.
 */
import { packSubject } from '../../protocol/subject.ts'
import { componentIds, hopFlags, messageTypes } from '../../protocol/vocabulary.ts'
import { resourceInfo } from '../../kubernetes/resources.ts'
import type { SimulationEvent } from '../simulation/event-queue.ts'
import { send, type MessageNote, type Simulation } from '../simulation/simulation.ts'
import type { PortRules, ServiceRules } from '../worker-node/kube-proxy/messages.ts'
import { chooseBackend } from './backend.ts'
import type { FetchAnswer, FetchRequest, NetworkLook, NodePortRequest, NodePortResponse, PodAnswer, PodTraffic } from './messages.ts'
import { noteTrail, routeTo, vxlanLink, type PodNetwork } from './state.ts'

const requestBytes = 320
const answerBytes = 900
/** VXLAN, UDP, IP and Ethernet headers around the packet. Source: RFC 7348. */
const vxlanBytes = 50
/** User-Agents of the clients outside and of programs in pods that ask others. */
const clientAgent = 'Mozilla/5.0'
const podAgent = 'Go-http-client/1.1'
const servicesId = resourceInfo('services').id

function note(type: number, service: number, bytes: number, failed: boolean): MessageNote {
  return { type, flags: failed ? hopFlags.failed : 0, bytes, subject: packSubject('get', servicesId, '', service) }
}

/** One packet that a machine's kernel or a pod on it handles. */
export function handlePodNetwork(sim: Simulation, state: PodNetwork, event: SimulationEvent, look: NetworkLook): void {
  const machine = event.at
  if (!look.runs(machine)) return
  switch (event.op) {
    case messageTypes.serviceRequest: {
      const request = event.payload as NodePortRequest | FetchRequest
      return 'fetch' in request ? leavePod(sim, state, machine, request, look) : enter(sim, state, machine, event.link, request, look)
    }
    case messageTypes.vxlanRequest: return toBridge(sim, machine, event.payload as PodTraffic, look)
    case messageTypes.podRequest: return atPod(sim, state, machine, event.payload as PodTraffic, look)
    case messageTypes.podResponse: return fromPod(sim, machine, event.payload as PodAnswer, look)
    case messageTypes.vxlanResponse: return finish(sim, event.payload as PodAnswer, look)
    default: throw new Error(`pod network: message ${event.op} is not for it`)
  }
}

/** A client's connection to a NodePort of this machine. */
function enter(sim: Simulation, state: PodNetwork, machine: number, link: number, request: NodePortRequest, look: NetworkLook): void {
  const rules = look.rulesForNodePort(machine, request.nodePort)
  const port = rules?.ports.find((candidate) => candidate.nodePort === request.nodePort)
  if (rules === undefined || port === undefined) {
    answerClient(sim, link, request.id, -1, `connection refused by ${look.nodeName(machine)}:${request.nodePort} (no Service has this NodePort)`)
  } else if (request.healthCheck) {
    const empty = port.readyCount + port.terminatingCount === 0
    answerClient(sim, link, request.id, rules.slot, empty ? `no endpoints for ${rules.namespace}/${rules.name}` : '', true)
  } else {
    const local = rules.externalLocal ? look.nodeName(machine) : undefined
    forward(sim, state, machine, { id: request.id, clientLink: link, rules, port, local, parent: undefined, fetch: undefined }, look)
  }
}

interface Connection {
  readonly id: number
  readonly clientLink: number
  readonly rules: ServiceRules
  readonly port: PortRules
  /** Only endpoints of this node count. */
  readonly local: string | undefined
  readonly parent: PodTraffic | undefined
  readonly fetch: FetchRequest | undefined
}

/** A request of a program in a pod of this machine: to a Service's virtual address, or to a pod's own. */
function leavePod(sim: Simulation, state: PodNetwork, machine: number, request: FetchRequest, look: NetworkLook): void {
  const address = look.addressOf(request.namespace, request.host) ?? ''
  if (address === '' || request.port === 0) return answerPod(sim, machine, { fetch: request.fetch, code: 0, body: '', address }, -1, look)
  const rules = look.rulesForClusterIP(machine, address)
  if (rules === undefined) return sendTo(sim, state, machine, { ...toPod, from: machine, address, port: request.port, fetch: request }, look)
  const port = rules.ports.find((candidate) => candidate.port === request.port)
  // A virtual address drops what comes for a port that the Service does not have.
  if (port === undefined) return undefined
  const local = rules.internalLocal ? look.nodeName(machine) : undefined
  return forward(sim, state, machine, { id: -1, clientLink: -1, rules, port, local, parent: undefined, fetch: request }, look)
}

/** Traffic of a program in a pod that goes to a pod's own address: no Service takes part. */
const toPod: PodTraffic = { id: -1, from: -1, clientLink: -1, vxlan: -1, address: '', port: 0, service: -1, parent: undefined, fetch: undefined }

/** Gives an answer to the pod that asked, over its bridge. */
function answerPod(sim: Simulation, machine: number, answer: FetchAnswer, service: number, look: NetworkLook): void {
  send(sim, look.podLink(machine), false, componentIds.containerRuntime, machine, answer.fetch, answer,
    note(messageTypes.serviceResponse, service, answer.code === 0 ? 40 : answerBytes, answer.code === 0 || answer.code >= 400))
}

/** Rewrites the connection's target to a pod (DNAT) and sends it there. */
function forward(sim: Simulation, state: PodNetwork, machine: number, what: Connection, look: NetworkLook): void {
  const { rules, local } = what
  const backend = chooseBackend(state.random, what.port, local)
  const traffic: PodTraffic = {
    id: what.id, from: machine, clientLink: what.clientLink, vxlan: -1, address: backend?.address ?? '', port: backend?.port ?? 0,
    service: rules.slot, parent: what.parent, fetch: what.fetch,
  }
  if (backend !== undefined) return sendTo(sim, state, machine, traffic, look)
  const anywhere = what.port.readyCount + what.port.terminatingCount > 0
  if (local !== undefined && anywhere) return drop(state, machine, what.id, `no endpoint of ${rules.namespace}/${rules.name} on ${local} (DROP)`)
  return finish(sim, refused(traffic, `no endpoints for ${rules.namespace}/${rules.name} (REJECT)`), look)
}

function refused(traffic: PodTraffic, reason: string): PodAnswer {
  return { traffic, ok: false, reason, code: 0, body: '' }
}

/** To a pod's address: over the bridge when it is on this machine, else inside VXLAN. */
function sendTo(sim: Simulation, state: PodNetwork, machine: number, traffic: PodTraffic, look: NetworkLook): void {
  const { id, address, port, service } = traffic
  const target = routeTo(state, address, look)
  if (target < 0) return finish(sim, refused(traffic, `no route to ${address}`), look)
  // Only requests of clients are looked up in the trail.
  if (id >= 0) noteTrail(state, id, { machine: target, address, port, dropped: '' })
  if (target === machine) return toBridge(sim, machine, traffic, look)
  const link = vxlanLink(state, machine, target, look)
  send(sim, link, machine > target, componentIds.podNetwork, target, id, { ...traffic, vxlan: link },
    note(messageTypes.vxlanRequest, service, requestBytes + vxlanBytes, false))
}

function drop(state: PodNetwork, machine: number, id: number, words: string): void {
  if (id >= 0) noteTrail(state, id, { machine, address: '', port: 0, dropped: words })
}

/** From the machine's stack over its bridge to the pod. */
function toBridge(sim: Simulation, machine: number, traffic: PodTraffic, look: NetworkLook): void {
  send(sim, look.podLink(machine), false, componentIds.podNetwork, machine, traffic.id, traffic,
    note(messageTypes.podRequest, traffic.service, requestBytes, false))
}

/**
 * Sender's address as the pod sees it. kube-proxy masquerades what comes from outside: as the bridge when the pod is on the entered node, as
 * its VXLAN interface when it is on another; a pod that asks keeps its own. Source: flannel's addresses, `.1` of cni0 and `.0` of flannel.1.
 */
function sourceOf(traffic: PodTraffic, look: NetworkLook): string {
  if (traffic.fetch !== undefined) return traffic.fetch.from
  if (traffic.parent !== undefined) return traffic.parent.address
  const block = look.podCidr(traffic.from) ?? ''
  return `${block.slice(0, block.lastIndexOf('.'))}.${traffic.vxlan < 0 ? 1 : 0}`
}

/** The pod's address: a program answers, the pod's kernel refuses, or nobody is there. */
function atPod(sim: Simulation, state: PodNetwork, machine: number, traffic: PodTraffic, look: NetworkLook): void {
  const pod = look.podAt(machine, traffic.address)
  if (pod === undefined) return
  if (!pod.ports.includes(traffic.port)) {
    return answerFromPod(sim, machine, refused(traffic, `connection refused by ${traffic.address}:${traffic.port}`), look)
  }
  const code = pod.serving ? 200 : 503
  const agent = traffic.fetch?.agent ?? (traffic.parent === undefined ? clientAgent : podAgent)
  const body = look.serve(machine, traffic.address, traffic.port, { from: sourceOf(traffic, look), path: traffic.fetch?.path ?? '/', agent, code })
  if (!pod.serving) {
    return answerFromPod(sim, machine, { traffic, ok: false, reason: `503 Service Unavailable from ${pod.name}`, code, body }, look)
  }
  if (pod.asks === undefined || traffic.parent !== undefined) return answerFromPod(sim, machine, { traffic, ok: true, reason: '', code, body }, look)
  const rules = look.rulesForClusterIP(machine, pod.asks.clusterIP)
  const port = rules?.ports.find((candidate) => candidate.port === pod.asks?.port)
  // Without rules the ClusterIP is an address that nobody has: no answer.
  if (rules === undefined || port === undefined) return
  const local = rules.internalLocal ? look.nodeName(machine) : undefined
  forward(sim, state, machine, { id: traffic.id, clientLink: -1, rules, port, local, parent: traffic, fetch: undefined }, look)
}

function answerFromPod(sim: Simulation, machine: number, answer: PodAnswer, look: NetworkLook): void {
  send(sim, look.podLink(machine), true, componentIds.podNetwork, machine, answer.traffic.id, answer,
    note(messageTypes.podResponse, answer.traffic.service, answer.ok ? answerBytes : 40, !answer.ok))
}

/** The answer has crossed the pod's bridge: it goes back to the machine whose rules chose the pod. */
function fromPod(sim: Simulation, machine: number, answer: PodAnswer, look: NetworkLook): void {
  const { traffic } = answer
  if (traffic.vxlan < 0) return finish(sim, answer, look)
  send(sim, traffic.vxlan, machine > traffic.from, componentIds.podNetwork, traffic.from, traffic.id, answer,
    note(messageTypes.vxlanResponse, traffic.service, (answer.ok ? answerBytes : 40) + vxlanBytes, !answer.ok))
}

/** On the machine whose rules chose the pod: gives the answer to the client, or to the pod that asked, which then answers its own caller. */
function finish(sim: Simulation, answer: PodAnswer, look: NetworkLook): void {
  const { traffic, reason, ok, code, body } = answer
  const { parent, fetch } = traffic
  if (fetch !== undefined) {
    const address = look.addressOf(fetch.namespace, fetch.host) ?? traffic.address
    return answerPod(sim, traffic.from, { fetch: fetch.fetch, code, body, address }, traffic.service, look)
  }
  if (parent === undefined) return answerClient(sim, traffic.clientLink, traffic.id, traffic.service, reason)
  answerFromPod(sim, traffic.from, { traffic: parent, ok, reason, code: ok ? 200 : 502, body: ok ? body : `502 Bad Gateway: ${reason}\n` }, look)
}

function answerClient(sim: Simulation, link: number, id: number, service: number, reason: string, ok = reason === ''): void {
  const response: NodePortResponse = { id, ok, reason }
  send(sim, link, true, componentIds.clients, -1, id, response,
    note(messageTypes.serviceResponse, service, response.ok ? answerBytes : 40, !response.ok))
}
