/** Plays the packet schedule on a canvas: takes frames, moves packets, draws them, answers what lies where. */
import type { Frame } from '../../protocol/frame.ts'
import { packetKind } from '../../protocol/vocabulary.ts'
import type { PacketKind } from '../../protocol/vocabulary.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import { nearest } from '../kernels/hit-test.ts'
import { isInView, sizeAt, ticksFor, wayAt } from '../kernels/lane-place.ts'
import type { Box, ClusterLayout, Point } from '../kernels/layout.ts'
import type { LinkMode } from '../kernels/level-of-detail.ts'
import type { Focus } from '../kernels/related.ts'
import { addArrival, advance, clearPackets, clearSchedule, createSchedule, eachLink, freeze, packetsOf } from '../kernels/packet-schedule.ts'
import type { Lane, Packet } from '../kernels/packet-schedule.ts'
import { nextOf } from '../kernels/packet-order.ts'
import { seenBox } from '../kernels/seen-box.ts'
import { pointOn } from '../kernels/way.ts'
import { themeColours } from './colours.ts'
import type { ThemeColours } from './colours.ts'
import type { CrowdCamera, PacketSource } from './crowd-scene.ts'
import { packetSize, reach } from './draw-packet.ts'
import { drawSingly } from './draw-singly.ts'
import { LaneWays } from './lane-ways.ts'
import type { PacketCrowd } from './packet-crowd.ts'
import { arrivalsOf } from './packet-lanes.ts'

type Transform = readonly [x: number, y: number, zoom: number]
interface Size {
  readonly width: number
  readonly height: number
}
/** A tab that was hidden comes back with one long frame: no packet jumps further than this. */
const longestTickMs = 100
const hitRadius = 13
/** Above so many packets they are painted as a crowd, and again one by one only below fewer, so that it does not change to and fro. */
const mostDrawnSingly = 250
const fewestInCrowd = 200
/** Farther from any pointer than a packet can be caught from. */
const nowhere: Point = { x: -1000, y: -1000 }

