/**
 * Texts of the kubelet's Events that differ between releases. Sources: pkg/kubelet/kuberuntime/kuberuntime_container.go,
 * pkg/kubelet/images/image_manager.go.
 */
import type { Container } from '../../../kubernetes/types/core.ts'
import type { KubeletOptions } from './state.ts'

type Release = KubeletOptions['compatibility']

/** What is said in the same words of every container of a template: made once, shared by all Events. */
interface ContainerTexts {
  readonly created: string
  readonly created29: string
  readonly started: string
  readonly present: string
  readonly pulling: string
}

const containerTexts = new WeakMap<Container, ContainerTexts>()

export function textsOf(container: Container): ContainerTexts {
  const known = containerTexts.get(container)
  if (known !== undefined) return known
  const { name, image } = container
  const made: ContainerTexts = {
    created: `Created container: ${name}`, created29: `Created container ${name}`, started: `Started container ${name}`,
    present: `Container image "${image}" already present on machine`, pulling: `Pulling image "${image}"`,
  }
  containerTexts.set(container, made)
  return made
}

export function createdText(release: Release, container: Container): string {
  const texts = textsOf(container)
  return release === 'v1.29' ? texts.created29 : texts.created
}

/** A duration as Go prints it, whole milliseconds: `640ms`, `1.2s`, `1m3.5s`. */
function goDuration(us: number): string {
  const ms = Math.floor(us / 1000)
  if (ms < 1000) return `${ms}ms`
  const minutes = Math.floor(ms / 60_000)
  const seconds = String((ms - minutes * 60_000) / 1000)
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`
}

export function pulledText(release: Release, image: string, pullUs: number, waitedUs: number, bytes: number): string {
  const end = release === 'v1.29' ? ' including waiting)' : ` including waiting). Image size: ${bytes} bytes.`
  // In one piece: as a chain of its parts it would be four times as large, and it is kept for an hour.
  return ['Successfully pulled image "', image, '" in ', goDuration(pullUs), ' (', goDuration(waitedUs), end].join('')
}

/** Message of a container that waits for its next pull. The cause is in it since 1.32. */
export function pullBackoffText(release: Release, image: string, error: string): string {
  const start = `Back-off pulling image "${image}"`
  return release === 'v1.29' ? start : `${start}: ErrImagePull: ${error}`
}
