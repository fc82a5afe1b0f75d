/** What happens to Deployments and ReplicaSets. Status counts are told only when a Deployment becomes complete. */
import type { Deployment, ReplicaSet } from '../../kubernetes/types/apps.ts'
import type { Sentence } from './sentence.ts'
import { counted } from './sentence.ts'
import { shortName } from './short-name.ts'

const complete = (deployment: Deployment): boolean =>
  (deployment.status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0) &&
  (deployment.status.updatedReplicas ?? 0) === deployment.spec.replicas &&
  (deployment.status.availableReplicas ?? 0) === deployment.spec.replicas &&
  (deployment.status.replicas ?? 0) === deployment.spec.replicas

const isStuck = (deployment: Deployment): boolean =>
  deployment.status.conditions?.some((one) => one.type === 'Progressing' && one.reason === 'ProgressDeadlineExceeded') ?? false

function imageSentence(before: Deployment, after: Deployment, name: string): Sentence | undefined {
  const old = before.spec.template.spec.containers
  const what = after.spec.strategy.type === 'Recreate' ? 'all pods end, then new ones start' : 'a rolling update starts'
  for (const container of after.spec.template.spec.containers) {
    const was = old.find((one) => one.name === container.name)
    if (was !== undefined && was.image !== container.image) {
      return { text: `set the image of ${name}/${container.name} to ${shortName(container.image)}: ${what}`, tone: 'neutral' }
    }
  }
  if (before.spec.paused !== after.spec.paused) {
    return { text: `${after.spec.paused === true ? 'paused' : 'resumed'} the rollout of ${name}`, tone: 'neutral' }
  }
  return before.spec.template === after.spec.template || (before.metadata.generation ?? 0) === (after.metadata.generation ?? 0)
    ? undefined
    : { text: `changed Deployment ${name}`, tone: 'neutral' }
}

function statusSentence(before: Deployment, after: Deployment, name: string): Sentence | undefined {
  const { replicas, progressDeadlineSeconds } = after.spec
  if (!isStuck(before) && isStuck(after)) {
    const text = `Deployment ${name} is stuck: its rollout made no progress for ${progressDeadlineSeconds ?? 600} s`
    return { text, tone: 'bad', subjectFirst: true }
  }
  if (complete(before) || !complete(after) || replicas === 0) return undefined
  const all = replicas === 1 ? 'the pod' : `all ${replicas} pods`
  return { text: `Deployment ${name} has ${all} that it asked for`, tone: 'good', subjectFirst: true }
}

export function deploymentSentence(before: Deployment | undefined, after: Deployment | undefined): Sentence | undefined {
  const name = shortName((after ?? before)!.metadata.name)
  if (before === undefined) return { text: `created Deployment ${name} with ${counted(after!.spec.replicas, 'replica')}`, tone: 'neutral' }
  if (after === undefined) return { text: `deleted Deployment ${name}`, tone: 'neutral' }
  if (before.spec.replicas !== after.spec.replicas) {
    return { text: `scaled ${name} from ${before.spec.replicas} to ${after.spec.replicas}`, tone: 'neutral' }
  }
  return before.spec === after.spec ? statusSentence(before, after, name) : imageSentence(before, after, name)
}

export function replicaSetSentence(before: ReplicaSet | undefined, after: ReplicaSet | undefined): Sentence | undefined {
  const name = shortName((after ?? before)!.metadata.name)
  if (before === undefined) return { text: `created ReplicaSet ${name} for ${counted(after!.spec.replicas, 'pod')}`, tone: 'neutral' }
  if (after === undefined) return { text: `deleted ReplicaSet ${name}`, tone: 'neutral' }
  if (before.spec.replicas !== after.spec.replicas) {
    return { text: `scaled ReplicaSet ${name} from ${before.spec.replicas} to ${after.spec.replicas}`, tone: 'neutral' }
  }
  return undefined
}
