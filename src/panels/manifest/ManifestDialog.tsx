import { useState } from 'react'
import type { Outcome, Send } from '../../kubectl/apply/apply-manifest.ts'
import type { ManifestProblem } from '../../kubectl/apply/manifest.ts'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { openDialog } from '../../state/page-actions.ts'
import { Button } from '../../ui/controls/Button.tsx'
import { Dialog } from '../../ui/controls/Dialog.tsx'
import { useLazy } from '../use-lazy.ts'
import { checkWhole } from './check-whole.ts'
import { ManifestText } from './ManifestText.tsx'
import { Outcomes } from './Outcomes.tsx'
import { Samples } from './Samples.tsx'
import './manifest.css'

/** Parsing and planning come with the YAML library, so they are fetched with the first manifest. */
const loadApply = async () => {
  const [parsing, applying] = await Promise.all([import('../../kubectl/apply/parse-manifest.ts'), import('../../kubectl/apply/apply-manifest.ts')])
  return { parseManifest: parsing.parseManifest, applyManifest: applying.applyManifest }
}

interface Progress {
  readonly total: number
  readonly outcomes: readonly Outcome[]
  /** What the API server accepted but drops, such as fields that are not simulated. */
  readonly warnings: readonly string[]
  /** Objects that the API server has tried so far, before the first was written. */
  readonly tried: number
  readonly failure: string | undefined
}

/** "3 of 12 tried", then "3 of 12 answered". */
function progressText({ total, outcomes, tried }: Progress): string {
  return total > 1 && tried < total ? `${tried} of ${total} tried` : `${outcomes.length} of ${total} answered`
}

/** Kubernetes YAML to the API server: pasted, dropped or a sample; checked whole before anything is sent. */
export function ManifestDialog() {
  const { store, connection } = useCluster()
  const dropped = useClusterState((state) => state.droppedManifest)
  const playing = useClusterState((state) => state.pace.playing)
  const { loaded, failure: notLoaded } = useLazy(loadApply)
  const [draft, setDraft] = useState<{ readonly text: string; readonly over: typeof dropped }>({ text: dropped?.text ?? '', over: dropped })
  const [problems, setProblems] = useState<readonly ManifestProblem[]>([])
  const [progress, setProgress] = useState<Progress>()
  const text = draft.over === dropped ? draft.text : dropped?.text ?? ''
  const running = progress !== undefined && progress.failure === undefined && progress.outcomes.length < progress.total
  const edit = (next: string): void => {
    setDraft({ text: next, over: dropped })
    setProblems([])
    setProgress(undefined)
  }
  const apply = async (): Promise<void> => {
    if (loaded === undefined) return
    const manifest = loaded.parseManifest(text)
    setProblems(manifest.problems)
    setProgress(undefined)
    if (manifest.problems.length > 0) return
    const total = manifest.documents.length
    const outcomes: Outcome[] = []
    const begun: Progress = { total, outcomes: [], warnings: [], tried: 0, failure: undefined }
    setProgress(begun)
    const send: Send = (request, label) => connection.request(request, label)
    const warnings = new Set<string>()
    const heedful: Send = async (request, label) => {
      const response = await send(request, label)
      for (const warning of response.warnings ?? []) warnings.add(warning)
      return response
    }
    try {
      const refused = await checkWhole(manifest.documents, loaded.applyManifest, send, (tried) => { setProgress({ ...begun, tried }) })
      if (refused.length > 0) {
        setProgress(undefined)
        setProblems(refused)
        return
      }
      await loaded.applyManifest(manifest.documents, heedful, (outcome) => {
        outcomes.push(outcome)
        setProgress({ total, outcomes: [...outcomes], warnings: [...warnings], tried: total, failure: undefined })
      })
    } catch (error) {
      setProgress({ total, outcomes, warnings: [...warnings], tried: total, failure: error instanceof Error ? error.message : String(error) })
    }
    setProblems(outcomes.flatMap((outcome) => outcome.problems))
  }
  return (
    <Dialog title="Apply a manifest" wide onClose={() => { openDialog(store, undefined) }}>
      <p className="quiet">
        Any Kubernetes YAML of the kinds that this cluster serves: paste it, drop a file anywhere on the page, or choose a sample. Several
        objects are tried by the API server before the first is written.
      </p>
      <Samples onChoose={edit} />
      {dropped === undefined ? null : <p className="quiet">From the file {dropped.name}.</p>}
      <ManifestText text={text} problems={problems} onChange={edit} />
      <div className="manifest-bar">
        <Button look="primary" disabled={running || loaded === undefined || text.trim() === ''} onClick={() => { void apply() }}>Apply</Button>
        {running ? <span role="status">{progressText(progress)}{playing ? '' : '; the cluster is paused: press play or step'}</span> : null}
        {notLoaded === undefined ? null : <span className="refusal" role="alert">{notLoaded}</span>}
      </div>
      {progress === undefined ? null : <Outcomes outcomes={progress.outcomes} warnings={progress.warnings} failure={progress.failure} />}
    </Dialog>
  )
}
