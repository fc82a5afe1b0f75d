import { describe, expect, it } from 'vitest'
import { containerStatesOf } from '../../src/state/container-states.ts'
import { clockText, coresText, counted, memoryText, momentText, rateText } from '../../src/state/format.ts'
import { processKey, processRef } from '../../src/state/process-key.ts'

describe('times', () => {
  it.each([[0, '00:00:00.000'], [134_380_000, '00:02:14.380'], [3_600_000_000, '01:00:00.000'], [360_000_000_000 + 999, '100:00:00.000']])('clock %d us is %s', (us, text) => {
    expect(clockText(us)).toBe(text)
  })
  it('moments count minutes on', () => expect(momentText(3_661_002_000)).toBe('61:01.002'))
})

describe('numbers', () => {
  it('counts', () => expect([0, 1, 2].map((count) => counted(count, 'pod'))).toEqual(['0 pods', '1 pod', '2 pods']))
  it.each([[0.05, '0.05×'], [1, '1×'], [2.55, '2.5×'], [10, '10×'], [41.7, '42×']])('rate %d is %s', (rate, text) => expect(rateText(rate)).toBe(text))
  it('cores and memory', () => expect([coresText(250), coresText(4000), memoryText(512), memoryText(8192)]).toEqual(['0.25', '4', '512\u00a0Mi', '8\u00a0Gi']))
})

describe('container states', () => {
  it('unpack four bits each, lowest first', () => {
    expect(containerStatesOf(0x42, ['app', 'sidecar', 'third'])).toEqual([
      { name: 'app', status: 'creating' }, { name: 'sidecar', status: 'failed' }, { name: 'third', status: 'running' },
    ])
  })
  it('of the eighth container use the topmost bits', () => {
    expect(containerStatesOf(0x60000000 * 1, Array.from({ length: 8 }, (_, i) => `c${i}`)).at(-1)?.status).toBe('succeeded')
    expect(containerStatesOf(0xf0000000, Array.from({ length: 8 }, (_, i) => `c${i}`)).at(-1)?.status).toBe('unknown')
  })
})

describe('process keys', () => {
  it.each([[{ process: 'etcd' }, 'etcd'], [{ process: 'kubelet', node: 'node-1' }, 'kubelet/node-1']] as const)('%j is %s and back', (ref, key) => {
    expect(processKey(ref)).toBe(key)
    expect(processRef(key)).toEqual(ref)
  })
  it('of boxes that are no process have none', () => expect([processRef('clients'), processRef('pod/node-1')]).toEqual([undefined, undefined]))
})
