/** What happens to a pod, told from two of its states. The first difference that matters is told. */
import type { ContainerStatus, Pod } from '../../kubernetes/types/core.ts'
import { shortName } from './short-name.ts'
import type { Sentence } from './sentence.ts'

function condition(pod: Pod, type: string): string {
  return pod.status.conditions?.find((one) => one.type === type)?.status ?? 'Unknown'
}

function statuses(pod: Pod): readonly ContainerStatus[] {
  return [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])]
}

const badReasons = new Set(['CrashLoopBackOff', 'ErrImagePull', 'ImagePullBackOff', 'CreateContainerError', 'RunContainerError'])

function containerSentence(before: Pod, after: Pod, name: string): Sentence | undefined {
  const old = new Map(statuses(before).map((status) => [status.name, status]))
  for (const status of statuses(after)) {
    const was = old.get(status.name)
    const { terminated, waiting, running } = status.state
    if (terminated !== undefined && was?.state.terminated === undefined) {
      const code = terminated.exitCode
      return { text: `sees container ${status.name} of ${name} exit with code ${code}`, tone: code === 0 ? 'neutral' : 'bad' }
    }
    if (waiting !== undefined && badReasons.has(waiting.reason) && was?.state.waiting?.reason !== waiting.reason) {
      return { text: `reports ${waiting.reason} for container ${status.name} of ${name}`, tone: 'bad' }
    }
    if (running !== undefined && was?.state.running === undefined && status.restartCount > 0) {
      return { text: `restarted container ${status.name} of ${name}`, tone: 'neutral' }
    }
  }
  return undefined
}

function schedulingSentence(before: Pod, after: Pod, name: string): Sentence | undefined {
  if (before.spec.nodeName === undefined && after.spec.nodeName !== undefined) {
    return { text: `bound ${name} to ${after.spec.nodeName}`, tone: 'neutral' }
  }
  const refused = after.status.conditions?.find((one) => one.type === 'PodScheduled' && one.status === 'False')
  const was = before.status.conditions?.find((one) => one.type === 'PodScheduled')
  if (refused !== undefined && was?.message !== refused.message) return { text: `finds no node for ${name}: ${refused.message ?? 'none fits'}`, tone: 'bad' }
  return undefined
}

function readinessSentence(before: Pod, after: Pod, name: string): Sentence | undefined {
  const was = condition(before, 'Ready')
  const now = condition(after, 'Ready')
  if (was !== 'True' && now === 'True') return { text: `reports ${name} Running and ready`, tone: 'good' }
  if (was === 'True' && now !== 'True' && after.metadata.deletionTimestamp === undefined) return { text: `marks ${name} not ready`, tone: 'bad' }
  if (before.status.phase !== after.status.phase) {
    const { phase } = after.status
    if (phase === 'Running') return { text: `reports ${name} Running, not ready yet`, tone: 'neutral' }
    if (phase === 'Succeeded' || phase === 'Failed') return { text: `reports ${name} ${phase}`, tone: phase === 'Failed' ? 'bad' : 'neutral' }
  }
  if (before.status.startTime === undefined && after.status.startTime !== undefined) return { text: `starts ${name}: sandbox, images, containers`, tone: 'neutral' }
  return undefined
}

export function podSentence(before: Pod | undefined, after: Pod | undefined): Sentence | undefined {
  const name = shortName((after ?? before)!.metadata.name)
  if (before === undefined) return { text: `created pod ${name}`, tone: 'neutral' }
  if (after === undefined) return { text: `removed pod ${name}: it is gone`, tone: 'neutral' }
  if (before.metadata.deletionTimestamp === undefined && after.metadata.deletionTimestamp !== undefined) {
    return { text: `deletes pod ${name}: it has ${after.metadata.deletionGracePeriodSeconds ?? 0} s to end`, tone: 'neutral' }
  }
  return schedulingSentence(before, after, name) ?? containerSentence(before, after, name) ?? readinessSentence(before, after, name)
}
