/** The first view's manifest as the start takes it: JSON text of one object each. */
import { readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'

export function firstRunObjects(): readonly string[] {
  const text = readFileSync(new URL('../../public/manifests/first-run.yaml', import.meta.url), 'utf8')
  return parseAllDocuments(text).map((document) => JSON.stringify(document.toJS()))
}
