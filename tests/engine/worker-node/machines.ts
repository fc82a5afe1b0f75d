/** Machines with kubelet and runtime, a fake API server, and pods to put on them. */
import type { Container, Pod, PodSpec } from '../../../src/kubernetes/types/core.ts'
import { componentIds, messageTypes } from '../../../src/protocol/vocabulary.ts'
import type { ApiRequest } from '../../../src/engine/control-plane/api-server/messages.ts'
import { addLink } from '../../../src/engine/simulation/links.ts'
import { isUp, markDown, markUp } from '../../../src/engine/simulation/processes.ts'
import { createSimulation, isStale, nextTimeUs, takeEvent, type Simulation } from '../../../src/engine/simulation/simulation.ts'
import { addRuntime, createRuntimes, handleRuntime, powerLost, startRuntime } from '../../../src/engine/worker-node/container-runtime/container-runtime.ts'
import { defaultRuntimeOptions, type RuntimeOptions, type RuntimesState } from '../../../src/engine/worker-node/container-runtime/state.ts'
import {
  addKubelet, createKubelets, handleKubelet, runtimeConnectionLost, startKubelet,
} from '../../../src/engine/worker-node/kubelet/kubelet.ts'
import type { KubeletMachine, KubeletOptions, KubeletsState } from '../../../src/engine/worker-node/kubelet/state.ts'
import type { KubeletResponse } from '../../../src/engine/worker-node/kubelet/messages.ts'
import { createFakeApiServer, handleFakeApiServer, putPod, type FakeApiServer } from './fake-api-server.ts'

export interface Machines {
  readonly sim: Simulation
  readonly api: FakeApiServer
  readonly kubelets: KubeletsState
  readonly runtimes: RuntimesState
  readonly apiLinks: number[]
  readonly logLinks: number[]
}

export const epochMs = 1_767_225_600_000

export interface MachinesOptions {
  readonly nodes?: number
  readonly seed?: number
  readonly kubelet?: Partial<KubeletOptions>
  readonly runtime?: Partial<RuntimeOptions>
}

/** Machines whose processes run and whose Nodes have a pod network. */
export function startMachines(options: MachinesOptions = {}): Machines {
  const seed = options.seed ?? 1
  const sim = createSimulation(seed, epochMs)
  const kubelets = createKubelets(seed, { clientRateLimits: true, compatibility: 'v1.34', ...options.kubelet })
  const runtimes = createRuntimes(seed, { ...defaultRuntimeOptions, ...options.runtime })
  const machines: Machines = { sim, api: createFakeApiServer(), kubelets, runtimes, apiLinks: [], logLinks: [] }
  for (let machine = 0; machine < (options.nodes ?? 1); machine++) {
    const apiLink = addLink(sim.links, 0, machine, -1, 700, 500)
    const runtimeLink = addLink(sim.links, 1, machine, machine, 50, 20)
    machines.apiLinks.push(apiLink)
    machines.logLinks.push(addLink(sim.links, 2, -1, machine, 700, 500))
    addRuntime(runtimes, { machine, kubeletLink: runtimeLink })
    addKubelet(kubelets, {
      machine, nodeName: `node-${machine + 1}`, ip: `172.18.1.${machine + 2}`, zone: 'zone-a', rack: 'rack-a1', cpu: 4, memoryGi: 16, apiLink, runtimeLink,
    })
    boot(machines, machine)
  }
  run(machines, 3)
  return machines
}

export function boot(machines: Machines, machine: number): void {
  const { sim } = machines
  markUp(sim.processes, componentIds.containerRuntime, machine)
  startRuntime(sim, machines.runtimes, machine)
  markUp(sim.processes, componentIds.kubelet, machine)
  startKubelet(sim, machines.kubelets, machine)
}

export function stopRuntime(machines: Machines, machine: number): void {
  markDown(machines.sim.processes, componentIds.containerRuntime, machine)
  runtimeConnectionLost(machines.sim, machines.kubelets, machine)
}

export function restartRuntime(machines: Machines, machine: number): void {
  markUp(machines.sim.processes, componentIds.containerRuntime, machine)
  startRuntime(machines.sim, machines.runtimes, machine)
}

export function stopKubelet(machines: Machines, machine: number): void {
  markDown(machines.sim.processes, componentIds.kubelet, machine)
}

export function restartKubelet(machines: Machines, machine: number): void {
  markUp(machines.sim.processes, componentIds.kubelet, machine)
  startKubelet(machines.sim, machines.kubelets, machine)
}

export function losePower(machines: Machines, machine: number): void {
  markDown(machines.sim.processes, componentIds.kubelet, machine)
  markDown(machines.sim.processes, componentIds.containerRuntime, machine)
  powerLost(machines.runtimes, machine)
}

