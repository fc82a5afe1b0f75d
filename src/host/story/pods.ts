/** What happens to a pod, told from two of its states. The first difference that matters is told. */
import type { Pod } from '../../kubernetes/types/core.ts'
import { containerSentence } from './containers.ts'
import { shortName } from './short-name.ts'
import type { Sentence } from './sentence.ts'

function condition(pod: Pod, type: string): string {
  return pod.status.conditions?.find((one) => one.type === type)?.status ?? 'Unknown'
}

/** The scheduler's message without what preemption could do about it: that part repeats the count of nodes. */
function refusalText(message: string | undefined): string {
  return (message ?? 'none fits').replace(/\.? preemption: .*$/s, '')
}

function schedulingSentence(before: Pod, after: Pod, name: string): Sentence | undefined {
  if (before.spec.nodeName === undefined && after.spec.nodeName !== undefined) {
    return { text: `bound ${name} to ${after.spec.nodeName}`, tone: 'neutral' }
  }
  if (before.status === after.status) return undefined
  const refused = after.status.conditions?.find((one) => one.type === 'PodScheduled' && one.status === 'False')
  const was = before.status.conditions?.find((one) => one.type === 'PodScheduled')
  if (refused === undefined || was?.message === refused.message) return undefined
  return { text: `found no node for ${name}: ${refusalText(refused.message)}`, tone: 'bad' }
}

function readinessSentence(before: Pod, after: Pod, name: string): Sentence | undefined {
  const was = condition(before, 'Ready')
  const now = condition(after, 'Ready')
  if (was !== 'True' && now === 'True') return { text: `reported ${name} Running and ready`, tone: 'good' }
  const leaves = after.metadata.deletionTimestamp !== undefined
  if (was === 'True' && now !== 'True' && !leaves) return { text: `marked ${name} not ready`, tone: 'bad' }
  if (before.status.phase !== after.status.phase) {
    const { phase, reason } = after.status
    if (phase === 'Running') return { text: `reported ${name} Running, not ready yet`, tone: 'neutral' }
    if (phase === 'Succeeded') return { text: `reported ${name} Succeeded: all its containers did their work`, tone: 'neutral' }
    if (phase === 'Failed') return { text: `marked ${name} Failed${reason === undefined ? '' : `: ${reason}`}`, tone: 'bad' }
  }
  if (before.status.startTime === undefined && after.status.startTime !== undefined) {
    return { text: `found ${name} in its watch and began to start it`, tone: 'neutral' }
  }
  return undefined
}

export function podSentence(before: Pod | undefined, after: Pod | undefined): Sentence | undefined {
  const name = shortName((after ?? before)!.metadata.name)
  if (before === undefined) return { text: `created pod ${name}`, tone: 'neutral' }
  if (after === undefined) return { text: `removed pod ${name} for good`, tone: 'neutral' }
  if (before.metadata.deletionTimestamp === undefined && after.metadata.deletionTimestamp !== undefined) {
    return { text: `told pod ${name} to end within ${after.metadata.deletionGracePeriodSeconds ?? 0} s`, tone: 'neutral' }
  }
  return schedulingSentence(before, after, name) ?? containerSentence(before, after, name) ?? readinessSentence(before, after, name)
}
