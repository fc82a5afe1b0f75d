import { describe, expect, it } from 'vitest'
import { admitNoExecute, hasWaiting, monitorNodes } from '../../../../../src/engine/control-plane/controller-manager/nodelifecycle/monitor.ts'
import {
  createNodeMonitor, forgetSilence, hasFlag, healthFlags, noExecuteCodes, readyCodes, setFlag, type NodeMonitor,
} from '../../../../../src/engine/control-plane/controller-manager/nodelifecycle/node-health.ts'

const graceUs = 50_000_000

/** Nodes in slots 0, 1, ... with these codes of Ready, all in one zone. */
function monitorOf(...ready: number[]): NodeMonitor {
  const monitor = createNodeMonitor()
  monitor.zoneNames.push('r:z')
  for (const [slot, code] of ready.entries()) {
    monitor.ready[slot] = code
    monitor.flags[slot] = 0
    monitor.noExecute[slot] = noExecuteCodes.keep
    monitor.zone[slot] = 0
    monitor.probeUs[slot] = 0
  }
  return monitor
}

describe('node monitor', () => {
  it('finds a node stale at the first pass after its grace period, and not one that renewed', () => {
    const monitor = monitorOf(readyCodes.true, readyCodes.true)
    expect(monitorNodes(monitor, graceUs, 0)).toEqual([0, 1])
    setFlag(monitor, 1, healthFlags.renewed)
    expect(monitorNodes(monitor, graceUs, graceUs)).toEqual([])
    expect(monitorNodes(monitor, graceUs, graceUs + 1)).toEqual([0])
    expect(hasFlag(monitor, 1, healthFlags.stale)).toBe(false)
  })
  it('takes a posted status for a sign of life as well', () => {
    const monitor = monitorOf(readyCodes.true)
    monitorNodes(monitor, graceUs, 0)
    setFlag(monitor, 0, healthFlags.posted)
    monitorNodes(monitor, graceUs, graceUs)
    expect(monitorNodes(monitor, graceUs, 2 * graceUs)).toEqual([])
  })
  it('lets a node that never posted a Ready condition have the longer grace of a start', () => {
    const monitor = monitorOf(readyCodes.missing, readyCodes.true)
    monitorNodes(monitor, graceUs, 0)
    expect(monitorNodes(monitor, graceUs, 60_000_000)).toEqual([1])
    expect(monitorNodes(monitor, graceUs, 60_000_001)).toEqual([0, 1])
  })
  it('does not taint a node that took the slot of one that waited', () => {
    const monitor = monitorOf(readyCodes.true, readyCodes.unknown)
    monitorNodes(monitor, graceUs, 0)
    expect(hasWaiting(monitor)).toBe(true)
    monitor.flags[1] = 0
    expect(admitNoExecute(monitor, 1_000_000)).toEqual([])
  })
  it('takes a node that is Ready again out of the queue', () => {
    const monitor = monitorOf(readyCodes.true, readyCodes.unknown)
    monitorNodes(monitor, graceUs, 0)
    monitor.ready[1] = readyCodes.true
    monitorNodes(monitor, graceUs, 5_000_000)
    expect(hasWaiting(monitor)).toBe(false)
    expect(monitor.noExecute[1]).toBe(noExecuteCodes.none)
  })
  it('lifts every taint when all nodes of all zones are silent', () => {
    const monitor = monitorOf(readyCodes.true, readyCodes.unknown)
    monitorNodes(monitor, graceUs, 0)
    expect(admitNoExecute(monitor, 0)).toEqual([1])
    monitor.ready[0] = readyCodes.unknown
    setFlag(monitor, 0, healthFlags.renewed)
    setFlag(monitor, 1, healthFlags.renewed)
    expect(monitorNodes(monitor, graceUs, 5_000_000)).toEqual([1])
    expect(monitor.allDisrupted).toBe(true)
    expect(monitor.noExecute).toEqual([noExecuteCodes.none, noExecuteCodes.none])
  })
  it('gives every node a whole grace period under a new leader', () => {
    const monitor = monitorOf(readyCodes.true)
    monitorNodes(monitor, graceUs, 0)
    forgetSilence(monitor)
    monitorNodes(monitor, graceUs, 2 * graceUs)
    expect(hasFlag(monitor, 0, healthFlags.stale)).toBe(false)
  })
})
