/** What happens to Services and their endpoints. */
import type { Service } from '../../kubernetes/types/core.ts'
import type { Endpoint, EndpointSlice } from '../../kubernetes/types/discovery.ts'
import type { Names, Sentence } from './sentence.ts'
import { counted, oneOrMany } from './sentence.ts'
import { shortName } from './short-name.ts'

export function serviceSentence(before: Service | undefined, after: Service | undefined): Sentence | undefined {
  const { name, namespace } = (after ?? before)!.metadata
  if (name === 'kubernetes' && namespace === 'default') return undefined
  const service = shortName(name)
  if (before === undefined) return { text: `created Service ${service} at ${after!.spec.clusterIP ?? 'no address'}`, tone: 'neutral' }
  if (after === undefined) return { text: `deleted Service ${service}`, tone: 'neutral' }
  return before.spec === after.spec ? undefined : { text: `changed Service ${service}`, tone: 'neutral' }
}

function byAddress(slice: EndpointSlice | undefined): Map<string, Endpoint> {
  return new Map((slice?.endpoints ?? []).flatMap((endpoint) => endpoint.addresses.map((address) => [address, endpoint] as const)))
}

/** "web-…-x7k2p (10.244.1.2)", "3 pods"; an endpoint without a pod is its address. */
function namesOf(endpoints: readonly (readonly [string, Endpoint])[]): Names {
  const [first] = endpoints
  const many = '# pods'
  if (first === undefined || endpoints.length > 1) return { one: counted(endpoints.length, 'pod'), many }
  const [address, { targetRef }] = first
  return { one: targetRef === undefined ? address : `${shortName(targetRef.name)} (${address})`, many }
}

export function endpointsSentence(before: EndpointSlice | undefined, after: EndpointSlice | undefined): Sentence | undefined {
  const service = (after ?? before)!.metadata.labels?.['kubernetes.io/service-name']
  if (service === undefined || after === undefined) return undefined
  const old = byAddress(before)
  const now = byAddress(after)
  const name = shortName(service)
  const lost = [...old].filter(([address, endpoint]) => endpoint.conditions.ready && now.get(address)?.conditions.ready !== true)
  if (lost.length > 0) {
    // A pod that stays where it is and isn't told to end has failed its probe, or its node has.
    const failed = lost.some(([address]) => now.get(address)?.conditions.terminating === false)
    const names = namesOf(lost)
    const took = (pods: string, whom: string): string => `took ${pods} out of Service ${name}: no new traffic for ${whom}`
    const text = took(names.one, lost.length === 1 ? 'it' : 'them')
    return { text, many: took(names.many, 'them'), count: lost.length, tone: failed ? 'bad' : 'neutral' }
  }
  const gained = [...now].filter(([address, endpoint]) => endpoint.conditions.ready && old.get(address)?.conditions.ready !== true)
  if (gained.length > 0) {
    const words = oneOrMany(namesOf(gained), (pods) => `put ${pods} into Service ${name}: ready for traffic`)
    return { ...words, count: gained.length, tone: 'good' }
  }
  return undefined
}
