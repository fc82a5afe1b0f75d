/** An exported picture as a file. */
import type { Picture } from './picture.ts'
import { writeSvg } from './write-svg.ts'

export type FileKind = 'svg' | 'png'

/** Widths in px that a PNG may have: browsers refuse larger canvases. */
export const widthRange = { min: 320, max: 16_000 } as const

/** "podium-00-01-20.svg" */
export function fileName(title: string, kind: FileKind): string {
  const time = /\d\d:\d\d:\d\d/.exec(title)?.[0] ?? ''
  return `podium-${time.replaceAll(':', '-')}.${kind}`
}

/** The picture as a file of that width. Rejects with a sentence for people when the browser can't draw one so large. */
export async function pictureFile(picture: Picture, kind: FileKind, width: number): Promise<Blob> {
  const svg = new Blob([writeSvg(picture, width)], { type: 'image/svg+xml' })
  return kind === 'svg' ? svg : rasterised(svg, width, Math.round((picture.height * width) / picture.width))
}

async function rasterised(svg: Blob, width: number, height: number): Promise<Blob> {
  const address = URL.createObjectURL(svg)
  try {
    const image = new Image(width, height)
    image.src = address
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width, height })
    canvas.getContext('2d')?.drawImage(image, 0, 0, width, height)
    const png = await new Promise<Blob | null>((resolve) => { canvas.toBlob(resolve, 'image/png') })
    if (png === null) throw new Error(`The browser could not draw a picture of ${width} × ${height} pixels. Choose a smaller width, or SVG.`)
    return png
  } finally {
    URL.revokeObjectURL(address)
  }
}

/** Hands a file to the browser's downloads. */
export function download(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  Object.assign(document.createElement('a'), { href: address, download: name }).click()
  // The download has its own hold on the file by then.
  setTimeout(() => { URL.revokeObjectURL(address) }, 10_000)
}
