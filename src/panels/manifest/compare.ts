/** What applying a manifest would change: each live object beside what a dry run of the API server makes of it, as `kubectl diff` asks. */
import { statusProblems, writeRequest } from '../../kubectl/apply/apply-manifest.ts'
import type { Send } from '../../kubectl/apply/apply-manifest.ts'
import { lastAppliedAnnotation } from '../../kubectl/apply/create-request.ts'
import { isJsonObject, kubectlName } from '../../kubectl/apply/manifest.ts'
import type { ManifestDocument, ManifestProblem } from '../../kubectl/apply/manifest.ts'
import { yamlText } from '../../kubectl/print/yaml.ts'
import { resourcePath } from '../../kubernetes/resources.ts'
import { isStatus, refusalText } from '../../state/action-result.ts'

export interface Comparison {
  /** "deployment.apps/web" */
  readonly name: string
  /** YAML of the object as it is; empty text: there is none yet. */
  readonly live: string
  /** YAML of what it would become; the same text when nothing would change. */
  readonly merged: string
}

/** The object without what apply and the API server keep for themselves. */
function readable(object: unknown): string {
  if (!isJsonObject(object) || !isJsonObject(object['metadata'])) return yamlText(object)
  const { managedFields: _, annotations, ...metadata } = object['metadata']
  const kept = isJsonObject(annotations) ? Object.fromEntries(Object.entries(annotations).filter(([key]) => key !== lastAppliedAnnotation)) : {}
  return yamlText({ ...object, metadata: { ...metadata, ...(Object.keys(kept).length === 0 ? {} : { annotations: kept }) } })
}

/** Compares the documents one by one; what the API server refuses is among `problems`. Rejects only when the connection breaks. */
export async function compareWithLive(
  documents: readonly ManifestDocument[], send: Send,
): Promise<{ readonly comparisons: readonly Comparison[]; readonly problems: readonly ManifestProblem[] }> {
  const comparisons: Comparison[] = []
  const problems: ManifestProblem[] = []
  for (const document of documents) {
    const { info, namespace } = document
    const name = kubectlName(info, document.name)
    const label = `diff ${name}`
    const found = await send({ method: 'GET', path: resourcePath(info, namespace, document.name) }, label)
    const live = found.status === 404 ? undefined : found.body
    const request = found.status >= 400 && found.status !== 404 ? undefined : writeRequest(document, live)
    const answer = request === undefined ? found : await send({ ...request, query: { ...request.query, dryRun: 'All' } }, label)
    if (answer.status >= 400) {
      problems.push(...statusProblems(document, isStatus(answer.body) ? answer.body : undefined, refusalText(answer.status, answer.body)))
    } else comparisons.push({ name, live: live === undefined ? '' : readable(live), merged: readable(answer.body) })
  }
  return { comparisons, problems }
}
