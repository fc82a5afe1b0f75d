import { useEffect, useRef } from 'react'
import { yaml } from '@codemirror/lang-yaml'
import { MergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import type { Extension } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import type { Comparison } from './compare.ts'
import { editorTheme } from './editor/editor-theme.ts'

/** Longer objects are compared less exactly rather than slowly. */
const diffConfig = { scanLimit: 2000, timeout: 200 }

/** Each object as it is beside what it would become; objects that would not change are named only. */
export function DiffView({ comparisons }: { readonly comparisons: readonly Comparison[] }) {
  const same = comparisons.filter((one) => one.live === one.merged)
  return (
    <section className="diffs" aria-label="What applying would change">
      {comparisons.filter((one) => one.live !== one.merged).map((one) => <Sides key={one.name} comparison={one} />)}
      {same.length === 0 ? null : <p role="status">Would not change: {same.map((one) => one.name).join(', ')}</p>}
    </section>
  )
}

function Sides({ comparison: { name, live, merged } }: { readonly comparison: Comparison }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const parent = box.current
    if (parent === null) return undefined
    const view = new MergeView({
      parent, diffConfig, a: { doc: live, extensions: side(`${name}, live`) }, b: { doc: merged, extensions: side(`${name}, after apply`) },
      gutter: true, collapseUnchanged: { margin: 2, minSize: 4 },
    })
    return () => { view.destroy() }
  }, [name, live, merged])
  return (
    <div className={live === '' ? 'diff diff-new' : 'diff'}>
      <h3>{name}</h3>
      <div className="diff-heads"><span>{live === '' ? 'not there yet' : 'live'}</span><span>after apply</span></div>
      <div ref={box} />
    </div>
  )
}

function side(label: string): Extension {
  return [
    lineNumbers(), yaml(), editorTheme, EditorState.readOnly.of(true), EditorView.editable.of(false),
    // Not editable, but it scrolls: the keyboard must get in.
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
  ]
}
