import { describe, expect, it } from 'vitest'
import { firstTurn, takeRow } from '../../../src/engine/steady/placement.ts'

/** Machine of each pod by the pod's number, and the longest row. */
function placed(pods: number, machines: number): { readonly machineOf: Map<number, number>; readonly longestRow: number } {
  const machineOf = new Map<number, number>()
  const turn = firstTurn()
  let longestRow = 0
  for (let row = takeRow(turn, pods, machines); row !== undefined; row = takeRow(turn, pods, machines)) {
    longestRow = Math.max(longestRow, row.end - row.machine)
    for (let machine = row.machine; machine < row.end; machine++) {
      const pod = row.pod + machine - row.machine
      if (machineOf.has(pod)) throw new Error(`pod ${pod} has two machines`)
      machineOf.set(pod, machine)
    }
  }
  return { machineOf, longestRow }
}

describe('the placement of a steady cluster', () => {
  it.each([[240, 12], [1, 1], [7, 3], [2, 30], [1300, 1201], [4507, 1250], [33_000, 1100]])('spreads %i pods evenly over %i machines, each once', (pods, machines) => {
    const { machineOf } = placed(pods, machines)
    expect([...machineOf.keys()].toSorted((a, b) => a - b)).toEqual(Array.from({ length: pods }, (_, i) => i))
    const load = new Array<number>(machines).fill(0)
    for (const machine of machineOf.values()) load[machine]!++
    expect(Math.max(...load) - Math.min(...load)).toBeLessThanOrEqual(1)
  })

  it('puts pods with neighbouring numbers, those of one Deployment, on as many machines', () => {
    const { machineOf } = placed(60_000, 2000)
    const machines = new Set(Array.from({ length: 500 }, (_, i) => machineOf.get(500 * 17 + i)))
    expect(machines.size).toBe(500)
  })

  it('is made in rows that are short enough for a slice', () => {
    expect(placed(60_000, 2000).longestRow).toBe(50)
  })
})
