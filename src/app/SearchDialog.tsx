import { useEffect, useId, useMemo, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useCluster } from '../state/context.tsx'
import { flyTo, openDialog, takeTypedAhead } from '../state/page-actions.ts'
import { foundPods, search } from '../state/search.ts'
import type { Found } from '../state/search.ts'
import { Dialog } from '../ui/controls/Dialog.tsx'
import { StatusGlyph } from '../ui/StatusGlyph.tsx'

/** "app=web": what `kubectl get pods -l` takes. */
const labelQuery = /^\s*([\w./-]+)=([\w.-]+)\s*$/
const mostPods = 5000

/** A modal dialog gives the focus to what carries this attribute; React's own property sets no attribute. */
const takesFocus = (field: HTMLInputElement | null): void => { field?.setAttribute('autofocus', '') }

/** Finds by name, kind, status or label; Enter selects what is marked and has the camera fly there. */
export function SearchDialog() {
  const { store } = useCluster()
  const [query, setQuery] = useState('')
  const [marked, setMarked] = useState(0)
  const list = useId()
  const found = useFound(query)
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
      setMarked((marked + step + found.length) % found.length)
    }
    if (event.key === 'Enter') go(found[marked])
  }
  return (
    <Dialog title="Search" onClose={close}>
      <input
        ref={takesFocus} className="search-field" type="text" role="combobox" aria-label="Search the cluster" aria-expanded={found.length > 0} aria-controls={list}
        aria-activedescendant={found.length > 0 ? `${list}-${marked}` : undefined} autoComplete="off" spellCheck={false}
        placeholder="web, node-2, pods pending, app=web …" value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setMarked(0)
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={list} className="search-results" role="listbox" aria-label="Found">
        {found.map((thing, i) => (
          <li
            key={`${thing.kind} ${JSON.stringify(thing.selection)}`} id={`${list}-${i}`} role="option" aria-selected={i === marked}
            onClick={() => { go(thing) }} onPointerMove={() => { setMarked(i) }}
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

/** What the view holds of the words; for a label what the cluster holds. */
function useFound(query: string): readonly Found[] {
  const { view, connection } = useCluster()
  const byWords = useMemo(() => search(view, query), [view, query])
  const [byLabel, setByLabel] = useState<{ readonly query: string; readonly found: readonly Found[] }>({ query: '', found: [] })
  useEffect(() => {
    const label = labelQuery.exec(query)
    if (label === null) return undefined
    const [, key, value] = label
    let stale = false
    connection.inspect({ query: 'list', resource: 'pods', namespace: '', limit: mostPods }).then(
      (pods) => { if (!stale) setByLabel({ query, found: foundPods(view, namesWithLabel(pods, key ?? '', value ?? '')) }) },
      // The engine is gone: the fault screen says so.
      () => undefined,
    )
    return () => { stale = true }
  }, [query, view, connection])
  return byWords.length === 0 && byLabel.query === query ? byLabel.found : byWords
}

interface Labelled {
  readonly metadata: { readonly namespace: string; readonly name: string; readonly labels?: Readonly<Record<string, string>> }
}

function namesWithLabel(objects: readonly unknown[], key: string, value: string): ReadonlySet<string> {
  const having = (objects as readonly Labelled[]).filter(({ metadata }) => metadata.labels?.[key] === value)
  return new Set(having.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`))
}
