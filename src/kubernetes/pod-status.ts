/**
 * What `kubectl get pods` says of a pod, and the shape that stands for it. Source: pkg/printers/internalversion/printers.go (printPod).
 */
import type { Container, ContainerStatus, Pod } from './types/core.ts'

/** Shapes of the canvas; the same names as the wire's status codes. */
type VisualStatus = 'running' | 'pending' | 'creating' | 'terminating' | 'failed' | 'unknown' | 'succeeded'

export interface PodStatusSummary {
  /** STATUS column. */
  readonly status: string
  /** READY column: ready and running containers of all, sidecars among them. */
  readonly ready: number
  readonly total: number
  readonly restarts: number
  /** `finishedAt` of the latest end that led to a restart; empty text: none. */
  readonly lastRestart: string
  readonly visual: VisualStatus
}

function findSpec(containers: readonly Container[] | undefined, name: string): Container | undefined {
  return containers?.find((one) => one.name === name)
}

function isSidecar(pod: Pod, name: string): boolean {
  return findSpec(pod.spec.initContainers, name)?.restartPolicy === 'Always'
}

function conditionOf(pod: Pod, type: string): { readonly status: string; readonly reason: string | undefined } | undefined {
  return pod.status.conditions?.find((one) => one.type === type)
}

function isTrue(pod: Pod, type: string): boolean {
  return conditionOf(pod, type)?.status === 'True'
}

function later(a: string, b: string | undefined): string {
  return b !== undefined && b > a ? b : a
}

/** How an ended container is named when it gives no reason. */
function endText(status: ContainerStatus): string {
  const { terminated } = status.state
  if (terminated === undefined) return ''
  if (terminated.reason !== '') return terminated.reason
  return terminated.signal === undefined || terminated.signal === 0 ? `ExitCode:${terminated.exitCode}` : `Signal:${terminated.signal}`
}

interface InitResult {
  /** `Init:...` of the first init container that is not done; undefined: all are. */
  readonly word: string | undefined
  readonly restarts: number
  readonly lastRestart: string
  /** The same of the sidecars alone. */
  readonly sidecarRestarts: number
  readonly sidecarLastRestart: string
  readonly readySidecars: number
}

function initResult(pod: Pod): InitResult {
  let restarts = 0
  let lastRestart = ''
  let sidecarRestarts = 0
  let sidecarLastRestart = ''
  let readySidecars = 0
  const statuses = pod.status.initContainerStatuses ?? []
  for (let i = 0; i < statuses.length; i++) {
    const status = statuses[i]!
    const sidecar = isSidecar(pod, status.name)
    restarts += status.restartCount
    lastRestart = later(lastRestart, status.lastState.terminated?.finishedAt)
    if (sidecar) {
      sidecarRestarts += status.restartCount
      sidecarLastRestart = later(sidecarLastRestart, status.lastState.terminated?.finishedAt)
    }
    if (status.state.terminated?.exitCode === 0) continue
    if (sidecar && status.started) {
      if (status.ready) readySidecars++
      continue
    }
    return { word: initWord(pod, status, i), restarts, lastRestart, sidecarRestarts, sidecarLastRestart, readySidecars }
  }
  return { word: undefined, restarts, lastRestart, sidecarRestarts, sidecarLastRestart, readySidecars }
}

