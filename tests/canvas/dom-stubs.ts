/** What React Flow, axe and the far map ask of a browser and jsdom lacks: a transform's matrix, pixels, and canvases (nothing is drawn there). */
export function stubCanvasDom(): void {
  HTMLCanvasElement.prototype.getContext = () => null
  if (!('ImageData' in globalThis)) Object.assign(globalThis, { ImageData: class { readonly width = 0 } })
  if (!('DOMMatrixReadOnly' in window)) Object.assign(window, { DOMMatrixReadOnly: class { readonly m22 = 1 } })
}
