import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { callAt, callsInOrder, clearCalls, createCallTable, putCall, removeCall } from '../../../src/engine/simulation/call-table.ts'

describe('call table', () => {
  it('does what a Map does, whatever is put, looked up and taken out', () => {
    const action = fc.tuple(fc.constantFrom('put', 'remove', 'get', 'clear', 'put', 'put', 'remove'), fc.integer({ min: 1, max: 300 }))
    fc.assert(fc.property(fc.array(action, { maxLength: 400 }), (actions) => {
      const table = createCallTable<string>()
      const map = new Map<number, string>()
      const removed: [string | undefined, string | undefined][] = []
      for (const [what, id] of actions) {
        if (what === 'put') {
          putCall(table, id, `call ${id} of ${map.size}`)
          map.set(id, `call ${id} of ${map.size}`)
        } else if (what === 'clear' && id < 5) {
          clearCalls(table)
          map.clear()
        }
        expect(callAt(table, id)).toBe(map.get(id))
        if (what === 'remove') removed.push([removeCall(table, id), map.get(id)])
        if (what === 'remove') map.delete(id)
        expect(table.size).toBe(map.size)
      }
      for (const [taken, known] of removed) expect(taken).toBe(known)
      expect(callsInOrder(table)).toEqual([...map.keys()])
      for (const [id, value] of map) expect(callAt(table, id)).toBe(value)
    }), { numRuns: 200 })
  })
  it('stays small when calls stream through it', () => {
    const table = createCallTable<number>()
    for (let id = 1; id <= 100_000; id++) {
      putCall(table, id, id)
      if (id > 10) removeCall(table, id - 10)
    }
    expect(callsInOrder(table)).toEqual(Array.from({ length: 10 }, (_, i) => 99_991 + i))
    expect(table.size).toBe(10)
    expect(table.ids.length).toBeLessThanOrEqual(64)
  })
  it('keeps no call that was taken out', () => {
    const table = createCallTable<object>()
    for (let id = 1; id <= 50; id++) putCall(table, id, { id })
    for (let id = 1; id <= 50; id++) removeCall(table, id)
    expect(table.values.every((value) => value === undefined)).toBe(true)
  })
})
