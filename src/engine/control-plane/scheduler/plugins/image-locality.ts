/** Prefers nodes that have the pod's images, by their size. Source: plugins/imagelocality/image_locality.go. */
import { normalizedImageName } from '../cache/image-columns.ts'
import type { NodeColumns } from '../cache/node-columns.ts'
import { maxNodeScore, type CyclePod, type ScorePlugin } from './plugin.ts'

const mebibyte = 1024 * 1024
const minThreshold = 23 * mebibyte
const maxThresholdPerContainer = 1000 * mebibyte

function imagesOf({ pod }: CyclePod): readonly string[] {
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map((container) => normalizedImageName(container.image))
}

function addScaledSize(columns: NodeColumns, image: string, candidates: Int32Array, n: number, out: Float64Array): void {
  const known = columns.images.get(image)
  if (known === undefined) return
  // An image that is everywhere already counts fully: it draws no pods to one node.
  const scaled = Math.floor(known.sizeBytes * (known.nodeCount / columns.count))
  for (let j = 0; j < n; j++) if (known.present[candidates[j]!] === 1) out[j] = out[j]! + scaled
}

export const imageLocality: ScorePlugin = {
  name: 'ImageLocality',
  weight: 1,
  applies: (columns) => columns.images.size > 0,
  score: (columns, pod, candidates, n, out) => {
    const images = imagesOf(pod)
    out.fill(0, 0, n)
    for (const image of images) addScaledSize(columns, image, candidates, n, out)
    const maxThreshold = maxThresholdPerContainer * images.length
    for (let j = 0; j < n; j++) {
      const sum = Math.min(Math.max(out[j]!, minThreshold), maxThreshold)
      out[j] = Math.floor((maxNodeScore * (sum - minThreshold)) / (maxThreshold - minThreshold))
    }
  },
}
