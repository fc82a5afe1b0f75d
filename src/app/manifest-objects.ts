/** Manifests beside the page as a cluster's start takes them. */
import { fetchTextFile } from '../state/page-files.ts'

/** Problems of a file that are told in one line; the manifest dialog shows all. */
const toldProblems = 3

/**
 * The objects of a file, one JSON text each; rejects with a sentence for people. Parsing comes with the YAML library, so it is fetched with
 * the first manifest.
 */
export async function fetchObjects(address: string): Promise<readonly string[]> {
  const [text, { parseManifest }] = await Promise.all([fetchTextFile(address), import('../kubectl/apply/parse-manifest.ts')])
  const { documents, problems } = parseManifest(text)
  if (problems.length > 0) {
    const told = problems.slice(0, toldProblems).map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`)
    throw new Error(`${address} can’t be applied: ${told.join('; ')}${problems.length > toldProblems ? '; and more' : ''}.`)
  }
  return documents.map((document) => JSON.stringify(document.value))
}
