/** The manifests that come with the page. */
import { fetchTextFile } from '../../state/page-files.ts'

export interface Sample {
  readonly file: string
  readonly title: string
  readonly about: string
}

/** The YAML text of a sample. */
export function fetchSample(file: string): Promise<string> {
  return fetchTextFile(`manifests/${file}`)
}

const isSample = (value: unknown): value is Sample =>
  typeof value === 'object' && value !== null && ['file', 'title', 'about'].every((key) => typeof (value as Readonly<Record<string, unknown>>)[key] === 'string')

/** The list of samples beside the page; entries that are no samples are left out. */
export async function loadSamples(): Promise<readonly Sample[]> {
  const parsed: unknown = JSON.parse(await fetchSample('index.json'))
  return Array.isArray(parsed) ? parsed.filter(isSample) : []
}

/** Fetches them all once, so that they can be had without a network. */
export async function fetchAllSamples(): Promise<void> {
  for (const { file } of await loadSamples()) await fetchSample(file)
}
