/** What style sheets and source say of each other: classes and custom properties. */

const withoutComments = (css: string): string => css.replaceAll(/\/\*[\s\S]*?\*\//g, '')

/** Names that belong to libraries: their elements are not in our source. */
const foreign = /^(?:react-flow|xterm|cm-|u-)/

/** Class names that style sheets speak of. */
export function styledClasses(css: string): readonly string[] {
  const selectors = [...withoutComments(css).matchAll(/([^{}]+)\{/g)].map(([, selector]) => selector ?? '')
  return [...new Set(selectors.flatMap((selector) => [...selector.matchAll(/\.(-?[a-z_][\w-]*)/gi)].map(([, name]) => name ?? '')))]
}

/** Those of them that no element can have: the source has neither the word nor a template that begins as they do ("status-${...}"). */
export function unusedClasses(css: string, source: string): readonly string[] {
  const words = new Set(source.match(/[a-z_][\w-]*/gi))
  const beginnings = [...new Set([...source.matchAll(/([a-z][\w-]*-)\$\{/gi)].map(([, beginning]) => beginning ?? ''))]
  return styledClasses(css).filter((name) => !foreign.test(name) && !words.has(name) && !beginnings.some((beginning) => name.startsWith(beginning)))
}

/** Custom properties that are set and that neither a style sheet nor the source reads. */
export function unusedProperties(css: string, source: string): readonly string[] {
  const text = withoutComments(css)
  const set = new Set([...text.matchAll(/(--[\w-]+)\s*:/g)].map(([, name]) => name ?? ''))
  const read = new Set([...text.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name ?? ''))
  const beginnings = [...new Set([...source.matchAll(/(--[\w-]*-)\$\{/g)].map(([, beginning]) => beginning ?? ''))]
  // React Flow's own properties are set for it.
  return [...set].filter((name) => !name.startsWith('--xy-') && !read.has(name) && !source.includes(name) && !beginnings.some((beginning) => name.startsWith(beginning)))
}

/** Custom properties that are read without a fallback and that neither a style sheet nor the source sets. */
export function missingProperties(css: string, source: string): readonly string[] {
  const text = withoutComments(css)
  const set = new Set([...text.matchAll(/(--[\w-]+)\s*:/g)].map(([, name]) => name ?? ''))
  const read = [...text.matchAll(/var\((--[\w-]+)\s*\)/g)].map(([, name]) => name ?? '')
  return [...new Set(read)].filter((name) => !set.has(name) && !source.includes(name))
}
