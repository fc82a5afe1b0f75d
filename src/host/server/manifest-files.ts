/** Manifests of `--apply`: files to objects. */
import { readFile } from 'node:fs/promises'
import { parseManifest } from '../../kubectl/apply/parse-manifest.ts'

/** The objects of manifest files in order, one JSON text each. Throws a sentence for people that names file and line. */
export async function readManifestFiles(paths: readonly string[]): Promise<string[]> {
  const objects: string[] = []
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      throw new Error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    })
    const { documents, problems } = parseManifest(text)
    if (problems.length > 0) throw new Error(problems.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`).join('\n'))
    for (const document of documents) objects.push(JSON.stringify(document.value))
  }
  return objects
}
