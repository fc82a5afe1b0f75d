/** In place of d3-color: a viewport is three numbers, and no text is a colour. */
export function color(): null {
  return null
}
export { color as cubehelix, color as hcl, color as hsl, color as lab, color as rgb }
