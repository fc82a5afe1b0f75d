/** Looking at the runtimes without asking over a link: for the pod network, the inspector and the kubelet's inventory. */
import { linesUntil, programOf } from '../../world/programs.ts'
import { addressPart } from './addresses.ts'
import type { ContainerReport, RuntimeInventory } from './messages.ts'
import { isAlive, type RuntimeContainer, type RuntimeMachine, type RuntimesState, type Sandbox } from './state.ts'

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

function newestOf(sandbox: Sandbox, name: string, before = Infinity): RuntimeContainer | undefined {
  let newest: RuntimeContainer | undefined
  for (const container of sandbox.containers) {
    if (container.spec.name !== name || container.attempt >= before) continue
    if (newest === undefined || container.attempt > newest.attempt) newest = container
  }
  return newest
}

/** What a container has written to its log until now; undefined when there is no such container. Each line ends with a line feed. */
export function logText(
  sandbox: Sandbox | undefined, name: string, previous: boolean, tailLines: number | undefined, nowUs: number,
): string | undefined {
  if (sandbox === undefined) return undefined
  const newest = newestOf(sandbox, name)
  const container = previous && newest !== undefined ? newestOf(sandbox, name, newest.attempt) : newest
  if (container === undefined) return undefined
  if (container.start === undefined) return ''
  const untilUs = container.exit?.finishedUs ?? Math.min(nowUs, container.exitAtUs)
  const lines = linesUntil(programOf(container.spec), untilUs - container.start.startedUs)
  const shown = tailLines === undefined ? lines : tailLines === 0 ? [] : lines.slice(-tailLines)
  return shown.map((line) => `${line.text}\n`).join('')
}

function findSandbox(machine: RuntimeMachine | undefined, namespace: string, pod: string): Sandbox | undefined {
  if (machine === undefined) return undefined
  for (const sandbox of machine.sandboxes.values()) if (sandbox.name === pod && sandbox.namespace === namespace) return sandbox
  return undefined
}

/** Log of a container by names; undefined when the machine has no such container. */
export function containerLogs(
  state: RuntimesState, machine: number, namespace: string, pod: string, container: string, previous: boolean, nowUs: number,
): string | undefined {
  return logText(findSandbox(state.machines[machine], namespace, pod), container, previous, undefined, nowUs)
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
