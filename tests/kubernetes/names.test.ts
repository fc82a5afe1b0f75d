import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dns1035LabelProblems, dnsLabelProblems, dnsSubdomainProblems, isIPv4, labelValueProblems, portNameProblems, portProblems,
  qualifiedNameProblems,
} from '../../src/kubernetes/names.ts'

describe('names', () => {
  it.each([
    ['DNS label', dnsLabelProblems, ['web', 'web-1', '1web', 'a'], ['Web', 'web.1', '-web', 'web-', '', 'a'.repeat(64), 'wéb']],
    ['DNS subdomain', dnsSubdomainProblems, ['web.example.com', 'web'], ['web..x', 'Web', 'a'.repeat(254), 'x_y']],
    ['Service name', dns1035LabelProblems, ['web', 'w1'], ['1web', 'web.x']],
    ['label value', labelValueProblems, ['', 'v1.2_x', 'A'], ['-x', 'x/y', 'a'.repeat(64)]],
    [
      'label key', qualifiedNameProblems, ['app', 'example.com/app', 'A_b.c'],
      ['', '/x', 'x/', 'a/b/c', 'Example.com/x', 'a'.repeat(64), 'a b'],
    ],
    ['port name', portNameProblems, ['http', 'http-2'], ['HTTP', '80', 'a--b', 'a'.repeat(16), '-a', '']],
  ])('%s takes good ones and says what is wrong with others', (_, problems, good, bad) => {
    for (const name of good) expect(problems(name), name).toEqual([])
    for (const name of bad) expect(problems(name).length, name).toBeGreaterThan(0)
  })
  it('ports are 1 to 65535', () => {
    expect([1, 65535].flatMap(portProblems)).toEqual([])
    expect([0, -1, 65536, 1.5, Number.NaN].map((port) => portProblems(port).length)).toEqual([1, 1, 1, 1, 1])
  })
  it('IPv4 addresses have four parts without leading zeros', () => {
    expect(['10.0.0.1', '255.255.255.255'].every(isIPv4)).toBe(true)
    expect(['10.0.0', '10.0.0.256', '010.0.0.1', 'a.b.c.d', ''].some(isIPv4)).toBe(false)
  })
  it('a name and an address are what upstream’s patterns say they are', () => {
    const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
    const part = /^(0|[1-9]\d{0,2})$/
    const address = (text: string): boolean => text.split('.').length === 4 && text.split('.').every((one) => part.test(one) && Number(one) <= 255)
    const text = (letters: string): fc.Arbitrary<string> => fc.array(fc.constantFrom(...letters.split('')), { maxLength: 12 }).map((all) => all.join(''))
    fc.assert(fc.property(text('ab09zA-._é '), (name) => {
      expect(dnsSubdomainProblems(name).length === 0).toBe(subdomain.test(name))
    }), { numRuns: 2000 })
    fc.assert(fc.property(text('0125....'), (name) => {
      expect(isIPv4(name)).toBe(address(name))
    }), { numRuns: 2000 })
  })
})
