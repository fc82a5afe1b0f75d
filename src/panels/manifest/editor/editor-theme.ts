/** The editor in the page's colours: tokens only, so that a change of theme needs no other editor. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const frame = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--field)', fontSize: '13px' },
  '&.cm-focused': { outline: 'var(--stroke-focus) solid var(--focus)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.45' },
  '.cm-content': { caretColor: 'var(--text)', padding: '6px 0' },
  '.cm-gutters': { backgroundColor: 'var(--inner)', color: 'var(--text-3)', border: 'none', borderRight: 'var(--stroke-hair) solid var(--line)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--hover) 45%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--hover)', color: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)', borderLeftWidth: '2px' },
  '.cm-placeholder': { color: 'var(--text-3)' },
  '& .cm-content ::selection, & .cm-line::selection': { backgroundColor: 'var(--selected)' },
  '.cm-matchingBracket': { backgroundColor: 'var(--selected)', outline: '1px solid var(--line-3)' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--text)', border: 'var(--stroke-hair) solid var(--line-2)', borderRadius: 'var(--r-inner)', boxShadow: 'var(--shadow-2)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', fontSize: '13px', maxHeight: '14em' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--selected)', color: 'var(--text)', boxShadow: 'inset 3px 0 var(--accent)' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700', color: 'var(--accent)' },
  '.cm-completionDetail': { color: 'var(--text-2)', fontStyle: 'normal' },
  '.cm-completionInfo': { maxWidth: '320px', padding: '6px 9px', fontFamily: 'var(--font-ui)', fontSize: '12.5px', whiteSpace: 'pre-line' },
  '.cm-diagnostic': { borderLeft: '3px solid var(--st-failed)', padding: '4px 8px', fontSize: '12.5px', fontFamily: 'var(--font-ui)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--st-failed) 1.5px', textUnderlineOffset: '3px' },
  '.cm-gutter-lint .cm-lint-marker-error': { content: 'normal', width: '14px', height: '14px', margin: '2px 0 0 0', borderRadius: '3px', backgroundColor: 'var(--st-failed-bg)' },
  '.cm-lint-marker-error::before': { content: '"!"', display: 'block', color: 'var(--st-failed-text)', font: '800 12px/14px var(--font-ui)', textAlign: 'center' },
})

const words = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)' },
  { tag: [tags.string, tags.content], color: 'var(--text)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: 'var(--lk-etcd)' },
  { tag: tags.comment, color: 'var(--text-3)', fontStyle: 'italic' },
  { tag: [tags.meta, tags.separator, tags.punctuation, tags.typeName, tags.labelName], color: 'var(--text-2)' },
])

export const editorTheme: Extension = [frame, syntaxHighlighting(words)]
