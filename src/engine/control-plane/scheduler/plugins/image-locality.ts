/** Prefers nodes that have the pod's images, by their size. Source: plugins/imagelocality/image_locality.go. */
import type { Container } from '../../../../kubernetes/types/core.ts'
import { normalizedImageName, type ImageColumn } from '../cache/image-columns.ts'
import type { NodeColumns } from '../cache/node-columns.ts'
import { maxNodeScore, type CyclePod, type ScorePlugin } from './plugin.ts'

const mebibyte = 1024 * 1024
const minThreshold = 23 * mebibyte
const maxThresholdPerContainer = 1000 * mebibyte

const imagesMemo = new WeakMap<readonly Container[], readonly string[]>()

function imagesOf({ pod }: CyclePod): readonly string[] {
  const { containers, initContainers } = pod.spec
  let images = imagesMemo.get(containers)
  if (images === undefined) {
    images = [...(initContainers ?? []), ...containers].map((container) => normalizedImageName(container.image))
    imagesMemo.set(containers, images)
  }
  return images
}

/** An image counts by its size and the share of nodes that have it: one that is rare draws no crowd to a single node. */
function scaledSize(columns: NodeColumns, image: ImageColumn): number {
  return Math.floor(image.sizeBytes * (image.nodeCount / columns.count))
}

function scoreOf(sum: number, containers: number): number {
  const maxThreshold = maxThresholdPerContainer * containers
  const within = Math.min(Math.max(sum, minThreshold), maxThreshold)
  return Math.floor((maxNodeScore * (within - minThreshold)) / (maxThreshold - minThreshold))
}

export const imageLocality: ScorePlugin = {
  name: 'ImageLocality',
  weight: 1,
  applies: (columns) => columns.images.size > 0,
  same: (columns, pod) => {
    const images = imagesOf(pod)
    let sum = 0
    for (const name of images) {
      const image = columns.images.get(name)
      if (image === undefined) continue
      if (image.nodeCount < columns.count) return undefined
      sum += scaledSize(columns, image)
    }
    return scoreOf(sum, images.length)
  },
  score: (columns, pod, candidates, n, out) => {
    const images = imagesOf(pod)
    out.fill(0, 0, n)
    for (const name of images) {
      const image = columns.images.get(name)
      if (image === undefined) continue
      const scaled = scaledSize(columns, image)
      const { present } = image
      for (let j = 0; j < n; j++) if (present[candidates[j]!] === 1) out[j] = out[j]! + scaled
    }
    // There are few sums, and neighbours often have the same: then the division is saved.
    let last = -1
    let score = 0
    for (let j = 0; j < n; j++) {
      const sum = out[j]!
      if (sum !== last) score = scoreOf(sum, images.length)
      last = sum
      out[j] = score
    }
  },
}
