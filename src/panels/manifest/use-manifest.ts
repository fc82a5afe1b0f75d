/** One manifest on its way to the API server: checked, tried, compared, applied; and what came of it. */
import { useState } from 'react'
import { applyManifest } from '../../kubectl/apply/apply-manifest.ts'
import type { Outcome, Send } from '../../kubectl/apply/apply-manifest.ts'
import type { ManifestDocument, ManifestProblem } from '../../kubectl/apply/manifest.ts'
import { parseManifest } from '../../kubectl/apply/parse-manifest.ts'
import { useCluster } from '../../state/context.tsx'
import { checkWhole } from './check-whole.ts'
import { compareWithLive } from './compare.ts'
import type { Comparison } from './compare.ts'
import { learnKinds, namesUnknownKind } from './schema/schema-source.ts'

interface Progress {
  /** How far it is, in words; undefined when it has ended. */
  readonly doing: string | undefined
  readonly outcomes: readonly Outcome[]
  /** What the API server accepted but drops, such as fields that are not simulated. */
  readonly warnings: readonly string[]
  readonly comparisons: readonly Comparison[] | undefined
  /** One line when there is nothing else to show. */
  readonly says: string | undefined
  readonly failure: string | undefined
}

const begun: Progress = { doing: undefined, outcomes: [], warnings: [], comparisons: undefined, says: undefined, failure: undefined }

interface ManifestRun {
  readonly progress: Progress | undefined
  /** What was refused. */
  readonly problems: readonly ManifestProblem[]
  /** Forgets what came of an older text. */
  readonly clear: () => void
  readonly apply: (text: string) => Promise<void>
  readonly dryRun: (text: string) => Promise<void>
  readonly compare: (text: string) => Promise<void>
}

/** Nothing of a file goes in before all of it has been read without a fault; several objects are tried before the first is written. */
export function useManifest(): ManifestRun {
  const { connection } = useCluster()
  const [progress, setProgress] = useState<Progress>()
  const [problems, setProblems] = useState<readonly ManifestProblem[]>([])
  const tell = (parts: Partial<Progress>): void => { setProgress((before) => ({ ...begun, ...before, ...parts })) }

  const refuse = (refused: readonly ManifestProblem[]): void => {
    setProgress(undefined)
    setProblems(refused)
  }
  const run = async (text: string, act: (documents: readonly ManifestDocument[], send: Send) => Promise<void>): Promise<void> => {
    let manifest = parseManifest(text)
    setProblems(manifest.problems)
    setProgress(undefined)
    if (namesUnknownKind(manifest.problems) && await learnKinds(connection).catch(() => false)) {
      manifest = parseManifest(text)
      setProblems(manifest.problems)
    }
    if (manifest.problems.length > 0) return
    const warnings = new Set<string>()
    const send: Send = async (request, label) => {
      const response = await connection.request(request, label)
      for (const warning of response.warnings ?? []) warnings.add(warning)
      return response
    }
    try {
      await act(manifest.documents, send)
      setProgress((now) => (now === undefined ? now : { ...now, doing: undefined, warnings: [...warnings] }))
    } catch (error) {
      tell({ doing: undefined, failure: error instanceof Error ? error.message : String(error) })
    }
  }
  const tryAll = async (documents: readonly ManifestDocument[], send: Send): Promise<boolean> => {
    tell({ doing: `0 of ${documents.length} tried` })
    const refused = await checkWhole(documents, applyManifest, send, (tried) => { tell({ doing: `${tried} of ${documents.length} tried` }) })
    if (refused.length > 0) refuse(refused)
    return refused.length === 0
  }
  return {
    progress, problems,
    clear: () => { refuse([]) },
    apply: (text) => run(text, async (documents, send) => {
      // The request of a single object is as good a check as a trial of it.
      if (documents.length > 1 && !await tryAll(documents, send)) return
      const outcomes: Outcome[] = []
      tell({ doing: `0 of ${documents.length} answered` })
      await applyManifest(documents, send, (outcome) => {
        outcomes.push(outcome)
        tell({ outcomes: [...outcomes], doing: `${outcomes.length} of ${documents.length} answered` })
      })
      setProblems(outcomes.flatMap((outcome) => outcome.problems))
    }),
    dryRun: (text) => run(text, async (documents, send) => {
      if (await tryAll(documents, send)) tell({ says: `Dry run: the API server would take ${documents.length === 1 ? 'it' : `all ${documents.length} objects`}. Nothing was written.` })
    }),
    compare: (text) => run(text, async (documents, send) => {
      tell({ doing: `${documents.length} to compare` })
      const compared = await compareWithLive(documents, send)
      if (compared.problems.length > 0) refuse(compared.problems)
      else tell({ comparisons: compared.comparisons })
    }),
  }
}
