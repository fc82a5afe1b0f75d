/** The kernel's choice among a Service port's endpoints: any with equal probability, per connection. Source: pkg/proxy/iptables. */
import type { Endpoint } from '../../kubernetes/types/discovery.ts'
import { nextInt, type Random } from '../simulation/random.ts'
import type { PortRules } from '../worker-node/kube-proxy/messages.ts'

interface Backend {
  readonly address: string
  readonly port: number
}

function fits(endpoint: Endpoint, nodeName: string | undefined): boolean {
  return nodeName === undefined || endpoint.nodeName === nodeName
}

function countIn(rules: PortRules, pool: 'ready' | 'terminating', nodeName: string | undefined): number {
  if (nodeName === undefined) return pool === 'ready' ? rules.readyCount : rules.terminatingCount
  let count = 0
  for (const group of rules.groups) for (const endpoint of group[pool]) if (fits(endpoint, nodeName)) count++
  return count
}

function nth(rules: PortRules, pool: 'ready' | 'terminating', nodeName: string | undefined, index: number): Backend | undefined {
  let left = index
  for (const group of rules.groups) {
    const endpoints = group[pool]
    if (nodeName === undefined && left >= endpoints.length) {
      left -= endpoints.length
      continue
    }
    for (const endpoint of endpoints) if (fits(endpoint, nodeName) && left-- === 0) return { address: endpoint.addresses[0]!, port: group.port }
  }
  return undefined
}

/**
 * Picks an endpoint: a ready one; when none is ready, one that still serves while it terminates. `nodeName`: only endpoints of that node
 * count (traffic policy Local). Undefined: there is none.
 */
export function chooseBackend(random: Random, rules: PortRules, nodeName: string | undefined): Backend | undefined {
  for (const pool of ['ready', 'terminating'] as const) {
    const count = countIn(rules, pool, nodeName)
    if (count > 0) return nth(rules, pool, nodeName, nextInt(random, count))
  }
  return undefined
}
