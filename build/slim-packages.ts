/**
 * Takes out of React Flow and d3 what this program has switched off, so that the first view need not load it. The build ends when a package has
 * changed so that a row here no longer fits.
 */
import { join } from 'node:path'
import { parseSync } from 'vite'
import type { Plugin } from 'vite'

interface Slimming {
  /** End of the file's path. */
  readonly file: string
  /** Names of functions that are never called here, and why. */
  readonly leftOut: Readonly<Record<string, string>>
}

const ownEdges = 'every edge has a component of its own (`edgeTypes`)'
const notConnectable = 'nothing can be connected (`nodesConnectable`, `reconnectable`)'
const notSelectable = 'nodes are not selected by React Flow (`selectionKeyCode`)'

const slimmings: readonly Slimming[] = [
  {
    file: '/reactflow/dist/esm/index.js',
    leftOut: {
      createSimpleBezierEdge: ownEdges, createSmoothStepEdge: ownEdges, createStepEdge: ownEdges,
      createStraightEdge: ownEdges, createBezierEdge: ownEdges, ConnectionLine: notConnectable, EdgeUpdateAnchors: notConnectable,
      NodesSelection: notSelectable,
    },
  },
  {
    file: '/@xyflow/system/dist/esm/index.js',
    leftOut: {
      XYDrag: 'nodes are not dragged (`nodesDraggable`)', onPointerDown: notConnectable, handleExpandParent: 'nodes have no parents',
    },
  },
]

/** Style rules of React Flow for parts that this program does not have. */
const unusedStyles = {
  file: '/reactflow/dist/base.css',
  selectors: /react-flow(?:\.dark|__(?:attribution|arrowhead|connection|controls|edge-text|edgeupdater|handle-(?:left|right)|minimap|node-|nodesselection|resize-control|selection))|\.animated|\.connectionindicator|\.connectingfrom/,
}

/** Packages that something smaller of ours stands for. */
const replacements: Readonly<Record<string, string>> = { 'd3-transition': 'd3-transition.ts', 'd3-color': 'd3-color.ts' }

export function slimPackages(root: string): Plugin {
  return {
    name: 'slim-packages',
    apply: 'build',
    enforce: 'pre',
    resolveId(source) {
      const file = replacements[source]
      return file === undefined ? undefined : join(root, 'build/in-place-of', file)
    },
    transform(code, id) {
      if (id.endsWith(unusedStyles.file)) return { code: withoutRules(code, unusedStyles.selectors), map: null }
      const slimming = slimmings.find(({ file }) => id.endsWith(file))
      if (slimming === undefined) return undefined
      return { code: withPureParts(withoutFunctions(code, slimming.leftOut)), map: null }
    },
  }
}

/** `code` with the functions named in `leftOut` emptied. Throws when one of them is not at its top level. */
export function withoutFunctions(code: string, leftOut: Slimming['leftOut']): string {
  const missing = new Set(Object.keys(leftOut))
  const bodies: { readonly start: number; readonly end: number }[] = []
  const empty = (name: string, body: { readonly start: number; readonly end: number } | null | undefined): void => {
    if (body && missing.delete(name)) bodies.push(body)
  }
  for (const statement of parseSync('package.js', code).program.body) {
    if (statement.type === 'FunctionDeclaration') empty(statement.id?.name ?? '', statement.body)
    if (statement.type !== 'VariableDeclaration') continue
    for (const { id, init } of statement.declarations) {
      if (id.type === 'Identifier' && init?.type === 'ArrowFunctionExpression') empty(id.name, init.body)
    }
  }
  if (missing.size > 0) throw new Error(`not in the package any more: ${[...missing].join(', ')}`)
  let slim = code
  for (const { start, end } of bodies.toSorted((a, b) => b.start - a.start)) slim = `${slim.slice(0, start)}{}${slim.slice(end)}`
  return slim
}

/** `css` without the rules all of whose selectors match `unused`. */
export function withoutRules(css: string, unused: RegExp): string {
  return css.replace(/\/\*.*?\*\//gs, '')
    .replace(/([^{}]+)\{[^{}]*\}/g, (rule, selectors: string) => (selectors.split(',').every((selector) => unused.test(selector)) ? '' : rule))
}

/** Names for React's developer tools keep components that nobody uses, and so do calls that might do something. */
function withPureParts(code: string): string {
  return code.replace(/^\w+\.displayName = .*;$/gm, '')
    .replace(/^((?:const|var) [\w$]+ = )((?:memo|forwardRef|fixedForwardRef|createContext|create\w+Edge)\()/gm, '$1/* @__PURE__ */ $2')
}
