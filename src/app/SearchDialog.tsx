import { useEffect, useId, useMemo, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useSlowTick } from '../panels/use-slow-tick.ts'
import { useCluster } from '../state/context.tsx'
import { flyTo, openDialog, takeTypedAhead } from '../state/page-actions.ts'
import { foundNamed, search } from '../state/search.ts'
import type { Found } from '../state/search.ts'
import { Dialog } from '../ui/controls/Dialog.tsx'
import { StatusGlyph } from '../ui/StatusGlyph.tsx'

/** "app=web": what `kubectl get pods -l` takes. */
const labelQuery = /^\s*([\w./-]+)=([\w.-]+)\s*$/
const mostListed = 5000
/** The cluster goes on while somebody searches it: its answers follow at most so often, since each looks at everything. */
const lookMs = 500

/** A modal dialog gives the focus to what carries this attribute; React's own property sets no attribute. */
const takesFocus = (field: HTMLInputElement | null): void => { field?.setAttribute('autofocus', '') }

const keyOf = (thing: Found | undefined): string | undefined => thing === undefined ? undefined : JSON.stringify(thing.selection)

/** Finds by name, kind, status or label; Enter selects what is marked and has the camera fly there. */
export function SearchDialog() {
  const { store } = useCluster()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<string>()
  const list = useId()
  const found = useFound(query)
  // What was marked stays so while others come before it.
  const marked = Math.max(0, found.findIndex((thing) => keyOf(thing) === chosen))
  // Without Enter: what was typed before is seen, and marked, before it is chosen.
  useEffect(() => {
    const typed = takeTypedAhead(store).replaceAll('\r', '')
    if (typed !== '') setQuery(typed)
  }, [store])
  const close = (): void => { openDialog(store, undefined) }
  const go = (thing: Found | undefined): void => {
    if (thing === undefined) return
    close()
    flyTo(store, thing.selection)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && found.length > 0) {
      event.preventDefault()
      setChosen(keyOf(found[(marked + step + found.length) % found.length]))
    }
    if (event.key !== 'Enter') return
    // With the dialog the focus goes elsewhere: a button that has it before the key is done would be pressed too.
    event.preventDefault()
    go(found[marked])
  }
  return (
    <Dialog title="Search" onClose={close}>
      <input
        ref={takesFocus} className="search-field" type="text" role="combobox" aria-label="Search the cluster" aria-expanded={found.length > 0} aria-controls={list}
        aria-activedescendant={found.length > 0 ? `${list}-${marked}` : undefined} autoComplete="off" spellCheck={false}
        placeholder="web, node-2, pods pending, app=web …" value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setChosen(undefined)
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={list} className="search-results" role="listbox" aria-label="Found">
        {found.map((thing, i) => (
          <li
            key={keyOf(thing)} id={`${list}-${i}`} role="option" aria-selected={i === marked}
            onClick={() => { go(thing) }} onPointerMove={() => { setChosen(keyOf(thing)) }}
          >
            <span className="search-kind">{thing.kind}</span>
            <span className="search-mark">{thing.status === undefined ? null : <StatusGlyph status={thing.status} size={14} />}</span>
            <b className="mono">{thing.name}</b>
            <span className="search-says">{thing.says}</span>
          </li>
        ))}
      </ul>
      <p className="quiet" role="status">{query.trim() === '' ? 'Names, kinds, states; or a label as in app=web.' : found.length === 0 ? 'Nothing found. Names, kinds and states are looked for, or a label as in app=web.' : `${found.length} found. Enter flies there.`}</p>
    </Dialog>
  )
}

/** What the view holds of the words; for a label what the cluster held when it was typed, as it is now. */
function useFound(query: string): readonly Found[] {
  const { view, connection } = useCluster()
  const tick = useSlowTick(lookMs)
  const byWords = useMemo(() => search(view, query), [view, query, tick])
  const [labelled, setLabelled] = useState<{ readonly query: string; readonly names: ReadonlySet<string> }>({ query: '', names: new Set() })
  useEffect(() => {
    const label = labelQuery.exec(query)
    if (label === null) return undefined
    const [, key, value] = label
    let stale = false
    const listed = (['nodes', 'pods'] as const)
      .map((resource) => connection.inspect({ query: 'list', resource, namespace: '', limit: mostListed }))
    Promise.all(listed).then(
      (objects) => { if (!stale) setLabelled({ query, names: namesWithLabel(objects.flat(), key ?? '', value ?? '') }) },
      // The engine is gone: the fault screen says so.
      () => undefined,
    )
    return () => { stale = true }
  }, [query, connection])
  const byLabel = useMemo(() => foundNamed(view, labelled.names), [view, labelled, tick])
  return byWords.length === 0 && labelled.query === query ? byLabel : byWords
}

interface Labelled {
  readonly metadata: { readonly namespace?: string; readonly name: string; readonly labels?: Readonly<Record<string, string>> }
}

function namesWithLabel(objects: readonly unknown[], key: string, value: string): ReadonlySet<string> {
  const having = (objects as readonly Labelled[]).filter(({ metadata }) => metadata.labels?.[key] === value)
  return new Set(having.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`))
}
