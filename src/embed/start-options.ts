/** From an address to a cluster: fetches the manifests that the cluster starts with. */
import type { ClusterOptions } from '../protocol/options.ts'
import { defaultClusterOptions } from '../protocol/options.ts'
import type { UrlOptions } from './url-options.ts'

/** Gives the text of a file beside the page; rejects with a sentence for people. */
export type FetchText = (address: string) => Promise<string>

export interface StartOptions {
  readonly cluster: ClusterOptions
  readonly faults: readonly string[]
}

/** What every first view starts with. */
export const firstRunManifest = 'manifests/first-run.yaml'
const firstRunLoad = { namespace: 'default', service: 'web', requestsPerSecond: 20 } as const

/** The options of the cluster that the address asks for. A manifest that can't be had is told, and the first run's is taken. */
export async function startOptions(asked: UrlOptions, fetchText: FetchText): Promise<StartOptions> {
  const faults: string[] = []
  const own = asked.manifest === undefined ? undefined : await textOrFault(asked.manifest, fetchText, faults)
  const first = own === undefined ? await textOrFault(firstRunManifest, fetchText, faults) : undefined
  return {
    cluster: {
      ...defaultClusterOptions,
      seed: asked.seed,
      nodes: asked.nodes,
      steadyPods: asked.pods,
      manifests: [own, first].filter((text) => text !== undefined),
      clientLoad: first === undefined ? undefined : firstRunLoad,
    },
    faults,
  }
}

/** Fetches over HTTP from where the page came from. */
export async function fetchTextFile(address: string): Promise<string> {
  const response = await fetch(address).catch((error: unknown) => {
    throw new Error(`${address} could not be fetched (${error instanceof Error ? error.message : String(error)}).`, { cause: error })
  })
  if (!response.ok) throw new Error(`${address} could not be fetched: the server answered ${response.status}.`)
  const text = await response.text()
  // Many static servers answer an unknown path with their start page.
  if (/^\s*<!doctype html/i.test(text)) throw new Error(`${address} is not there: the server answered with a web page.`)
  return text
}

async function textOrFault(address: string, fetchText: FetchText, faults: string[]): Promise<string | undefined> {
  try {
    return await fetchText(address)
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error))
    return undefined
  }
}
