/**
 * Frames as they cross from the worker to the page: the names of pods as one text and a few small tables. A structured clone of thousands of
 * little objects costs both threads several microseconds each.
 */
import type { Frame, PodColumns, PodNames } from './frame.ts'
import type { HostMessage } from './host.ts'

interface PackedNames {
  /** Rows that have names. */
  readonly rows: Uint32Array
  /** Their pods' names, a line each: names have no line breaks. */
  readonly lines: string
  /** By row of `rows`: number in `namespaces` and in `containerLists`. */
  readonly namespace: Uint32Array
  readonly containers: Uint32Array
  readonly namespaces: readonly string[]
  readonly containerLists: readonly (readonly string[])[]
}
type PackedFrame = Omit<Frame, 'pods'> & { readonly pods: Omit<PodColumns, 'names'> & { readonly names: PackedNames } }

/** A message of the host as the worker posts it. */
export type PackedMessage = Exclude<HostMessage, { readonly type: 'frame' }> | { readonly type: 'frame'; readonly frame: PackedFrame }

/** Number of a text in a list, which it joins when it is new. */
function numberIn<T>(known: Map<string, number>, list: T[], key: string, value: T): number {
  let number = known.get(key)
  if (number === undefined) {
    number = list.length
    known.set(key, number)
    list.push(value)
  }
  return number
}

function packNames(names: readonly (PodNames | undefined)[]): PackedNames {
  const count = names.reduce((sum, one) => sum + (one === undefined ? 0 : 1), 0)
  const rows = new Uint32Array(count)
  const namespace = new Uint32Array(count)
  const containers = new Uint32Array(count)
  const lines: string[] = []
  const namespaces: string[] = []
  const containerLists: (readonly string[])[] = []
  const knownNamespaces = new Map<string, number>()
  const knownLists = new Map<string, number>()
  for (let row = 0; row < names.length; row++) {
    const one = names[row]
    if (one === undefined) continue
    const at = lines.length
    rows[at] = row
    namespace[at] = numberIn(knownNamespaces, namespaces, one.namespace, one.namespace)
    containers[at] = numberIn(knownLists, containerLists, one.containers.join('\n'), one.containers)
    lines.push(one.name)
  }
  return { rows, lines: lines.join('\n'), namespace, containers, namespaces, containerLists }
}

function unpackNames(packed: PackedNames, count: number): readonly (PodNames | undefined)[] {
  const names = new Array<PodNames | undefined>(count).fill(undefined)
  const { rows, namespaces, containerLists } = packed
  const lines = rows.length === 0 ? [] : packed.lines.split('\n')
  for (let i = 0; i < rows.length; i++) {
    names[rows[i]!] = { namespace: namespaces[packed.namespace[i]!]!, name: lines[i]!, containers: containerLists[packed.containers[i]!]! }
  }
  return names
}

/** What the worker posts. */
export function packMessage(message: HostMessage): PackedMessage {
  if (message.type !== 'frame') return message
  const { frame } = message
  return { type: 'frame', frame: { ...frame, pods: { ...frame.pods, names: packNames(frame.pods.names) } } }
}

/** What the page reads of it: equal pods share their lists of containers. */
export function unpackMessage(message: PackedMessage): HostMessage {
  if (message.type !== 'frame') return message
  const { frame } = message
  return { type: 'frame', frame: { ...frame, pods: { ...frame.pods, names: unpackNames(frame.pods.names, frame.pods.slot.length) } } }
}
