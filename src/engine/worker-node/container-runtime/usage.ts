/**
 * What the containers of a machine use now: a modelled figure by program, and what each answered request costs. A pure function of what is
 * there, so that asking changes nothing.
 */
import { parseQuantity } from '../../../kubernetes/quantity.ts'
import type { Container } from '../../../kubernetes/types/core.ts'
import { behaviourOf } from '../../world/behaviour.ts'
import { programOf } from '../../world/programs.ts'
import { requestMilliRate } from './activity.ts'
import type { ContainerUsage } from './messages.ts'
import { isAlive, type RuntimeContainer, type RuntimeMachine } from './state.ts'

/** Figures move a little from one of these times to the next. */
const stepUs = 15_000_000
const mebi = 1_048_576

/** Thousandths by which a figure differs from its model, -60 to 60: by container and time. */
function drift(number: number, nowUs: number, salt: number): number {
  let value = Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(Math.floor(nowUs / stepUs) + salt, 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
  return ((value ^ (value >>> 12)) >>> 0) % 121 - 60
}

function limitOf(spec: Container, name: 'cpu' | 'memory'): number {
  const text = spec.resources.limits?.[name]
  return text === undefined ? Infinity : (parseQuantity(text) ?? Infinity)
}

/** A program in a loop that never waits takes a whole core. */
function idleNanoCores(spec: Container): number {
  const { busy, load } = programOf(spec)
  return busy ? 1_000_000_000 : (load?.milliCpu ?? behaviourOf(spec).idleMilliCpu) * 1_000_000
}

function usageOf(container: RuntimeContainer, nowUs: number): { readonly cpuNanoCores: number; readonly memoryBytes: number } {
  const { spec, number, activity } = container
  const behaviour = behaviourOf(spec)
  const work = idleNanoCores(spec) + requestMilliRate(activity, nowUs) * behaviour.cpuUsPerRequest
  const cpu = Math.floor(work * (1000 + drift(number, nowUs, 1)) / 1000)
  const memory = (programOf(spec).load?.memoryBytes ?? behaviour.memoryBytes) + Math.min(64 * mebi, (activity?.served ?? 0) * 64)
  return {
    // The kernel holds a container to its limits.
    cpuNanoCores: Math.min(cpu, Math.floor(limitOf(spec, 'cpu') * 1_000_000_000)),
    // What grows with requests are caches, which give way.
    memoryBytes: Math.min(Math.floor(memory * (1000 + drift(number, 0, 2)) / 1000), limitOf(spec, 'memory')),
  }
}

/** Usage of all containers that run on a machine. */
export function usagesOf(machine: RuntimeMachine, nowUs: number): readonly ContainerUsage[] {
  const usages: ContainerUsage[] = []
  for (const { namespace, name, containers } of machine.sandboxes.values()) {
    for (const container of containers) {
      if (isAlive(container, nowUs)) usages.push({ namespace, pod: name, container: container.spec.name, ...usageOf(container, nowUs) })
    }
  }
  return usages
}
