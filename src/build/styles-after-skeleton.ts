/** Lets the page's first paint not wait for its styles: they stand below the skeleton, which brings its own. */
import type { Plugin } from 'vite'

const styleLink = /\s*<link rel="stylesheet"[^>]*>/g

/** Moves links to style sheets from the head to the body's end, in their order. Scripts still wait for them; what stands above does not. */
export function stylesBelow(html: string): string {
  const links = html.match(styleLink) ?? []
  return html.replace(styleLink, '').replace(/\s*<\/body>/, (end) => `${links.join('')}${end}`)
}

export function stylesAfterSkeleton(): Plugin {
  return { name: 'styles-after-skeleton', apply: 'build', transformIndexHtml: { order: 'post', handler: stylesBelow } }
}
