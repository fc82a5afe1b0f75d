/**
 * From one arrangement to the next, where pods are texels: each goes from where it stood on screen to where it stands now. Cards and
 * buttons that are near go by themselves.
 */
import { useLayoutEffect, useRef } from 'react'
import type { RefObject } from 'react'
import { useStoreApi } from 'reactflow'
import { statusCodes } from '../../protocol/vocabulary.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import { useCluster } from '../../state/context.tsx'
import type { ArrangementName } from '../../state/picture-state.ts'
import { eased, groupScene, nodeScene, onScreen, paintBetween } from '../kernels/glide.ts'
import type { Marks, Scene } from '../kernels/glide.ts'
import type { PlacedNode } from '../kernels/grid.ts'
import type { NodeGeometry } from '../kernels/layout.ts'
import type { Level } from '../kernels/level-of-detail.ts'
import { outdatedSets } from '../kernels/outdated-sets.ts'
import { mostButtons } from '../kernels/pod-groups.ts'
import type { StandingGroups } from '../kernels/pod-groups.ts'
import type { CameraView } from '../kernels/where.ts'
import { quietShade } from '../kernels/world-bitmap.ts'
import { flightMs } from '../camera-aim.ts'
import { loadOf, texelOf } from './BitmapLayer.tsx'
import { mapPalette } from './colours.ts'

interface Props {
  readonly placed: readonly PlacedNode[]
  readonly node: NodeGeometry
  readonly arrangement: ArrangementName
  readonly level: Level
  /** Pods in their groups, when they stand or stood there. */
  readonly standing: RefObject<StandingGroups | undefined>
}

const areNodes = (arrangement: ArrangementName): boolean => arrangement === 'nodes' || arrangement === 'zones' || arrangement === 'racks'

/** Where all pods stand in an arrangement; undefined while that is not known yet. */
function sceneOf(view: ClusterView, { arrangement, placed, node, standing }: Props): Scene | undefined {
  if (areNodes(arrangement)) return nodeScene(view, new Map(placed.map(({ slot, place }) => [slot, place])), node.pitchX)
  const now = standing.current
  return now?.by === arrangement ? groupScene(view.pods.end, now.groups, now.packed, now.title) : undefined
}

interface Colours {
  readonly pods: Uint32Array
  readonly tiles: Uint32Array
}

function coloursOf(view: ClusterView): Colours {
  const palette = mapPalette()
  const old = outdatedSets(view)
  const pods = Uint32Array.from({ length: view.pods.end }, (_, slot) => {
    if (view.pods.alive[slot] !== 1) return 0
    const status = texelOf(view, slot, old)
    return status === statusCodes.running ? quietShade(palette, loadOf(view, view.pods.node[slot] ?? -1)) : (palette.status[status] ?? 0)
  })
  const tiles = Uint32Array.from({ length: view.nodes.end }, (_, slot) => (view.nodes.status[slot] === statusCodes.running ? palette.tile : palette.tileUnknown))
  return { pods, tiles }
}

interface Glide {
  /** On screen. */
  readonly pods: Marks
  readonly tiles: Marks | undefined
  readonly colours: Colours
}

function paint(canvas: HTMLCanvasElement, glide: Glide, to: Scene, camera: CameraView, part: number): void {
  const width = canvas.clientWidth
  const height = canvas.clientHeight
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
  }
  const context = canvas.getContext('2d')
  if (context === null || width === 0 || height === 0) return
  const surface = { width, height, pixels: new Uint32Array(width * height) }
  if (glide.tiles !== undefined && to.tiles !== undefined) paintBetween(surface, glide.tiles, to.tiles, camera, part, glide.colours.tiles)
  paintBetween(surface, glide.pods, to.pods, camera, part, glide.colours.pods)
  context.putImageData(new ImageData(new Uint8ClampedArray(surface.pixels.buffer), width, height), 0, 0)
}

/** Frames that one waits for groups that are still to be found. */
const mostWaiting = 90

/** Moves pods until they have arrived; returns how to end that at once. `to`: undefined while it is not known. */
function run(canvas: HTMLCanvasElement, glide: Glide, to: () => Scene | undefined, camera: () => CameraView, durationMs: number): () => void {
  const picture = canvas.parentElement
  let scene: Scene | undefined
  let startMs: number | undefined
  let waited = 0
  let frame = 0
  const end = (): void => {
    cancelAnimationFrame(frame)
    picture?.removeAttribute('data-gliding')
    canvas.hidden = true
  }
  const step = (nowMs: number): void => {
    scene ??= to()
    if (scene === undefined) {
      waited += 1
      if (waited > mostWaiting) end()
      else frame = requestAnimationFrame(step)
      return
    }
    startMs ??= nowMs
    const part = (nowMs - startMs) / durationMs
    if (part >= 1) {
      end()
      return
    }
    paint(canvas, glide, scene, camera(), eased(part))
    frame = requestAnimationFrame(step)
  }
  canvas.hidden = false
  picture?.setAttribute('data-gliding', '')
  frame = requestAnimationFrame(step)
  return end
}

export function GlideLayer(props: Props) {
  const { view } = useCluster()
  const flow = useStoreApi()
  const canvas = useRef<HTMLCanvasElement>(null)
  const last = useRef(props)
  const ending = useRef<() => void>(undefined)
  const now = useRef(props)
  now.current = props
  const camera = useRef((): CameraView => {
    const { transform: [x, y, zoom] } = flow.getState()
    return { x, y, zoom }
  }).current
  const { arrangement, standing } = props
  // Before the camera is fitted to the new arrangement: what was on screen is still known.
  useLayoutEffect(() => {
    const before = last.current
    last.current = now.current
    if (before.arrangement === arrangement) return
    ending.current?.()
    const durationMs = flightMs()
    const from = durationMs > 0 && canvas.current !== null && isFar(before, now.current, view) ? sceneOf(view, before) : undefined
    if (areNodes(arrangement)) standing.current = undefined
    if (from === undefined || canvas.current === null) return
    const glide = { pods: onScreen(from.pods, camera()), tiles: from.tiles === undefined ? undefined : onScreen(from.tiles, camera()), colours: coloursOf(view) }
    ending.current = run(canvas.current, glide, () => sceneOf(view, now.current), camera, durationMs)
  })
  useLayoutEffect(() => () => ending.current?.(), [])
  return <canvas ref={canvas} className="glide-overlay" hidden aria-hidden="true" />
}

/** Whether pods are texels on one side at least; else they are cards and buttons, which go by themselves. */
function isFar(before: Props, after: Props, view: ClusterView): boolean {
  const many = view.pods.count > mostButtons
  return [before, after].some(({ arrangement, level }) => (areNodes(arrangement) ? level === 'fleet' : many))
}
