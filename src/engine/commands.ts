/** World commands: what happens to machines, cables, processes and client load. Each is checked first; a refusal changes nothing. */
import type { Status, StatusReason } from '../kubernetes/types/status.ts'
import { componentIds } from '../protocol/vocabulary.ts'
import type { NodeProcess, ProcessRef, WorldCommand } from '../protocol/world-commands.ts'
import type { ClusterState } from './cluster-state.ts'
import { registerKubelet } from './control-plane/api-server/api-server.ts'
import { findSlot } from './control-plane/etcd/store.ts'
import {
  endProcess, loseConnections, onEtcdClosed, onRestartTimer, processState, resetConnections, startProcess, watchForSilence, worldTimers,
} from './process-control.ts'
import { markDown, markUp } from './simulation/processes.ts'
import { schedule } from './simulation/simulation.ts'
import { connectMachine } from './topology.ts'
import { vxlanLinksOf } from './pod-network/state.ts'
import { addRuntime, crashContainer, powerLost, removeRuntime, setReadiness } from './worker-node/container-runtime/container-runtime.ts'
import { addProxy, proxyPowerLost, removeProxy } from './worker-node/kube-proxy/kube-proxy.ts'
import { addKubelet, removeKubelet } from './worker-node/kubelet/kubelet.ts'
import { setLoad } from './world/clients/clients.ts'
import { machineByName, machineIp, machineRack, machineZone, touchWorld, type Machine } from './world/machines.ts'

/** Bits of `LinkTable.cut`: why a link is cut. */
const cutBy = { cable: 1, power: 2, apiServer: 4 } as const
const nodeProcesses: readonly NodeProcess[] = ['container-runtime', 'kubelet', 'kube-proxy']
const bootUs = 8_000_000
/** Upstream's published limit. */
const maxNodes = 5000

function refuse(reason: StatusReason, code: number, message: string): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details: undefined, code }
}
const noMachine = (name: string): Status => refuse('NotFound', 404, `machine "${name}" not found`)

function setCut(cluster: ClusterState, link: number, bit: number, cut: boolean): void {
  const { links } = cluster.sim
  links.cut[link] = cut ? links.cut[link]! | bit : links.cut[link]! & ~bit
}

function cutMachine(cluster: ClusterState, machine: Machine, bit: number, cut: boolean): void {
  const { links } = machine
  const outside = [links.kubeletApi, links.proxyApi, links.apiKubelet, links.nodePort, ...vxlanLinksOf(cluster.network, machine.number)]
  for (const link of outside) setCut(cluster, link, bit, cut)
  if (bit === cutBy.power) for (const link of [links.cri, links.podNetwork]) setCut(cluster, link, bit, cut)
  touchWorld(cluster.world)
}

/** A link that was made after its machine was cut is cut as well. */
export function adoptLink(cluster: ClusterState, link: number, machineNumber: number): void {
  const machine = cluster.world.machines[machineNumber]
  if (machine === undefined) return
  if (!machine.cable) setCut(cluster, link, cutBy.cable, true)
  if (!machine.power) setCut(cluster, link, cutBy.power, true)
}

/** Adds a machine that is off; `powerOn` boots it. */
export function addMachine(cluster: ClusterState, spec: { name: string; cpu: number; memoryGi: number; zone: string | undefined; rack: string | undefined }): Machine {
  const { world, sim } = cluster
  const number = world.machines.length
  const machine: Machine = {
    number, name: spec.name, ip: machineIp(number), zone: spec.zone ?? machineZone(number),
    // Which racks there are in a zone that somebody names, nobody knows.
    rack: spec.rack ?? (spec.zone === undefined ? machineRack(number) : ''), cpu: spec.cpu, memoryGi: spec.memoryGi,
    links: connectMachine(sim, number), power: false, booting: false, cable: true, removed: false,
  }
  world.machines.push(machine)
  world.byName.set(machine.name, number)
  for (const id of [componentIds.kubelet, componentIds.kubeProxy, componentIds.containerRuntime]) markDown(sim.processes, id, number)
  addRuntime(cluster.runtimes, { machine: number, kubeletLink: machine.links.cri, ip: machine.ip, podLink: machine.links.podNetwork })
  addKubelet(cluster.kubelets, {
    machine: number, nodeName: machine.name, ip: machine.ip, zone: machine.zone, rack: machine.rack, cpu: machine.cpu, memoryGi: machine.memoryGi,
    apiLink: machine.links.kubeletApi, runtimeLink: machine.links.cri,
  })
  addProxy(cluster.proxies, { machine: number, apiLink: machine.links.proxyApi, nodeName: machine.name })
  registerKubelet(cluster.apiServer, machine.name, number, machine.links.apiKubelet)
  cutMachine(cluster, machine, cutBy.power, true)
  if (!world.apiServerCable) setApiServerCable(cluster, false)
  return machine
}

export function powerOn(cluster: ClusterState, machine: Machine, delayUs: number): void {
  machine.power = true
  machine.booting = true
  cutMachine(cluster, machine, cutBy.power, false)
  schedule(cluster.sim, delayUs, componentIds.world, -1, worldTimers.booted, machine.number)
}

