/** `-f`: manifests from the standard input or a file, read and checked as kubectl does. */
import type { ManifestDocument } from '../apply/manifest.ts'
import { learnCustomResources } from '../custom-resources.ts'
import { plainError } from '../errors.ts'
import type { KubectlError } from '../errors.ts'
import type { Targets } from '../resources.ts'
import type { Invocation } from './command.ts'

/** A document and what the file is called in messages. */
export interface SourcedDocument {
  readonly document: ManifestDocument
  readonly source: string
}

interface ManifestInput {
  readonly documents: readonly SourcedDocument[]
  /** What is wrong with the others, as kubectl says it. */
  readonly problems: readonly KubectlError[]
}

const validations: Readonly<Record<string, string>> = { strict: 'Strict', true: 'Strict', warn: 'Warn', ignore: 'Ignore', false: 'Ignore' }

/** What `--validate` asks of the API server. Unknown fields are refused unless it says otherwise. */
export function fieldValidation({ flags }: Pick<Invocation, 'flags'>): { readonly fieldValidation: string } {
  const found = validations[flags.text('validate').toLowerCase()]
  if (found === undefined) throw plainError(`invalid - validate option "${flags.text('validate')}"; must be one of: strict (or true), warn, ignore (or false)`)
  return { fieldValidation: found }
}

/** All documents of all `-f`. Good ones are given beside what is wrong with the others. The YAML reader is fetched when it is needed.
 * `generateNames`: an object may leave its name to the server. */
export async function readManifests({ kubectl, flags, namespace }: Invocation, { generateNames = false } = {}): Promise<ManifestInput> {
  const { parseDocuments } = await import('../apply/parse-manifest.ts')
  const documents: SourcedDocument[] = []
  const problems: KubectlError[] = []
  for (const name of flags.list('filename').flatMap((text) => text.split(','))) {
    const source = name === '-' ? 'STDIN' : name
    const text = name === '-' ? kubectl.stdin : await kubectl.readFile(name)
    if (text === undefined) {
      throw plainError(name === '-' ? 'no objects passed: give them after the line as a here-document, <<EOF ... EOF' : `the path "${name}" does not exist`)
    }
    let manifest = parseDocuments(text, namespace, generateNames)
    const unknown = manifest.problems.some(({ message }) => message.startsWith('no matches for kind'))
    if (unknown && await learnCustomResources(kubectl.send)) manifest = parseDocuments(text, namespace, generateNames)
    for (const document of manifest.documents) documents.push({ document, source })
    for (const { field, message, line } of manifest.problems) {
      problems.push(plainError(field === '' ? `error parsing ${source}: error converting YAML to JSON: yaml: line ${line}: ${message}` : problemText(source, message)))
    }
  }
  if (documents.length === 0 && problems.length === 0) throw plainError('no objects passed to apply')
  return { documents, problems }
}

function problemText(source: string, message: string): string {
  return message.startsWith('no matches for kind') ? `resource mapping not found for "${source}": ${message}\nensure CRDs are installed first` : `error validating "${source}": ${message}`
}

/** The objects that files name, for commands that only need to know which. */
export async function manifestTargets(invocation: Invocation): Promise<Targets> {
  const { documents, problems } = await readManifests(invocation)
  const [problem] = problems
  if (problem !== undefined) throw problem
  const targets = documents.map(({ document }) => ({ info: document.info, name: document.name }))
  return { targets, mixed: new Set(targets.map((target) => target.info)).size > 1 }
}
