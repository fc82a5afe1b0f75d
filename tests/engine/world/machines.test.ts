import { expect, it } from 'vitest'
import { machineRack, machineZone } from '../../../src/engine/world/machines.ts'

it('twelve machines of a zone share a rack', () => {
  const numbers = Array.from({ length: 100 }, (_, number) => number)
  const ofZone = numbers.filter((number) => machineZone(number) === 'zone-b').map(machineRack)
  expect(ofZone.slice(0, 13)).toEqual([...new Array<string>(12).fill('rack-b1'), 'rack-b2'])
  expect(new Set(numbers.map(machineRack)).size).toBe(9)
})
