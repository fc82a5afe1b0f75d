/** A file of several objects goes in whole or not at all: the API server tries each of them before the first is written. */
import type { applyManifest, Outcome, Send } from '../../kubectl/apply/apply-manifest.ts'
import type { ManifestDocument, ManifestProblem } from '../../kubectl/apply/manifest.ts'

/** `dryRun=All`: the API server defaults, validates and admits the object, answers, and writes nothing. */
function dryRun(send: Send): Send {
  return (request, label) => request.method === 'GET' ? send(request, label)
    : send({ ...request, query: { ...request.query, dryRun: 'All' } }, `${label} --dry-run=server`)
}

/** Refusals that the file itself mends: the namespace that an object waits for comes with the same file. */
function isMended(outcome: Outcome, documents: readonly ManifestDocument[]): boolean {
  return documents.some(({ info, name }) => info.name === 'namespaces' && outcome.text === `namespaces "${name}" not found`)
}

/**
 * What the API server would refuse of a file; empty when all of it may be sent. `onTried` hears how many objects have been tried. Rejects
 * only when the connection breaks.
 */
export async function checkWhole(
  documents: readonly ManifestDocument[], apply: typeof applyManifest, send: Send, onTried: (count: number) => void,
): Promise<readonly ManifestProblem[]> {
  let tried = 0
  const refused: Outcome[] = []
  await apply(documents, dryRun(send), (outcome) => {
    onTried(++tried)
    if (outcome.result === 'refused' && !isMended(outcome, documents)) refused.push(outcome)
  })
  return refused.flatMap((outcome) => outcome.problems)
}
