/** What deserves a look among many nodes, counted. */
import { statusCodes } from '../../protocol/vocabulary.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import { counted } from '../../state/format.ts'
import { countNode, nodeAlarms, podCount } from './node-alarms.ts'

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

/** Counts over the nodes in `slots` and their pods. */
export function alarmsOf(view: ClusterView, slots: Iterable<number>): Alarms {
  const counted = nodeAlarms(view)
  let failedPods = 0
  let waitingPods = 0
  let notReady = 0
  let outgoing = 0
  let outdated = 0
  for (const slot of slots) {
    countNode(counted, view, slot)
    if (view.nodes.status[slot] !== statusCodes.running) notReady += 1
    failedPods += podCount(counted, slot, 'failed')
    waitingPods += podCount(counted, slot, 'waiting')
    outgoing += podCount(counted, slot, 'outgoing')
    outdated += podCount(counted, slot, 'outdated')
  }
  return { failedPods, waitingPods, notReady, outgoing, outdated }
}

/** Alarms in words, worst first: "7 pods failing, 2 nodes NotReady"; "no alarms". */
export function alarmWords({ failedPods, waitingPods, notReady, outgoing, outdated }: Alarms): string {
  const words = [
    failedPods > 0 ? `${counted(failedPods, 'pod')} failing` : '',
    notReady > 0 ? `${counted(notReady, 'node')} NotReady` : '',
    waitingPods > 0 ? `${counted(waitingPods, 'pod')} waiting` : '',
    outgoing > 0 ? `${counted(outgoing, 'pod')} terminating` : '',
    outdated > 0 ? `${counted(outdated, 'pod')} of an older revision` : '',
  ].filter((word) => word !== '')
  return words.length === 0 ? 'no alarms' : words.join(', ')
}
