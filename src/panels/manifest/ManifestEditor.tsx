import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { ManifestProblem } from '../../kubectl/apply/manifest.ts'
import { useCluster } from '../../state/context.tsx'
import { YamlEditor } from './editor/YamlEditor.tsx'
import type { EditorHandle } from './editor/YamlEditor.tsx'
import { ProblemList } from './ProblemList.tsx'
import { learnKinds, schemaSource } from './schema/schema-source.ts'
import { useLiveCheck } from './use-live-check.ts'

/**
 * The text with what is wrong below it: what the API server refused (`refused`), or else what its schemas say while one types. Escape
 * leaves the text for `next`, the element that comes after it.
 */
export function ManifestEditor({ label, text, refused, next, onChange, onSubmit }: {
  readonly label: string; readonly text: string; readonly refused: readonly ManifestProblem[]; readonly next: () => HTMLElement | null
  readonly onChange: (text: string) => void; readonly onSubmit: () => void
}) {
  const { connection } = useCluster()
  const schemas = useMemo(() => schemaSource(connection), [connection])
  const learn = useCallback(() => learnKinds(connection), [connection])
  const live = useLiveCheck(text, schemas, learn)
  const editor = useRef<EditorHandle>(null)
  const onReady = useCallback((handle: EditorHandle) => { editor.current = handle }, [])
  // Kinds of definitions are proposed as well. A connection that broke is told by the check.
  useEffect(() => { void learn().catch(() => undefined) }, [learn])
  const problems = refused.length > 0 ? refused : live.problems
  return (
    <>
      <YamlEditor label={label} text={text} problems={problems} schemas={schemas} onReady={onReady} onChange={onChange} onSubmit={onSubmit} onLeave={() => { next()?.focus() }} />
      <ProblemList problems={problems} urgent={refused.length > 0} onShow={({ line, column }) => { editor.current?.show(line, column) }} />
      {live.failure === undefined ? null : <p className="refusal" role="status">Fields are not checked while you type: {live.failure}</p>}
    </>
  )
}
