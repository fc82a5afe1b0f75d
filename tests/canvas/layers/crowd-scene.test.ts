import { describe, expect, it } from 'vitest'
import type { LaneKey, Packet } from '../../../src/canvas/kernels/packet-schedule.ts'
import { wayOf } from '../../../src/canvas/kernels/way.ts'
import type { Way } from '../../../src/canvas/kernels/way.ts'
import type { ThemeColours } from '../../../src/canvas/layers/colours.ts'
import { crowdMarks, crowdStride, SceneWriter } from '../../../src/canvas/layers/crowd-scene.ts'
import type { CrowdScene, PacketSource } from '../../../src/canvas/layers/crowd-scene.ts'

const packet = (id: number, lane: LaneKey, more: Partial<Packet> = {}): Packet => ({
  id, lane, type: 2, flags: 0, sentUs: 0, arrivesUs: 1, count: 1, link: 1, byLink: undefined, progress: 0.5, shown: true, restMs: undefined, step: 0, ...more,
})
const colours = {} as ThemeColours
const source = (lanes: readonly (readonly [LaneKey, readonly Packet[], Way?])[], more: Partial<PacketSource> = {}): PacketSource => ({
  camera: { x: 0, y: 0, zoom: 1, width: 100, height: 100, ratio: 1, usual: 14 },
  colours,
  lanes: lanes.map(([key, packets]) => ({ key, packets: [...packets], place: undefined })),
  way: (lane) => lanes.find(([key]) => key === lane.key)?.[2],
  isSeen: ({ shown }) => shown,
  isFaded: () => false,
  ...more,
})
const line = (y: number): Way => wayOf([{ x: 0, y }, { x: 10, y }])
const rows = ({ packets, count }: CrowdScene): number[][] =>
  Array.from({ length: count }, (_, i) => [...packets.subarray(i * crowdStride, (i + 1) * crowdStride)])

describe('a crowd as numbers', () => {
  it('has a row for each packet that is seen and has a way', () => {
    const scene = new SceneWriter().write(source([
      ['link 1 out', [packet(1, 'link 1 out'), packet(2, 'link 1 out', { shown: false })], line(0)],
      ['link 2 out', [packet(3, 'link 2 out')]],
      ['trunk vxlan out', [packet(4, 'trunk vxlan out', { progress: 0.25, type: 7, flags: 2, count: 900, restMs: 3 })], line(1)],
    ]), undefined)
    expect(rows(scene)).toEqual([[0, 0.5, 2, 0, 1, 0], [1, 0.25, 7, 2, 900, crowdMarks.resting + crowdMarks.onTrunk]])
    expect(scene.ways).toEqual([line(0), line(1)])
  })
  it('marks what takes no part in a focus', () => {
    const scene = new SceneWriter().write(source([['link 1 out', [packet(1, 'link 1 out'), packet(2, 'link 1 out')], line(0)]], { isFaded: ({ id }) => id === 2 }), undefined)
    expect(rows(scene).map((row) => row.at(-1))).toEqual([0, crowdMarks.faded])
  })
  it('tells a way and a theme once', () => {
    const writer = new SceneWriter()
    const [one, two] = [line(1), line(2)]
    writer.write(source([['link 1 out', [packet(1, 'link 1 out')], one]]), undefined)
    const next = writer.write(source([['link 2 out', [packet(2, 'link 2 out')], two], ['link 1 out', [packet(1, 'link 1 out')], one]]), undefined)
    expect(next).toMatchObject({ from: 1, ways: [two], colours: undefined })
    expect(rows(next).map(([way]) => way)).toEqual([1, 0])
    const dark = {} as ThemeColours
    expect(writer.write(source([], { colours: dark }), undefined).colours).toBe(dark)
  })
  it('tells the ways in use anew when very many were told', () => {
    const writer = new SceneWriter()
    const lanes = Array.from({ length: 5000 }, (_, i) => [`link ${i} out`, [packet(i, `link ${i} out`)], line(i)] as const)
    writer.write(source(lanes), undefined)
    const next = writer.write(source(lanes.slice(4990)), undefined)
    expect(next.from).toBe(0)
    expect(next.ways).toHaveLength(10)
    expect(rows(next).map(([way]) => way)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
  it('uses memory again that is large enough', () => {
    const memory = new Float32Array(crowdStride)
    const one = source([['link 1 out', [packet(1, 'link 1 out')], line(0)]])
    expect(new SceneWriter().write(one, memory).packets).toBe(memory)
    expect(new SceneWriter().write(source([['link 1 out', [packet(1, 'link 1 out'), packet(2, 'link 1 out')], line(0)]]), memory).packets.length).toBeGreaterThanOrEqual(2 * crowdStride)
  })
})
