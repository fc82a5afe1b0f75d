/** What happens to Services and their endpoints. */
import type { Service } from '../../kubernetes/types/core.ts'
import type { EndpointSlice } from '../../kubernetes/types/discovery.ts'
import type { Sentence } from './sentence.ts'

export function serviceSentence(before: Service | undefined, after: Service | undefined): Sentence | undefined {
  const { name, namespace } = (after ?? before)!.metadata
  if (name === 'kubernetes' && namespace === 'default') return undefined
  if (before === undefined) return { text: `created Service ${name} at ${after!.spec.clusterIP ?? 'no address'}`, tone: 'neutral' }
  if (after === undefined) return { text: `deleted Service ${name}`, tone: 'neutral' }
  return before.spec === after.spec ? undefined : { text: `changed Service ${name}`, tone: 'neutral' }
}

function readyAddresses(slice: EndpointSlice | undefined): Set<string> {
  const ready = new Set<string>()
  for (const endpoint of slice?.endpoints ?? []) if (endpoint.conditions.ready) for (const address of endpoint.addresses) ready.add(address)
  return ready
}

function list(addresses: readonly string[]): string {
  return addresses.length <= 2 ? addresses.join(' and ') : `${addresses.length} addresses`
}

export function endpointsSentence(before: EndpointSlice | undefined, after: EndpointSlice | undefined): Sentence | undefined {
  const service = (after ?? before)!.metadata.labels?.['kubernetes.io/service-name']
  if (service === undefined || after === undefined) return undefined
  const old = readyAddresses(before)
  const now = readyAddresses(after)
  const gained = [...now].filter((address) => !old.has(address))
  const lost = [...old].filter((address) => !now.has(address))
  if (lost.length > 0) return { text: `takes ${list(lost)} out of Service ${service}: no new traffic for it`, tone: 'bad' }
  if (gained.length > 0) return { text: `puts ${list(gained)} into Service ${service}: ready for traffic`, tone: 'good' }
  return undefined
}
