/** Looking at the runtimes without asking over a link: for the pod network, the inspector and the kubelet's inventory. */
import { addressPart } from './addresses.ts'
import { logText } from './log-lines.ts'
import type { ContainerReport, RuntimeInventory } from './messages.ts'
import { isAlive, newestOf, type RuntimeContainer, type RuntimeMachine, type RuntimesState, type Sandbox } from './state.ts'

/** What is behind a pod address. */
export interface PodAtAddress {
  readonly namespace: string
  readonly name: string
  readonly uid: string
  /** At least one of its containers runs. */
  readonly alive: boolean
  /** Ports on which something accepts connections now. */
  readonly ports: readonly number[]
  /** False when one of its containers was made unready: it accepts connections, and answers with an error. */
  readonly serving: boolean
}

/** The pod that has an address on a machine; undefined when nobody has it. */
export function podAt(state: RuntimesState, machineNumber: number, ip: string, nowUs: number): PodAtAddress | undefined {
  const machine = state.machines[machineNumber]
  if (machine === undefined) return undefined
  const uid = machine.addresses[addressPart(machine, ip)]
  const sandbox = uid === undefined ? undefined : machine.sandboxes.get(uid)
  if (sandbox === undefined) return undefined
  const ports: number[] = []
  let alive = false
  let serving = true
  for (const container of sandbox.containers) {
    const { start } = container
    if (start === undefined || !isAlive(container, nowUs)) continue
    alive = true
    serving = serving && start.serving
    if (start.listensFromUs <= nowUs) ports.push(...start.ports)
  }
  return { namespace: sandbox.namespace, name: sandbox.name, uid: sandbox.podUid, alive, ports, serving }
}

export function reportOf(container: RuntimeContainer): ContainerReport {
  const { id, spec, attempt, state, start, exit } = container
  return { name: spec.name, containerId: id, attempt, state, start, exit }
}

/** All that a runtime holds. Of each container only the newest attempt. */
export function inventoryOf(machine: RuntimeMachine): RuntimeInventory {
  return {
    networkReady: machine.podCIDR !== '',
    images: [...machine.images].map(([image, bytes]) => ({ image, bytes })),
    sandboxes: [...machine.sandboxes.values()].map((sandbox) => ({
      podUid: sandbox.podUid,
      ip: sandbox.ip,
      ready: sandbox.ready,
      containers: sandbox.containers.filter((one) => newestOf(sandbox, one.spec.name) === one).map(reportOf),
    })),
  }
}

function findSandbox(machine: RuntimeMachine | undefined, namespace: string, pod: string): Sandbox | undefined {
  if (machine === undefined) return undefined
  for (const sandbox of machine.sandboxes.values()) if (sandbox.name === pod && sandbox.namespace === namespace) return sandbox
  return undefined
}

const wholeLog = { follow: false, timestamps: false, tailLines: undefined, sinceUs: 0, limitBytes: undefined } as const

/** Log of a container by names; undefined when the machine has no such container. */
export function containerLogs(
  state: RuntimesState, machine: number, namespace: string, pod: string, container: string, previous: boolean, nowUs: number, epochMs: number,
): string | undefined {
  return logText(findSandbox(state.machines[machine], namespace, pod), container, { ...wholeLog, previous }, nowUs, epochMs)
}

/** Facts and tables for the inspector. */
export function runtimeReport(state: RuntimesState, machineNumber: number, nowUs: number): {
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly tables: readonly { readonly title: string; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }[]
} {
  const machine = state.machines[machineNumber]
  if (machine === undefined) return { facts: [], tables: [] }
  const sandboxes = [...machine.sandboxes.values()]
  const running = sandboxes.flatMap((sandbox) => sandbox.containers.filter((container) => isAlive(container, nowUs)))
  return {
    facts: [
      { label: 'Pod network', value: machine.podCIDR === '' ? 'not ready' : machine.podCIDR },
      { label: 'Sandboxes', value: String(sandboxes.filter((sandbox) => sandbox.ready).length) },
      { label: 'Running containers', value: String(running.length) },
      { label: 'Images', value: String(machine.images.size) },
    ],
    tables: [
      {
        title: 'Containers', columns: ['Pod', 'Container', 'Attempt', 'State', 'Address'],
        rows: sandboxes.flatMap((sandbox) => sandbox.containers.map((one) => [
          `${sandbox.namespace}/${sandbox.name}`, one.spec.name, String(one.attempt),
          one.exit === undefined ? one.state : `exited (${one.exit.exitCode})`, sandbox.ready ? sandbox.ip : '',
        ])),
      },
      { title: 'Images', columns: ['Image', 'Bytes'], rows: [...machine.images].map(([image, bytes]) => [image, String(bytes)]) },
    ],
  }
}

/** A sandbox by the pod's names, for the world's commands. */
export function sandboxOf(state: RuntimesState, machine: number, namespace: string, pod: string): Sandbox | undefined {
  return findSandbox(state.machines[machine], namespace, pod)
}

/** The container of a sandbox that runs under a name. */
export function runningContainer(sandbox: Sandbox | undefined, name: string, nowUs: number): RuntimeContainer | undefined {
  return sandbox?.containers.find((one) => one.spec.name === name && isAlive(one, nowUs))
}
