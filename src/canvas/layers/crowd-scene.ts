/** A crowd of packets as numbers, so that another thread can paint it: who is where on which way, and from where the camera looks. */
import type { Lane, Packet } from '../kernels/packet-schedule.ts'
import type { Way } from '../kernels/way.ts'
import type { ThemeColours } from './colours.ts'
import { isTrunk } from './packet-lanes.ts'

/** The camera over the world, and the canvas under it. */
export interface CrowdCamera {
  readonly x: number
  readonly y: number
  readonly zoom: number
  /** Of the canvas, in CSS px. */
  readonly width: number
  readonly height: number
  /** Device pixels of a CSS px. */
  readonly ratio: number
  /** Usual size of a packet, in CSS px. */
  readonly usual: number
}

/** All that is painted of one frame. */
export interface CrowdScene {
  readonly camera: CrowdCamera
  /** The theme's colours when they differ from those of the scene before; undefined: the same. */
  readonly colours: ThemeColours | undefined
  /** Ways that are new since the scene before. Their numbers begin at `from`; what had a number from there on is forgotten. */
  readonly ways: readonly Way[]
  readonly from: number
  /** `crowdColumns` numbers for each of `count` packets. */
  readonly packets: Float32Array<ArrayBuffer>
  readonly count: number
}

/** What stands where among a packet's numbers. `marks`: `crowdMarks`, added up. */
export const crowdColumns = { way: 0, progress: 1, type: 2, flags: 3, messages: 4, marks: 5 } as const
export const crowdStride = 6
export const crowdMarks = { resting: 1, onTrunk: 2, faded: 4 } as const

/** Most ways that a painter keeps; beyond that all are sent anew, since most of them have no packets any more. */
const mostWays = 4096

/** What a player knows of its packets, for those who draw them. */
export interface PacketSource {
  readonly camera: CrowdCamera
  readonly colours: ThemeColours
  /** Those that come into view. */
  readonly lanes: readonly Lane[]
  way(lane: Lane): Way | undefined
  isSeen(packet: Packet): boolean
  isFaded(packet: Packet): boolean
}

/** Writes scenes for one painter, which is told of ways and colours once. */
export class SceneWriter {
  private readonly numbers = new Map<Way, number>()
  private colours: ThemeColours | undefined

  /** A scene of the packets as they are now. `given`: memory of an earlier scene, used again where it is large enough. */
  write(source: PacketSource, given: Float32Array<ArrayBuffer> | undefined): CrowdScene {
    const { camera, lanes } = source
    if (this.numbers.size > mostWays) this.numbers.clear()
    const from = this.numbers.size
    const ways: Way[] = []
    let packets = given ?? new Float32Array(0)
    let at = 0
    for (const lane of lanes) {
      const way = source.way(lane)
      if (way === undefined) continue
      packets = withRoom(packets, at + lane.packets.length * crowdStride)
      let number = this.numbers.get(way)
      if (number === undefined) {
        this.numbers.set(way, (number = this.numbers.size))
        ways.push(way)
      }
      at = writeLane(packets, at, number, lane.packets, isTrunk(lane.key) ? crowdMarks.onTrunk : 0, source)
    }
    const colours = source.colours === this.colours ? undefined : source.colours
    this.colours = source.colours
    return { camera, colours, ways, from, packets, count: at / crowdStride }
  }
}

function withRoom(packets: Float32Array<ArrayBuffer>, wanted: number): Float32Array<ArrayBuffer> {
  if (packets.length >= wanted) return packets
  const larger = new Float32Array(Math.max(wanted, packets.length * 2))
  larger.set(packets)
  return larger
}

/** Writes the packets of a lane that are seen from `start` on; returns where the next packet goes. */
function writeLane(packets: Float32Array, start: number, way: number, lane: readonly Packet[], laneMarks: number, source: PacketSource): number {
  let at = start
  for (const packet of lane) {
    if (!source.isSeen(packet)) continue
    packets[at + crowdColumns.way] = way
    packets[at + crowdColumns.progress] = packet.progress
    packets[at + crowdColumns.type] = packet.type
    packets[at + crowdColumns.flags] = packet.flags
    packets[at + crowdColumns.messages] = packet.count
    packets[at + crowdColumns.marks] = laneMarks + (packet.restMs === undefined ? 0 : crowdMarks.resting) + (source.isFaded(packet) ? crowdMarks.faded : 0)
    at += crowdStride
  }
  return at
}
