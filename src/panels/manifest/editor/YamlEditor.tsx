import { useEffect, useRef } from 'react'
import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import type { Diagnostic } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import type { Extension, Text } from '@codemirror/state'
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers, placeholder } from '@codemirror/view'
import type { ManifestProblem } from '../../../kubectl/apply/manifest.ts'
import type { SchemaSource } from '../schema/schema-source.ts'
import { editorTheme } from './editor-theme.ts'
import { yamlCompletion } from './yaml-completion.ts'

/** What the dialog asks of an editor that stands. */
export interface EditorHandle {
  /** Puts the cursor at a line and column (both from 1), selects to the line's end and takes the focus. */
  show(line: number, column: number): void
}

/** What the editor tells. `onLeave`: Escape was pressed; Tab indents, so the keyboard needs a way out. */
interface EditorEvents {
  readonly onChange: (text: string) => void
  readonly onSubmit: () => void
  readonly onLeave: () => void
}

interface YamlEditorProps extends EditorEvents {
  /** Accessible name. */
  readonly label: string
  readonly text: string
  readonly problems: readonly ManifestProblem[]
  readonly schemas: SchemaSource
  readonly onReady: (handle: EditorHandle) => void
}

/** Offset of a line and column (both from 1); beyond the text's end it is the end. */
function offsetIn(doc: Text, line: number, column: number): number {
  if (line > doc.lines) return doc.length
  const { from, to } = doc.line(Math.max(1, line))
  return Math.min(to, from + Math.max(1, column) - 1)
}

function diagnosticsOf(doc: Text, problems: readonly ManifestProblem[]): Diagnostic[] {
  return problems.map(({ line, column, message }) => {
    const from = offsetIn(doc, line, column)
    const end = doc.lineAt(from).to
    return { from, to: Math.max(from, end), severity: 'error', message }
  })
}

/** A text editor for Kubernetes YAML. The text is the caller's: a change from outside replaces it. */
export function YamlEditor({ label, text, problems, schemas, onReady, ...events }: YamlEditorProps) {
  const box = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const latest = useRef(events)
  useEffect(() => { latest.current = events })
  useEffect(() => {
    const parent = box.current
    if (parent === null) return undefined
    const made = new EditorView({ parent, state: EditorState.create({ extensions: extensions(label, schemas, latest) }) })
    view.current = made
    onReady({
      show: (line, column) => {
        const anchor = offsetIn(made.state.doc, line, column)
        made.dispatch({ selection: { anchor, head: made.state.doc.lineAt(anchor).to }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
        made.focus()
      },
    })
    return () => { made.destroy() }
  }, [label, schemas, onReady])
  useEffect(() => {
    const editor = view.current
    if (editor !== null && editor.state.doc.toString() !== text) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } })
  }, [text])
  useEffect(() => {
    const editor = view.current
    if (editor !== null) editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor.state.doc, problems)))
  }, [problems, text])
  return <div ref={box} className="yaml-editor" />
}

function extensions(label: string, schemas: SchemaSource, events: { readonly current: EditorEvents }): Extension {
  return [
    keymap.of([
      { key: 'Mod-Enter', run: () => { events.current.onSubmit(); return true } },
      ...closeBracketsKeymap, ...lintKeymap,
      // The completion's own Escape, which closes its list, comes before.
      { key: 'Escape', run: () => { events.current.onLeave(); return true }, stopPropagation: true },
      ...defaultKeymap, ...historyKeymap, indentWithTab,
    ]),
    lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), history(), indentOnInput(), bracketMatching(), closeBrackets(), lintGutter(),
    yaml(), yamlCompletion(schemas), indentUnit.of('  '), EditorState.tabSize.of(2), editorTheme,
    placeholder('apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: hello'),
    // A dialog that opens gives the focus to what asks for it.
    EditorView.contentAttributes.of({ autofocus: '', 'aria-label': label, 'aria-multiline': 'true', tabindex: '0' }),
    EditorView.updateListener.of((update) => { if (update.docChanged) events.current.onChange(update.state.doc.toString()) }),
  ]
}