function step(machines: Machines): void {
  const { sim, api } = machines
  const event = takeEvent(sim)
  if (event === undefined || isStale(sim, event)) return
  if (event.to === componentIds.apiServer) {
    if (event.op === messageTypes.kubeletResponse) api.logs.push(event.payload as KubeletResponse)
    else handleFakeApiServer(sim, api, event.payload as ApiRequest, event.link)
    if (!api.quiet) giveNetworks(api)
    return
  }
  if (event.at >= 0 && !isUp(sim.processes, event.to, event.at)) return
  if (event.to === componentIds.kubelet) handleKubelet(sim, machines.kubelets, event)
  else handleRuntime(sim, machines.runtimes, event)
}

/** What the controller manager does for Nodes: a podCIDR each. */
function giveNetworks(api: FakeApiServer): void {
  let number = 0
  for (const [name, node] of api.nodes) {
    number++
    if (node.spec.podCIDR !== undefined) continue
    const podCIDR = `10.244.${number}.0/24`
    api.nodes.set(name, { ...node, spec: { ...node.spec, podCIDR, podCIDRs: [podCIDR] } })
  }
}

/** Runs for simulated seconds. */
export function run(machines: Machines, seconds: number): void {
  const { sim } = machines
  const untilUs = sim.nowUs + seconds * 1_000_000
  while (nextTimeUs(sim) <= untilUs) step(machines)
  sim.nowUs = untilUs
}

export function machineOf(machines: Machines, machine = 0): KubeletMachine {
  return machines.kubelets.machines[machine]!
}

const noProbes = { livenessProbe: undefined, readinessProbe: undefined, startupProbe: undefined }

export function container(name: string, image: string, more: Partial<Container> = {}): Container {
  return {
    name, image, command: undefined, args: undefined, workingDir: undefined, ports: undefined, env: undefined, envFrom: undefined,
    resources: { requests: undefined, limits: undefined }, volumeMounts: undefined, ...noProbes, lifecycle: undefined,
    terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', imagePullPolicy: 'IfNotPresent',
    securityContext: undefined, restartPolicy: undefined, ...more,
  }
}

/** A pod that is bound to a node. */
export function boundPod(name: string, containers: readonly Container[], more: Partial<PodSpec> = {}, node = 'node-1'): Pod {
  return {
    apiVersion: 'v1', kind: 'Pod',
    metadata: {
      name, generateName: undefined, namespace: 'default', uid: `uid-${name}`, resourceVersion: 0, generation: 1,
      creationTimestamp: '2026-01-01T00:00:00Z', deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined, labels: undefined,
      annotations: undefined, ownerReferences: undefined, finalizers: undefined,
    },
    spec: {
      volumes: undefined, initContainers: undefined, containers, restartPolicy: 'Always', terminationGracePeriodSeconds: 30,
      activeDeadlineSeconds: undefined, dnsPolicy: 'ClusterFirst', nodeSelector: undefined, serviceAccountName: 'default',
      serviceAccount: 'default',
      automountServiceAccountToken: undefined, nodeName: node, hostNetwork: undefined, securityContext: {}, imagePullSecrets: undefined,
      hostname: undefined, subdomain: undefined, affinity: undefined, schedulerName: 'default-scheduler', tolerations: undefined,
      priorityClassName: undefined, priority: 0, enableServiceLinks: true, preemptionPolicy: 'PreemptLowerPriority',
      topologySpreadConstraints: undefined, ...more,
    },
    status: {
      observedGeneration: undefined, phase: 'Pending', message: undefined, reason: undefined, nominatedNodeName: undefined,
      hostIP: undefined,
      hostIPs: undefined, podIP: undefined, podIPs: undefined, startTime: undefined, initContainerStatuses: undefined,
      containerStatuses: undefined,
      qosClass: 'BestEffort',
      conditions: [{
        type: 'PodScheduled', status: 'True', observedGeneration: undefined, lastProbeTime: null,
        lastTransitionTime: '2026-01-01T00:00:00Z',
        reason: undefined, message: undefined,
      }],
    },
  }
}

/** Puts a pod on its node and forgets the story so far. */
export function give(machines: Machines, pod: Pod): void {
  machines.api.story = []
  putPod(machines.sim, machines.api, pod)
}

export function statusOf(machines: Machines, name: string): Pod['status'] {
  const pod = machines.api.pods.get(`default/${name}`)
  if (pod === undefined) throw new Error(`no pod ${name}`)
  return pod.status
}

export function eventsAbout(machines: Machines, name: string): readonly string[] {
  return [...machines.api.events.values()].filter((event) => event.involvedObject.name === name)
    .map((event) => `${event.type} ${event.reason}: ${event.message}`)
}
