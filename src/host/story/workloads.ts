/** What happens to Deployments and ReplicaSets. Status counts are told only when a Deployment becomes complete. */
import type { Deployment, ReplicaSet } from '../../kubernetes/types/apps.ts'
import type { Sentence } from './sentence.ts'

const complete = (deployment: Deployment): boolean =>
  (deployment.status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0) &&
  (deployment.status.updatedReplicas ?? 0) === deployment.spec.replicas &&
  (deployment.status.availableReplicas ?? 0) === deployment.spec.replicas &&
  (deployment.status.replicas ?? 0) === deployment.spec.replicas

function imageSentence(before: Deployment, after: Deployment): Sentence | undefined {
  const old = before.spec.template.spec.containers
  for (const container of after.spec.template.spec.containers) {
    const was = old.find((one) => one.name === container.name)
    if (was !== undefined && was.image !== container.image) {
      return { text: `set the image of ${after.metadata.name}/${container.name} to ${container.image}: a rolling update starts`, tone: 'neutral' }
    }
  }
  return before.spec.template === after.spec.template || (before.metadata.generation ?? 0) === (after.metadata.generation ?? 0)
    ? undefined
    : { text: `changed Deployment ${after.metadata.name}`, tone: 'neutral' }
}

export function deploymentSentence(before: Deployment | undefined, after: Deployment | undefined): Sentence | undefined {
  const { name } = (after ?? before)!.metadata
  if (before === undefined) return { text: `created Deployment ${name} with ${after!.spec.replicas} replicas`, tone: 'neutral' }
  if (after === undefined) return { text: `deleted Deployment ${name}`, tone: 'neutral' }
  if (before.spec.replicas !== after.spec.replicas) {
    return { text: `scaled ${name} from ${before.spec.replicas} to ${after.spec.replicas}`, tone: 'neutral' }
  }
  if (before.spec !== after.spec) return imageSentence(before, after)
  if (!complete(before) && complete(after) && after.spec.replicas > 0) {
    return { text: `Deployment ${name} has what it asked for: ${after.spec.replicas} of ${after.spec.replicas} pods are available`, tone: 'good', subjectFirst: true }
  }
  return undefined
}

export function replicaSetSentence(before: ReplicaSet | undefined, after: ReplicaSet | undefined): Sentence | undefined {
  const { name } = (after ?? before)!.metadata
  if (before === undefined) return { text: `created ReplicaSet ${name} for ${after!.spec.replicas} pods`, tone: 'neutral' }
  if (after === undefined) return { text: `deleted ReplicaSet ${name}`, tone: 'neutral' }
  if (before.spec.replicas !== after.spec.replicas) {
    return { text: `scaled ReplicaSet ${name} from ${before.spec.replicas} to ${after.spec.replicas}`, tone: 'neutral' }
  }
  return undefined
}
