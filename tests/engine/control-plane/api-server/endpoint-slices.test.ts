import { describe, expect, it } from 'vitest'
import type { FieldProblem } from '../../../../src/engine/control-plane/api-server/field-errors.ts'
import { checkEndpointSlice } from '../../../../src/engine/control-plane/api-server/validation/others.ts'
import type { Endpoint, EndpointSlice } from '../../../../src/kubernetes/types/discovery.ts'

function endpoint(address: string): Endpoint {
  return {
    addresses: [address], conditions: { ready: true, serving: true, terminating: false }, hostname: undefined, targetRef: undefined,
    nodeName: undefined, zone: undefined,
  }
}

function slice(endpoints: readonly Endpoint[], addressType = 'IPv4'): EndpointSlice {
  return { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: {}, addressType, endpoints, ports: [] } as unknown as EndpointSlice
}

function fieldsOf(next: EndpointSlice, current: EndpointSlice | undefined): string[] {
  const problems: FieldProblem[] = []
  checkEndpointSlice(next, current, problems)
  return problems.map(({ field }) => field)
}

describe('the check of an EndpointSlice', () => {
  const good = [endpoint('10.244.1.2'), endpoint('10.244.1.3')]
  const bad = endpoint('10.244.1')
  it('names the address that is none, in a new slice', () => {
    expect(fieldsOf(slice([...good, bad]), undefined)).toEqual(['endpoints[2].addresses[0]'])
  })
  it.each([
    ['changed', [good[0]!, bad], 1], ['added', [...good, bad], 2], ['moved', [bad, good[0]!], 0],
  ])('looks at an endpoint that was %s since the stored version', (_, endpoints, at) => {
    expect(fieldsOf(slice(endpoints), slice(good))).toEqual([`endpoints[${at}].addresses[0]`])
  })
  it('looks at all again when their kind of address changes', () => {
    const names = [endpoint('a.example.com'), endpoint('b.example.com')]
    expect(fieldsOf(slice(names), slice(names, 'FQDN'))).toEqual(['endpoints[0].addresses[0]', 'endpoints[1].addresses[0]'])
  })
})
