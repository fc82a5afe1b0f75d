/** What React Flow and the far map ask of a browser and jsdom lacks: a transform's matrix and pixels. */
export function stubCanvasDom(): void {
  if (!('ImageData' in globalThis)) Object.assign(globalThis, { ImageData: class { readonly width = 0 } })
  if (!('DOMMatrixReadOnly' in window)) Object.assign(window, { DOMMatrixReadOnly: class { readonly m22 = 1 } })
}
