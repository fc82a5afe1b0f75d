/** Pixels as `ImageData` has them, empty at first. */
export class Pixels {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number
  constructor(width: number, height: number) {
    this.width = width
    this.height = height
    this.data = new Uint8ClampedArray(width * height * 4)
  }
}

/** What React Flow and the far map ask of a browser and jsdom lacks: a transform's matrix and pixels. */
export function stubCanvasDom(): void {
  if (!('ImageData' in globalThis)) Object.assign(globalThis, { ImageData: class { readonly width = 0 } })
  if (!('DOMMatrixReadOnly' in window)) Object.assign(window, { DOMMatrixReadOnly: class { readonly m22 = 1 } })
}
