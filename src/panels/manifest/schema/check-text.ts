/** A manifest while it is typed: what its text and the schemas of its kinds say, without asking the API server to try it. */
import type { ManifestProblem } from '../../../kubectl/apply/manifest.ts'
import { parseDocuments } from '../../../kubectl/apply/parse-manifest.ts'
import { apiVersionOf } from '../../../kubernetes/resources.ts'
import { checkObject } from './check-object.ts'
import { schemaOfKind } from './open-api.ts'
import type { SchemaSource } from './schema-source.ts'

/** Larger texts are only checked when they are tried or applied: a check runs after each pause in typing. */
const maxLiveCharacters = 200_000

/** Problems in the order of the text; none for an empty one. Rejects when the connection breaks. */
export async function checkText(text: string, schemas: SchemaSource): Promise<readonly ManifestProblem[]> {
  if (text.trim() === '' || text.length > maxLiveCharacters) return []
  const { documents, problems } = parseDocuments(text, 'default')
  const found = [...problems]
  for (const { info, value, locate } of documents) {
    const apiVersion = apiVersionOf(info)
    const known = await schemas(apiVersion)
    const schema = schemaOfKind(known, apiVersion, info.kind)
    if (schema === undefined) continue
    for (const { field, message } of checkObject(known, schema, value)) found.push({ ...locate(field), field, message })
  }
  return found.toSorted((a, b) => a.line - b.line || a.column - b.column)
}
