/** What happens to a pod, told from two of its states. The first difference that matters is told. */
import type { Pod } from '../../kubernetes/types/core.ts'
import { containerSentence } from './containers.ts'
import { podTemplateHashLabel } from '../../kubernetes/pod-template-hash.ts'
import type { Names, Sentence } from './sentence.ts'
import { oneOrMany } from './sentence.ts'
import { shortName } from './short-name.ts'

function condition(pod: Pod, type: string): string {
  return pod.status.conditions?.find((one) => one.type === type)?.status ?? 'Unknown'
}

/** The scheduler's message without what preemption could do about it: that part repeats the count of nodes. */
function refusalText(message: string | undefined): string {
  return (message ?? 'none fits').replace(/\.? preemption: .*$/s, '')
}

/** Pods are told together by what made them: "# pods of web". */
function namesOf({ metadata }: Pod): Names {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true)
  const hash = metadata.labels?.[podTemplateHashLabel]
  const maker = hash === undefined ? owner?.name : owner?.name.replace(`-${hash}`, '')
  return { one: shortName(metadata.name), many: maker === undefined ? '# pods' : `# pods of ${shortName(maker)}` }
}

function schedulingSentence(before: Pod, after: Pod, names: Names): Sentence | undefined {
  if (before.spec.nodeName === undefined && after.spec.nodeName !== undefined) {
    return { text: `bound ${names.one} to ${after.spec.nodeName}`, many: `bound ${names.many} to nodes`, tone: 'neutral' }
  }
  if (before.status === after.status) return undefined
  const refused = after.status.conditions?.find((one) => one.type === 'PodScheduled' && one.status === 'False')
  const was = before.status.conditions?.find((one) => one.type === 'PodScheduled')
  if (refused === undefined || was?.message === refused.message) return undefined
  return { ...oneOrMany(names, (pod) => `found no node for ${pod}: ${refusalText(refused.message)}`), tone: 'bad' }
}

function readinessSentence(before: Pod, after: Pod, names: Names): Sentence | undefined {
  const was = condition(before, 'Ready')
  const now = condition(after, 'Ready')
  if (was !== 'True' && now === 'True') return { ...oneOrMany(names, (pod) => `reported ${pod} Running and ready`), tone: 'good' }
  const leaves = after.metadata.deletionTimestamp !== undefined
  if (was === 'True' && now !== 'True' && !leaves) return { ...oneOrMany(names, (pod) => `marked ${pod} not ready`), tone: 'bad' }
  if (before.status.phase !== after.status.phase) {
    const { phase, reason } = after.status
    if (phase === 'Running') return { ...oneOrMany(names, (pod) => `reported ${pod} Running, not ready yet`), tone: 'neutral' }
    if (phase === 'Succeeded') {
      const [one, many] = [`reported ${names.one} Succeeded: all its`, `reported ${names.many} Succeeded: all their`]
      return { text: `${one} containers did their work`, many: `${many} containers did their work`, tone: 'neutral' }
    }
    const why = reason === undefined ? '' : `: ${reason}`
    if (phase === 'Failed') return { ...oneOrMany(names, (pod) => `marked ${pod} Failed${why}`), tone: 'bad' }
  }
  if (before.status.startTime === undefined && after.status.startTime !== undefined) {
    const many = `found ${names.many} in their watches and began to start them`
    return { text: `found ${names.one} in its watch and began to start it`, many, tone: 'neutral' }
  }
  return undefined
}

export function podSentence(before: Pod | undefined, after: Pod | undefined): Sentence | undefined {
  const names = namesOf((after ?? before)!)
  if (before === undefined) return { text: `created pod ${names.one}`, many: `created ${names.many}`, tone: 'neutral' }
  if (after === undefined) return { text: `removed pod ${names.one} for good`, many: `removed ${names.many} for good`, tone: 'neutral' }
  if (before.metadata.deletionTimestamp === undefined && after.metadata.deletionTimestamp !== undefined) {
    const end = `to end within ${after.metadata.deletionGracePeriodSeconds ?? 0} s`
    return { text: `told pod ${names.one} ${end}`, many: `told ${names.many} ${end}`, tone: 'neutral' }
  }
  return schedulingSentence(before, after, names) ?? containerSentence(before, after, names) ?? readinessSentence(before, after, names)
}