/** A machine that has power and whose processes run, without a boot: for clusters that are made directly. */
export function runMachine(cluster: ClusterState, machine: Machine): void {
  machine.power = true
  cutMachine(cluster, machine, cutBy.power, false)
  for (const id of [componentIds.kubelet, componentIds.kubeProxy, componentIds.containerRuntime]) markUp(cluster.sim.processes, id, machine.number)
}

function powerOff(cluster: ClusterState, machine: Machine): void {
  const { sim } = cluster
  machine.power = false
  machine.booting = false
  for (const process of nodeProcesses) {
    const state = processState(cluster, { process, node: machine.name })
    state.state = 'stopped'
    state.restartAtUs = -1
  }
  for (const id of [componentIds.kubelet, componentIds.kubeProxy, componentIds.containerRuntime]) markDown(sim.processes, id, machine.number)
  proxyPowerLost(cluster.proxies, machine.number)
  powerLost(cluster.runtimes, machine.number)
  cutMachine(cluster, machine, cutBy.power, true)
}

function setApiServerCable(cluster: ClusterState, whole: boolean): void {
  cluster.world.apiServerCable = whole
  const { kubectl, controllerManager, scheduler, proxyGroup } = cluster.links
  // The controller manager and the scheduler run on the same machine; their traffic uses its address, so the cut is drawn for them too.
  const all = [kubectl, controllerManager, scheduler, proxyGroup]
  for (const machine of cluster.world.machines) all.push(machine.links.kubeletApi, machine.links.proxyApi, machine.links.apiKubelet)
  for (const link of all) setCut(cluster, link, cutBy.apiServer, !whole)
  cluster.world.version++
}

type Handler<T extends WorldCommand['type']> = (cluster: ClusterState, command: Extract<WorldCommand, { type: T }>) => Status | undefined

function onMachine(change: (cluster: ClusterState, machine: Machine) => Status | undefined) {
  return (cluster: ClusterState, command: { readonly node: string }): Status | undefined => {
    const machine = machineByName(cluster.world, command.node)
    return machine === undefined ? noMachine(command.node) : change(cluster, machine)
  }
}

function checkProcess(cluster: ClusterState, ref: ProcessRef): Status | undefined {
  if (ref.node === undefined) return undefined
  const machine = machineByName(cluster.world, ref.node)
  if (machine === undefined) return noMachine(ref.node)
  return machine.power ? undefined : refuse('BadRequest', 400, `${ref.node} is powered off: nothing runs on it`)
}

function refOf(command: ProcessRef): ProcessRef {
  return command.node === undefined ? { process: command.process } : { process: command.process, node: command.node }
}

function end(how: 'stopped' | 'crashed') {
  return (cluster: ClusterState, command: ProcessRef): Status | undefined => {
    const ref = refOf(command)
    const bad = checkProcess(cluster, ref)
    if (bad !== undefined) return bad
    const { state } = processState(cluster, ref)
    if (state === 'stopped' || (state === 'crashed' && how === 'crashed')) return refuse('Conflict', 409, `${ref.process} is ${state} already`)
    endProcess(cluster, ref, how)
    return undefined
  }
}

/** Runs a change on the machine that holds a pod's container. */
function onContainer(
  cluster: ClusterState, command: { readonly namespace: string; readonly pod: string; readonly container: string },
  change: (machine: number) => boolean,
): Status | undefined {
  if (findSlot(cluster.etcd.store, 'pods', command.namespace, command.pod) < 0) {
    return refuse('NotFound', 404, `pods "${command.pod}" not found`)
  }
  for (const machine of cluster.world.machines) if (machine.power && change(machine.number)) return undefined
  return refuse('BadRequest', 400, `container "${command.container}" of pod "${command.pod}" is not running on any machine`)
}

