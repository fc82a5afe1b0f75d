/** What deserves a look among many nodes, counted. */
import { podFlags, statusCodes } from '../../protocol/vocabulary.ts'
import type { ClusterView } from '../../state/cluster-view.ts'

export interface Alarms {
  /** Pods that fail (CrashLoopBackOff, ImagePullBackOff, Error ...). */
  readonly failedPods: number
  /** Pods that are there and not running for another reason: pending, or nobody knows. */
  readonly waitingPods: number
  /** Nodes that are not Ready. */
  readonly notReady: number
  /** Pods on their way out: a rollout or a scale-down goes on. */
  readonly outgoing: number
  /** Pods that run and are of an older revision than their Deployment asks for. */
  readonly outdated: number
}

/** Nothing deserves a look. */
export const noAlarms: Alarms = { failedPods: 0, notReady: 0, waitingPods: 0, outgoing: 0, outdated: 0 }

/** ReplicaSets of an older revision than their Deployment asks for. */
function outdatedSets(view: ClusterView): ReadonlySet<number> {
  const old = new Set<number>()
  for (const { slot, deployment, revision } of view.replicaSets.values()) if (revision < (view.deployments.get(deployment)?.revision ?? 0)) old.add(slot)
  return old
}

/** Counts over the nodes in `slots` and their pods. */
export function alarmsOf(view: ClusterView, slots: Iterable<number>): Alarms {
  const { nodes, pods } = view
  let failedPods = 0
  let waitingPods = 0
  let notReady = 0
  let outgoing = 0
  let outdated = 0
  const old = outdatedSets(view)
  for (const slot of slots) {
    if (nodes.status[slot] !== statusCodes.running) notReady += 1
    for (const pod of nodes.pods[slot] ?? []) {
      if (pod < 0) continue
      const status = pods.status[pod]
      if (status === statusCodes.failed) failedPods += 1
      else if (status === statusCodes.pending || status === statusCodes.unknown) waitingPods += 1
      if (((pods.flags[pod] ?? 0) & podFlags.terminating) !== 0) outgoing += 1
      else if (status === statusCodes.running && old.has(pods.replicaSet[pod] ?? -1)) outdated += 1
    }
  }
  return { failedPods, waitingPods, notReady, outgoing, outdated }
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

/** Alarms in words, worst first: "7 pods failing, 2 nodes NotReady"; "no alarms". */
export function alarmWords({ failedPods, waitingPods, notReady, outgoing, outdated }: Alarms): string {
  const words = [
    failedPods > 0 ? `${plural(failedPods, 'pod')} failing` : '',
    notReady > 0 ? `${plural(notReady, 'node')} NotReady` : '',
    waitingPods > 0 ? `${plural(waitingPods, 'pod')} waiting` : '',
    outgoing > 0 ? `${plural(outgoing, 'pod')} terminating` : '',
    outdated > 0 ? `${plural(outdated, 'pod')} of an older revision` : '',
  ].filter((word) => word !== '')
  return words.length === 0 ? 'no alarms' : words.join(', ')
}
