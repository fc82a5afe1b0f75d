/** Plays the packet schedule on a canvas: takes frames, moves packets, draws them, answers what lies where. */
import type { Frame } from '../../protocol/frame.ts'
import { packetKind } from '../../protocol/vocabulary.ts'
import type { PacketKind } from '../../protocol/vocabulary.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import { nearest } from '../kernels/hit-test.ts'
import type { ClusterLayout, Point } from '../kernels/layout.ts'
import type { LinkMode } from '../kernels/level-of-detail.ts'
import type { Focus } from '../kernels/related.ts'
import { addArrival, advance, clearPackets, clearSchedule, createSchedule, freeze, laneSize, packetsOf } from '../kernels/packet-schedule.ts'
import type { LaneKey, LaneSize, Packet } from '../kernels/packet-schedule.ts'
import { nextOf } from '../kernels/packet-order.ts'
import { pointAlong, routeLength } from '../kernels/routing.ts'
import { themeColours } from './colours.ts'
import type { ThemeColours } from './colours.ts'
import { drawStep, drawTravelling, packetSize, sizeOfType } from './draw-packet.ts'
import { arrivalsOf, laneRoute } from './packet-lanes.ts'

type Transform = readonly [x: number, y: number, zoom: number]
/** A tab that was hidden comes back with one long frame: no packet jumps further than this. */
const longestTickMs = 100
const hitRadius = 13
const fadedAlpha = 0.2
/** Further from any pointer than a packet is caught. */
const nowhere: Point = { x: -1000, y: -1000 }

export class PacketPlayer {
  private readonly schedule = createSchedule()
  private readonly canvas: HTMLCanvasElement
  private readonly view: ClusterView
  private readonly transform: () => Transform
  private readonly reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)')
  private readonly routes = new Map<LaneKey, readonly Point[] | undefined>()
  private colours: ThemeColours = themeColours()
  private layout: ClusterLayout | undefined
  private mode: LinkMode = 'single'
  private hidden: readonly PacketKind[] = []
  private focus: Focus | undefined
  private request = 0
  private lastTickMs = 0
  private wasPlaying = false
  private held = false
  private readonly listeners = new Set<() => void>()

  constructor(canvas: HTMLCanvasElement, view: ClusterView, transform: () => Transform) {
    this.canvas = canvas
    this.view = view
    this.transform = transform
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
    if (snapshot || frame.records.length > 0 || frame.nodes.slot.length > 0) this.routes.clear()
    const arrivals = arrivalsOf(frame, this.view, this.mode)
    for (const arrival of arrivals) addArrival(this.schedule, arrival, this.sizeOf(arrival.lane))
    const paceChanged = this.wasPlaying !== frame.pace.playing
    this.wasPlaying = frame.pace.playing
    if (snapshot || paceChanged || arrivals.length > 0 || this.schedule.lanes.size > 0) this.wake()
  }

  /** Another layout or another way of drawing links. Lanes that changed give up their packets. */
  show(layout: ClusterLayout, mode: LinkMode): void {
    if ((mode === 'trunk') !== (this.mode === 'trunk')) clearPackets(this.schedule)
    this.layout = layout
    this.mode = mode
    this.routes.clear()
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
    for (const link of packet.links.keys()) {
      const record = this.view.links.get(link)
      if (record === undefined) continue
      if (focus.hasLink(record.link, record.node) || (record.peer >= 0 && focus.hasLink(record.link, record.peer))) return false
    }
    return true
  }

  private isSeen(packet: Packet): boolean {
    // Without motion a message is a step at its receiver, whether or not its packet would have set out.
    return (packet.shown || this.reducedMotion.matches) && !this.hidden.includes(packetKind(packet.type))
  }

  recolour(): void {
    this.colours = themeColours()
    this.wake()
  }

  stop(): void {
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
    const moving =
      !this.held &&
      advance(this.schedule, {
        elapsedMs,
        simTimeUs: this.view.simTimeUs,
        playing: this.view.pace.playing,
        still: this.reducedMotion.matches,
        sizeOf: (lane) => this.sizeOf(lane),
      })
    this.draw()
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

  private route(lane: LaneKey): readonly Point[] | undefined {
    if (!this.routes.has(lane))
      this.routes.set(lane, this.layout === undefined ? undefined : laneRoute(this.view, this.layout, lane, this.mode))
    return this.routes.get(lane)
  }

  private sizeOf(lane: LaneKey): LaneSize {
    const route = this.route(lane)
    return laneSize(route === undefined ? 0 : routeLength(route) * this.transform()[2])
  }

  private draw(): void {
    const context = this.canvas.getContext('2d')
    if (context === null) return
    const ratio = window.devicePixelRatio
    const width = Math.round(this.canvas.clientWidth * ratio)
    const height = Math.round(this.canvas.clientHeight * ratio)
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height })
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width / ratio, height / ratio)
    const still = this.reducedMotion.matches
    const usual = packetSize(this.transform()[2])
    for (const packet of packetsOf(this.schedule)) {
      const route = this.isSeen(packet) ? this.screenRoute(packet.lane) : undefined
      if (route === undefined) continue
      context.globalAlpha = this.isFaded(packet) ? fadedAlpha : 1
      if (still) drawStep(context, packet, route, this.colours)
      else drawTravelling(context, packet, route, this.colours, sizeOfType(packet.type, usual))
    }
  }

  private screenRoute(lane: LaneKey): readonly Point[] | undefined {
    const [x, y, zoom] = this.transform()
    return this.route(lane)?.map((point) => ({ x: x + point.x * zoom, y: y + point.y * zoom }))
  }

  /** Packets of a single message that are seen. */
  private single(): readonly Packet[] {
    return packetsOf(this.schedule).filter((packet) => this.isSeen(packet) && packet.id >= 0)
  }

  private placeOf(packet: Packet): Point | undefined {
    const route = this.screenRoute(packet.lane)
    return route === undefined ? undefined : pointAlong(route, this.reducedMotion.matches ? 1 : packet.progress)
  }

  /** Number of the hop whose packet lies at a point of the screen. */
  hopAt(clientX: number, clientY: number): number | undefined {
    const bounds = this.canvas.getBoundingClientRect()
    const single = this.single()
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
    const { clientWidth, clientHeight } = this.canvas
    const onScreen = (packet: Packet): boolean => {
      const at = this.placeOf(packet)
      return at !== undefined && at.x >= 0 && at.y >= 0 && at.x <= clientWidth && at.y <= clientHeight
    }
    return nextOf(this.single().filter(onScreen), after, step)
  }
}
