/** Reads Kubernetes objects as the cluster prints them. */
import { parseObjectPath, valueAt } from '../../src/lessons/object-path.ts'
import type { Podium } from './podium-page.ts'

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
