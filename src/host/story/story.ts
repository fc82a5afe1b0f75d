/** Turns a change of an object into a sentence that a person would tell, or into nothing when it is routine. */
import type { Deployment, ReplicaSet } from '../../kubernetes/types/apps.ts'
import type { Namespace, Node, Pod, Service } from '../../kubernetes/types/core.ts'
import type { EndpointSlice } from '../../kubernetes/types/discovery.ts'
import type { KubernetesObject } from '../../kubernetes/types/meta.ts'
import type { ResourceName } from '../../kubernetes/resources.ts'
import type { Change } from '../../protocol/frame.ts'
import { actorName, actorsName } from './actors.ts'
import { deploymentSentence, replicaSetSentence } from './workloads.ts'
import { endpointsSentence, serviceSentence } from './services.ts'
import { nodeSentence } from './nodes.ts'
import { podSentence } from './pods.ts'
import type { Sentence } from './sentence.ts'
import { oneLine } from './sentence.ts'
import { shortName } from './short-name.ts'

type Teller = (before: KubernetesObject | undefined, after: KubernetesObject | undefined, userAgent: string) => Sentence | undefined

const tellers: Partial<Record<ResourceName, { readonly kind: Change['subject']['kind']; readonly tell: Teller }>> = {
  pods: { kind: 'Pod', tell: (before, after) => podSentence(before as Pod | undefined, after as Pod | undefined) },
  nodes: { kind: 'Node', tell: (before, after, userAgent) => nodeSentence(before as Node | undefined, after as Node | undefined, userAgent.startsWith('system:node:')) },
  deployments: { kind: 'Deployment', tell: (before, after) => deploymentSentence(before as Deployment | undefined, after as Deployment | undefined) },
  replicasets: { kind: 'ReplicaSet', tell: (before, after) => replicaSetSentence(before as ReplicaSet | undefined, after as ReplicaSet | undefined) },
  services: { kind: 'Service', tell: (before, after) => serviceSentence(before as Service | undefined, after as Service | undefined) },
  endpointslices: { kind: 'EndpointSlice', tell: (before, after) => endpointsSentence(before as EndpointSlice | undefined, after as EndpointSlice | undefined) },
  namespaces: { kind: 'Other', tell: (before, after) => namespaceSentence(before as Namespace | undefined, after as Namespace | undefined) },
}

/** Namespaces that the API server makes for itself at its first start. */
const ownNamespaces = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease'])

function namespaceSentence(before: Namespace | undefined, after: Namespace | undefined): Sentence | undefined {
  const { name: whole } = (after ?? before)!.metadata
  const name = shortName(whole)
  if (ownNamespaces.has(whole)) return undefined
  if (before === undefined) return { text: `created namespace ${name}`, tone: 'neutral' }
  if (after === undefined) return { text: `namespace ${name} is gone`, tone: 'neutral', subjectFirst: true }
  if (after.status.phase !== before.status.phase) return { text: `began to delete everything in namespace ${name}`, tone: 'neutral' }
  return undefined
}

/** The change as a sentence with its subject; undefined for Leases, Events, bookkeeping and what else is routine. */
export function tellChange(
  resource: ResourceName, before: KubernetesObject | undefined, after: KubernetesObject | undefined, userAgent: string,
): Omit<Change, 'id' | 'simTimeUs'> | undefined {
  const teller = tellers[resource]
  const object = after ?? before
  if (teller === undefined || object === undefined || object.metadata.namespace === 'kube-system') return undefined
  const sentence = teller.tell(before, after, userAgent)
  if (sentence === undefined) return undefined
  const actor = actorName(userAgent)
  return {
    actor,
    text: oneLine(sentence.subjectFirst === true ? sentence.text : `${actor} ${sentence.text}`),
    subject: { kind: teller.kind, namespace: object.metadata.namespace, name: object.metadata.name },
    tone: sentence.tone,
    ...togetherWords(sentence, actorsName(userAgent)),
  }
}

function togetherWords({ many, count }: Sentence, actor: string): Pick<Change, 'many'> {
  return many === undefined ? {} : { many: { actor, text: oneLine(`${actor} ${many}`), count: count ?? 1 } }
}
