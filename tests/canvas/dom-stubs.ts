/** What React Flow and axe ask of a browser and jsdom lacks: a transform's matrix, and canvases (nothing is drawn there). */
export function stubCanvasDom(): void {
  HTMLCanvasElement.prototype.getContext = () => null
  if (!('DOMMatrixReadOnly' in window)) Object.assign(window, { DOMMatrixReadOnly: class { readonly m22 = 1 } })
}
