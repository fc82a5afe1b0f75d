/** The control plane's processes, kubectl and the tray as they are drawn. */
import { components } from '../../kubernetes/architecture.ts'
import type { ComponentName } from '../../kubernetes/architecture.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import { podView } from './worker-node-view.ts'
import type { PodView } from './worker-node-view.ts'

export interface ComponentView {
  readonly title: string
  /** Process name; undefined where it is the title. */
  readonly binary: string | undefined
  readonly purpose: string
  readonly state: 'running' | 'stopped' | 'crashed'
  /** What it does now, or how it is down. */
  readonly doing: string
}

/** A component of the control plane by its process key. Until the engine has told of it, it counts as running and says nothing. */
export function componentView(view: ClusterView, key: ComponentName): ComponentView {
  const row = components.find((component) => component.name === key)
  if (row === undefined) throw new Error(`no component "${key}" in kubernetes/architecture.ts`)
  const record = view.components.get(key)
  const state = record?.state ?? 'running'
  const wait = Math.max(0, Math.ceil(((record?.restartAtUs ?? 0) - view.simTimeUs) / 1_000_000))
  const down = state === 'stopped' ? 'stopped' : `crashed, starts again in ${wait} s`
  return {
    title: row.title, binary: row.binary === row.title ? undefined : row.binary, purpose: row.purpose, state,
    doing: state === 'running' ? record?.doing ?? '' : down,
  }
}

/** Pods without a node, in the order of their places. */
export function trayView(view: ClusterView): readonly PodView[] {
  return view.tray.map((slot) => podView(view, slot)).filter((pod) => pod !== undefined)
}