export class PacketPlayer {
  private readonly schedule = createSchedule()
  private readonly canvas: HTMLCanvasElement
  private readonly view: ClusterView
  private readonly transform: () => Transform
  private readonly size: () => Size
  private readonly reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)')
  private readonly ways: LaneWays
  private colours: ThemeColours = themeColours()
  private layout: ClusterLayout | undefined
  private mode: LinkMode = 'single'
  private hidden: readonly PacketKind[] = []
  private focus: Focus | undefined
  private crowd: PacketCrowd | undefined
  /** A crowd was asked for: its code is on the way or here. */
  private wantsCrowd = false
  private stopped = false
  private request = 0
  private lastTickMs = 0
  private ticks = 0
  private wasPlaying = false
  private held = false
  private box: Box | undefined
  private readonly listeners = new Set<() => void>()

  /** `size`: of the canvas in CSS px; to ask the canvas itself would have the whole page laid out in mid-frame. */
  constructor(canvas: HTMLCanvasElement, view: ClusterView, transform: () => Transform, size: () => Size) {
    this.canvas = canvas
    this.view = view
    this.ways = new LaneWays(view)
    this.transform = transform
    this.size = size
  }

  /** Messages shown so far by link. */
  packetsDrawn(): readonly (readonly [number, number])[] {
    return [...this.schedule.drawn]
  }

  /** Packets on the picture now. */
  packetsShown(): number {
    return packetsOf(this.schedule).filter((packet) => this.isSeen(packet)).length
  }

  takeFrame(frame: Frame, snapshot: boolean): void {
    if (snapshot) clearSchedule(this.schedule)
    if (snapshot || frame.nodes.gone.length > 0 || frame.nodes.fresh.includes(1)) this.ways.clear()
    this.ways.update(frame.records)
    const arrivals = arrivalsOf(frame, this.view, this.mode)
    const [, , zoom] = this.transform()
    for (const arrival of arrivals) addArrival(this.schedule, arrival, sizeAt(this.ways.find(arrival.lane), zoom))
    const paceChanged = this.wasPlaying !== frame.pace.playing
    this.wasPlaying = frame.pace.playing
    if (snapshot || paceChanged || arrivals.length > 0 || this.schedule.lanes.size > 0) this.wake()
  }

  /** Another layout or another way of drawing links. Lanes that changed give up their packets. */
  show(layout: ClusterLayout, mode: LinkMode): void {
    if ((mode === 'trunk') !== (this.mode === 'trunk')) clearPackets(this.schedule)
    this.layout = layout
    this.mode = mode
    this.ways.show(layout, mode)
    this.wake()
  }

  /** Kinds of messages that are not drawn. They travel on unseen, so that they are where they belong when they are wanted again. */
  hide(kinds: readonly PacketKind[]): void {
    this.hidden = kinds
    this.wake()
  }

  /** Messages on links that take no part are faded. */
  focusOn(focus: Focus | undefined): void {
    this.focus = focus
    this.wake()
  }

  private isFaded(packet: Packet): boolean {
    const { focus } = this
    if (focus === undefined) return false
    let isFaded = true
    eachLink(packet, (link) => {
      const record = this.view.links.get(link)
      if (record !== undefined && (focus.hasLink(record.link, record.node) || (record.peer >= 0 && focus.hasLink(record.link, record.peer)))) isFaded = false
    })
    return isFaded
  }

  private isSeen(packet: Packet, still = this.reducedMotion.matches): boolean {
    // Without motion a message is a step at its receiver, whether or not its packet would have set out.
    return (packet.shown || still) && (this.hidden.length === 0 || !this.hidden.includes(packetKind(packet.type)))
  }

  recolour(): void {
    this.colours = themeColours()
    this.wake()
  }

  stop(): void {
    this.stopped = true
    this.crowd?.stop()
    cancelAnimationFrame(this.request)
    this.request = 0
  }

  wake(): void {
    if (this.request !== 0) return
    this.lastTickMs = performance.now()
    this.request = requestAnimationFrame((now) => {
      this.tick(now)
    })
  }

  private tick(now: number): void {
    const elapsedMs = Math.min(longestTickMs, Math.max(0, now - this.lastTickMs))
    this.lastTickMs = now
    if (this.held) this.stayHeld()
    this.ticks += 1
    const box = (this.box = seenBox(this.camera(), reach, this.box))
    const [, , zoom] = this.transform()
    const moving =
      !this.held &&
      advance(this.schedule, {
        elapsedMs,
        simTimeUs: this.view.simTimeUs,
        playing: this.view.pace.playing,
        still: this.reducedMotion.matches,
        sizeOf: (lane) => sizeAt(this.ways.placeOf(lane), zoom),
        ticksFor: (lane) => ticksFor(this.ways.placeOf(lane), box, this.ticks),
      })
    this.draw(box)
    for (const listener of this.listeners) listener()
    this.request =
      moving && this.schedule.lanes.size > 0
        ? requestAnimationFrame((next) => {
            this.tick(next)
          })
        : 0
  }

  /** Stops all packets at once, ahead of the pause that was asked of the cluster: a message that is caught must not arrive meanwhile. */
  hold(): void {
    this.held = this.view.pace.playing
    this.wake()
  }

  private stayHeld(): void {
    freeze(this.schedule, this.view.simTimeUs)
    this.held = this.view.pace.playing
  }

  /** Calls `listener` after each drawing; returns the way to stop. */
  onDraw(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
    }
  }

  private draw(box: Box): void {
    const still = this.reducedMotion.matches
    const source = this.source(box, still)
    const count = source.lanes.reduce((sum, { packets }) => sum + packets.length, 0)
    if (!still && count > (this.crowd?.isShown === true ? fewestInCrowd : mostDrawnSingly)) {
      this.drawCrowd(source)
      if (this.crowd?.isShown === true) return
    } else this.crowd?.hide()
    drawSingly(this.canvas, source, still)
  }

  private source(box: Box, still: boolean): PacketSource {
    return {
      camera: this.camera(),
      colours: this.colours,
      lanes: this.lanesIn(box),
      way: (lane) => wayAt(this.ways.placeOf(lane)),
      isSeen: (packet) => this.isSeen(packet, still),
      isFaded: (packet) => this.isFaded(packet),
    }
  }

  private lanesIn(box: Box): PacketSource['lanes'] {
    const lanes: Lane[] = []
    this.schedule.lanes.forEach((lane) => {
      if (isInView(this.ways.placeOf(lane), box)) lanes.push(lane)
    })
    return lanes
  }

  private camera(): CrowdCamera {
    const { width, height } = this.size()
    const [x, y, zoom] = this.transform()
    // Whole pixels, so that each step of a zoom does not need sprites of its own.
    return { x, y, zoom, width, height, ratio: window.devicePixelRatio, usual: Math.round(packetSize(zoom, this.layout?.textFactor ?? 1)) }
  }

  /** The code for crowds comes with the first one. */
  private drawCrowd(source: PacketSource): void {
    if (this.crowd !== undefined) {
      this.crowd.paint(source)
      return
    }
    if (this.wantsCrowd) return
    this.wantsCrowd = true
    import('./packet-crowd.ts').then(
      ({ PacketCrowd }) => { if (!this.stopped) this.crowd = new PacketCrowd(this.canvas, () => { this.wake() }) },
      // Until it can be had each packet is drawn by itself, which takes longer.
      () => { this.wantsCrowd = false },
    )
  }

  /** Packets of a single message that are seen, wherever the camera looks. */
  private single(): readonly Packet[] {
    return packetsOf(this.schedule).filter((packet) => this.isSeen(packet) && packet.id >= 0)
  }

  /** Those of them that come into view: pointers ask for them with every move. */
  private singleInView(): readonly Packet[] {
    const lanes = this.lanesIn(seenBox(this.camera(), reach, this.box))
    return lanes.flatMap(({ packets }) => packets.filter((packet) => this.isSeen(packet) && packet.id >= 0))
  }

  private placeOf(packet: Packet): Point | undefined {
    const way = this.ways.way(packet.lane)
    if (way === undefined) return undefined
    const at = pointOn(way, this.reducedMotion.matches ? way.length : packet.progress * way.length)
    const [x, y, zoom] = this.transform()
    return { x: x + at.x * zoom, y: y + at.y * zoom }
  }

  /** Number of the hop whose packet lies at a point of the screen. */
  hopAt(clientX: number, clientY: number): number | undefined {
    const bounds = this.canvas.getBoundingClientRect()
    const single = this.singleInView()
    const points = single.map((packet) => this.placeOf(packet) ?? nowhere)
    const hit = nearest(points, { x: clientX - bounds.left, y: clientY - bounds.top }, hitRadius)
    return hit === undefined ? undefined : single[hit]?.id
  }

  /** Where the packet of a hop is, in px from the overlay's upper left corner; undefined: it is not on the picture. */
  whereIs(hop: number): Point | undefined {
    const packet = this.single().find(({ id }) => id === hop)
    return packet === undefined ? undefined : this.placeOf(packet)
  }

  /** The hop that follows another on screen (`step` 1) or goes before it (-1), by kind of traffic and then by when it was sent. */
  nextHop(after: number | undefined, step: 1 | -1): number | undefined {
    const { width, height } = this.size()
    const onScreen = (packet: Packet): boolean => {
      const at = this.placeOf(packet)
      return at !== undefined && at.x >= 0 && at.y >= 0 && at.x <= width && at.y <= height
    }
    return nextOf(this.singleInView().filter(onScreen), after, step)
  }
}
