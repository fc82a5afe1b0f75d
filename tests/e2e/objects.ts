/** Reads Kubernetes objects as the cluster prints them. */
import { parseObjectPath, valueAt } from '../../src/lessons/object-path.ts'
import { expect } from 'vitest'
import { openPodium } from './podium-page.ts'
import type { Podium, Site } from './podium-page.ts'

/** The value at a path such as `status.conditions[type=Ready].status`. */
export function at(object: unknown, path: string): unknown {
  const parsed = parseObjectPath(path)
  if (parsed === undefined) throw new Error(`"${path}" is no path`)
  return valueAt(object, parsed)
}

export const ofApp = (app: string) => (pod: unknown): boolean => at(pod, 'metadata.labels.app') === app
export const isReady = (object: unknown): boolean => at(object, 'status.conditions[type=Ready].status') === 'True'
export const isGoing = (object: unknown): boolean => at(object, 'metadata.deletionTimestamp') !== undefined
export function nodeOf(pod: unknown): string {
  const name = at(pod, 'spec.nodeName')
  return typeof name === 'string' ? name : ''
}

/** Waits until a Deployment has exactly this many ready replicas, and no pods of it besides. */
export async function untilReady(podium: Podium, app: string, replicas: number): Promise<void> {
  const counts = async (): Promise<Readonly<Record<'ready' | 'generation' | 'observed' | 'pods', unknown>>> => {
    const [deployment, pods] = await Promise.all([podium.object('deployments', app), podium.list('pods')])
    return {
      ready: at(deployment, 'status.readyReplicas') ?? 0, generation: at(deployment, 'metadata.generation'), observed: at(deployment, 'status.observedGeneration'),
      pods: pods.filter(ofApp(app)).length,
    }
  }
  await podium.until(`${app} has ${replicas} ready replicas and no pods besides`, counts, (seen) =>
    seen.ready === replicas && seen.pods === replicas && seen.observed === seen.generation)
}

/** Visits a fresh cluster once the first application runs; the page must have told no fault by the end. `query`: of the address. */
export async function visitReady(site: Site, query: string, visit: (podium: Podium) => Promise<void>): Promise<void> {
  const podium = await openPodium(site, { query })
  try {
    await untilReady(podium, 'web', 3)
    // While the camera moves, as it does at the start, the page hears of the cluster more seldom than it is asked here.
    await podium.frame.locator('.cluster-canvas:not([data-moving])').first().waitFor()
    await podium.button(/^Node node-3, Ready/).first().waitFor()
    await visit(podium)
    expect(podium.faults).toEqual([])
  } finally {
    await podium.close()
  }
}
