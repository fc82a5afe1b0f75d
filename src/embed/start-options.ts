/** From an address to a cluster: the objects that it starts with, and how large it is. */
import { objects as firstRunObjects } from '../../public/manifests/first-run.yaml?objects'
import type { ClusterOptions } from '../protocol/options.ts'
import { defaultClusterOptions } from '../protocol/options.ts'
import type { UrlOptions } from './url-options.ts'

/** Gives the objects of a manifest beside the page, one JSON text each; rejects with a sentence for people. */
type FetchObjects = (address: string) => Promise<readonly string[]>

interface StartOptions {
  readonly cluster: ClusterOptions
  readonly faults: readonly string[]
}

/** Clients of the first run's application. */
const firstRunLoad = { namespace: 'default', service: 'web', requestsPerSecond: 6 } as const

/** The options of the cluster that the address asks for. A manifest that can't be had is told, and the first run's is taken. */
export async function startOptions(asked: UrlOptions, fetchObjects: FetchObjects): Promise<StartOptions> {
  const faults: string[] = []
  const own = asked.manifest === undefined ? undefined : await objectsOrFault(asked.manifest, fetchObjects, faults)
  return {
    cluster: {
      ...defaultClusterOptions,
      seed: asked.seed,
      nodes: asked.nodes,
      steadyPods: asked.pods,
      manifests: own ?? firstRunObjects,
      clientLoad: own === undefined ? firstRunLoad : undefined,
    },
    faults,
  }
}

async function objectsOrFault(address: string, fetchObjects: FetchObjects, faults: string[]): Promise<readonly string[] | undefined> {
  try {
    return await fetchObjects(address)
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error))
    return undefined
  }
}