function initWord(pod: Pod, status: ContainerStatus, index: number): string {
  const { waiting, terminated } = status.state
  if (terminated !== undefined) return `Init:${endText(status)}`
  if (waiting !== undefined && waiting.reason !== '' && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`
  return `Init:${index}/${pod.spec.initContainers?.length ?? 0}`
}

interface MainResult {
  readonly word: string
  readonly ready: number
  readonly restarts: number
  readonly lastRestart: string
}

/** Regular containers from last to first, so that the first one's word wins. */
function mainResult(pod: Pod, word: string): MainResult {
  let ready = 0
  let restarts = 0
  let lastRestart = ''
  let result = word
  const statuses = pod.status.containerStatuses ?? []
  for (let i = statuses.length - 1; i >= 0; i--) {
    const status = statuses[i]!
    restarts += status.restartCount
    lastRestart = later(lastRestart, status.lastState.terminated?.finishedAt)
    if (status.state.waiting !== undefined && status.state.waiting.reason !== '') result = status.state.waiting.reason
    else if (status.state.terminated !== undefined) result = endText(status)
    else if (status.ready && status.state.running !== undefined) ready++
  }
  if (result === 'Completed' && ready > 0) result = isTrue(pod, 'Ready') ? 'Running' : 'NotReady'
  return { word: result, ready, restarts, lastRestart }
}

function isEnded(pod: Pod): boolean {
  return pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed'
}

/** The pod's row of `kubectl get pods`, and its shape. */
export function podStatusSummary(pod: Pod): PodStatusSummary {
  const { status, metadata, spec } = pod
  let word: string = status.reason ?? status.phase
  if (conditionOf(pod, 'PodScheduled')?.reason === 'SchedulingGated') word = 'SchedulingGated'
  const init = initResult(pod)
  let { restarts, lastRestart } = init
  let ready = init.readySidecars
  if (init.word !== undefined) word = init.word
  if (init.word === undefined || isTrue(pod, 'Initialized')) {
    const main = mainResult(pod, word)
    word = main.word
    ready += main.ready
    restarts = init.sidecarRestarts + main.restarts
    lastRestart = later(init.sidecarLastRestart, main.lastRestart)
  }
  if (metadata.deletionTimestamp !== undefined) {
    if (status.reason === 'NodeLost') word = 'Unknown'
    else if (!isEnded(pod)) word = 'Terminating'
  }
  const sidecars = spec.initContainers === undefined ? 0 : spec.initContainers.filter((one) => one.restartPolicy === 'Always').length
  return { status: word, ready, total: spec.containers.length + sidecars, restarts, lastRestart, visual: visualOf(pod, word) }
}

/** Waiting reasons that are steps on the way; every other one is a failure. */
const progress = new Set(['ContainerCreating', 'PodInitializing'])

function visualOf(pod: Pod, word: string): VisualStatus {
  const { phase } = pod.status
  if (phase === 'Succeeded') return 'succeeded'
  if (phase === 'Failed') return 'failed'
  if (word === 'Terminating') return 'terminating'
  if (phase === 'Unknown' || word === 'Unknown') return 'unknown'
  if (word === 'Pending' || word === 'SchedulingGated') return pod.spec.nodeName === undefined ? 'pending' : 'creating'
  if (progress.has(word) || /^Init:\d+\/\d+$/.test(word)) return 'creating'
  if (word !== 'Running' && word !== 'NotReady') return word === 'Completed' ? 'creating' : 'failed'
  if (isTrue(pod, 'Ready')) return 'running'
  // Only the node controller writes Ready=False over containers that are ready: it has not heard of the node.
  return isTrue(pod, 'ContainersReady') ? 'unknown' : 'creating'
}

/** Shape of one container. */
function containerVisual(status: ContainerStatus | undefined, pod: Pod): VisualStatus {
  if (status === undefined) return pod.spec.nodeName === undefined ? 'pending' : 'creating'
  const { waiting, running, terminated } = status.state
  if (terminated !== undefined) return terminated.exitCode === 0 ? 'succeeded' : 'failed'
  if (waiting !== undefined) return progress.has(waiting.reason) ? 'creating' : 'failed'
  if (running === undefined) return 'creating'
  if (pod.metadata.deletionTimestamp !== undefined) return 'terminating'
  return status.ready ? 'running' : 'creating'
}

/** Shapes of all containers by name: init containers, then the regular ones, then the ephemeral ones, which are never ready. */
export function containerVisualStatuses(pod: Pod): Map<string, VisualStatus> {
  const shapes = new Map<string, VisualStatus>()
  const { spec, status } = pod
  for (const container of spec.initContainers ?? []) {
    const own = status.initContainerStatuses?.find((one) => one.name === container.name)
    const step = own?.state.running !== undefined && container.restartPolicy !== 'Always'
    shapes.set(container.name, step ? 'running' : containerVisual(own, pod))
  }
  for (const container of spec.containers) {
    shapes.set(container.name, containerVisual(status.containerStatuses?.find((one) => one.name === container.name), pod))
  }
  for (const container of spec.ephemeralContainers ?? []) {
    const own = status.ephemeralContainerStatuses?.find((one) => one.name === container.name)
    shapes.set(container.name, own?.state.running === undefined ? containerVisual(own, pod) : 'running')
  }
  return shapes
}