const handlers: { readonly [T in WorldCommand['type']]: Handler<T> } = {
  powerOff: onMachine((cluster, machine) => {
    if (!machine.power) return refuse('Conflict', 409, `${machine.name} is powered off already`)
    powerOff(cluster, machine)
    return undefined
  }),
  powerOn: onMachine((cluster, machine) => {
    if (machine.power) return refuse('Conflict', 409, `${machine.name} has power already`)
    powerOn(cluster, machine, bootUs)
    return undefined
  }),
  addNode(cluster, command) {
    const { world, options } = cluster
    if (world.byName.size >= maxNodes) return refuse('Forbidden', 403, `a cluster has at most ${maxNodes} nodes`)
    const name = command.node ?? nextName(cluster)
    if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) return refuse('Invalid', 422, `"${name}" is no valid node name (lower case letters, digits, "-")`)
    if (world.byName.has(name)) return refuse('AlreadyExists', 409, `machine "${name}" already exists`)
    const cpu = command.cpu ?? options.nodeCpu
    const memoryGi = command.memoryGi ?? options.nodeMemoryGi
    if (!(cpu > 0 && cpu <= 512 && memoryGi > 0 && memoryGi <= 8192)) return refuse('Invalid', 422, 'a machine has 1 to 512 cores and 1 to 8192 GiB of memory')
    powerOn(cluster, addMachine(cluster, { name, cpu, memoryGi, zone: command.zone, rack: command.rack }), bootUs)
    return undefined
  },
  removeNode: onMachine((cluster, machine) => {
    if (machine.power) powerOff(cluster, machine)
    machine.removed = true
    cluster.world.byName.delete(machine.name)
    removeProxy(cluster.proxies, machine.number)
    removeKubelet(cluster.kubelets, machine.number)
    removeRuntime(cluster.runtimes, machine.number)
    const links = [...Object.values(machine.links), ...vxlanLinksOf(cluster.network, machine.number)] as number[]
    for (const link of links) cluster.sim.links.removed[link] = 1
    touchWorld(cluster.world)
    return undefined
  }),
  cutCable: onMachine((cluster, machine) => {
    if (!machine.cable) return refuse('Conflict', 409, `the cable of ${machine.name} is cut already`)
    machine.cable = false
    cutMachine(cluster, machine, cutBy.cable, true)
    watchForSilence(cluster, machine.number)
    return undefined
  }),
  healCable: onMachine((cluster, machine) => {
    if (machine.cable) return refuse('Conflict', 409, `the cable of ${machine.name} is whole`)
    machine.cable = true
    cutMachine(cluster, machine, cutBy.cable, false)
    if (machine.power) resetConnections(cluster, machine.number)
    return undefined
  }),
  cutApiServer(cluster) {
    if (!cluster.world.apiServerCable) return refuse('Conflict', 409, 'the API server is cut off already')
    setApiServerCable(cluster, false)
    watchForSilence(cluster, -1)
    return undefined
  },
  healApiServer(cluster) {
    if (cluster.world.apiServerCable) return refuse('Conflict', 409, 'the API server is not cut off')
    setApiServerCable(cluster, true)
    resetConnections(cluster, -1)
    return undefined
  },
  stopProcess: end('stopped'),
  crashProcess: end('crashed'),
  startProcess(cluster, command) {
    const ref = refOf(command)
    const bad = checkProcess(cluster, ref)
    if (bad !== undefined) return bad
    if (processState(cluster, ref).state === 'running') return refuse('Conflict', 409, `${ref.process} runs already`)
    startProcess(cluster, ref)
    return undefined
  },
  crashContainer: (cluster, command) => onContainer(cluster, command, (machine) =>
    crashContainer(cluster.sim, cluster.runtimes, machine, command.namespace, command.pod, command.container, command.exitCode ?? 137)),
  setReadiness: (cluster, command) => onContainer(cluster, command, (machine) =>
    setReadiness(cluster.sim, cluster.runtimes, machine, command.namespace, command.pod, command.container, command.ready)),
  setClientLoad(cluster, command) {
    const { requestsPerSecond } = command
    if (!Number.isInteger(requestsPerSecond) || requestsPerSecond < 0 || requestsPerSecond > 1000) {
      return refuse('Invalid', 422, 'requests per second must be a whole number from 0 to 1000')
    }
    setLoad(cluster.sim, cluster.clients, requestsPerSecond, command.namespace, command.service)
    return undefined
  },
}

function nextName(cluster: ClusterState): string {
  const { world } = cluster
  do world.named++
  while (world.byName.has(`node-${world.named}`) || world.machines.some((machine) => machine.name === `node-${world.named}`))
  return `node-${world.named}`
}

/** Carries out a world command. Returns the refusal, or undefined when it was done. */
export function applyWorldCommand(cluster: ClusterState, command: WorldCommand): Status | undefined {
  const handler = handlers[command.type] as Handler<WorldCommand['type']> | undefined
  return handler === undefined ? refuse('BadRequest', 400, `unknown world command "${command.type}"`) : handler(cluster, command)
}

/** A timer of the world: restarts, boots, connections that turn out to be dead. */
export function handleWorld(cluster: ClusterState, op: number, num: number, payload: unknown): void {
  if (op === worldTimers.restart) onRestartTimer(cluster, payload as ProcessRef, num)
  else if (op === worldTimers.booted) onBooted(cluster, num)
  else if (op === worldTimers.apiServerClosed) loseConnections(cluster, -1)
  else if (op === worldTimers.pingsUnanswered) onPingsUnanswered(cluster, num)
  else if (op === worldTimers.etcdClosed) onEtcdClosed(cluster)
}

function onBooted(cluster: ClusterState, number: number): void {
  const machine = cluster.world.machines[number]!
  if (!machine.power || !machine.booting) return
  machine.booting = false
  for (const process of nodeProcesses) startProcess(cluster, { process, node: machine.name })
}

function onPingsUnanswered(cluster: ClusterState, number: number): void {
  const whole = number === -1 ? cluster.world.apiServerCable : cluster.world.machines[number]!.cable
  if (!whole) loseConnections(cluster, number)
}
