/** Which nodes have which images, for ImageLocality. Source: pkg/scheduler/backend/cache/cache.go (imageStates). */
import type { Node } from '../../../../kubernetes/types/core.ts'

export interface ImageColumn {
  sizeBytes: number
  /** By node slot. */
  present: Uint8Array
  nodeCount: number
}

export function placeImages(images: Map<string, ImageColumn>, capacity: number, slot: number, node: Node): void {
  for (const image of node.status.images ?? []) {
    for (const name of image.names) {
      let column = images.get(name)
      if (column === undefined) {
        column = { sizeBytes: image.sizeBytes, present: new Uint8Array(capacity), nodeCount: 0 }
        images.set(name, column)
      }
      column.nodeCount += 1 - column.present[slot]!
      column.present[slot] = 1
    }
  }
}

export function removeImages(images: Map<string, ImageColumn>, slot: number, node: Node): void {
  for (const image of node.status.images ?? []) {
    for (const name of image.names) {
      const column = images.get(name)
      if (column === undefined) continue
      column.nodeCount -= column.present[slot]!
      column.present[slot] = 0
      if (column.nodeCount === 0) images.delete(name)
    }
  }
}

/** The name under which nodes list an image: with its tag. Source: imagelocality/image_locality.go (normalizedImageName). */
export function normalizedImageName(name: string): string {
  return name.lastIndexOf(':') <= name.lastIndexOf('/') ? `${name}:latest` : name
}
