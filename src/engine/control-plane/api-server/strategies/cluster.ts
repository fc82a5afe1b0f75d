/** Namespaces and Nodes. Source: pkg/registry/core/{namespace,node}/strategy.go. */
import { dnsLabelProblems, dnsSubdomainProblems } from '../../../../kubernetes/names.ts'
import type { Namespace, Node, NodeSpec, NodeStatus } from '../../../../kubernetes/types/core.ts'
import type { Labels } from '../../../../kubernetes/types/meta.ts'
import { forbidden } from '../field-errors.ts'
import { namespaceSchema, nodeSchema } from '../schema/core.ts'
import { checkNode } from '../validation/others.ts'
import { assemble, never, withMetadataOnly, type Strategy } from './strategy.ts'

/** Every namespace carries its name as a label. Source: pkg/apis/core/v1/defaults.go. */
function withNameLabel(labels: Labels | undefined, name: string): Labels {
  return { ...labels, 'kubernetes.io/metadata.name': name }
}

export const namespaceStrategy: Strategy = {
  schema: namespaceSchema,
  hasGeneration: never,
  nameProblems: dnsLabelProblems,
  create(_state, _body, metadata) {
    return {
      apiVersion: 'v1', kind: 'Namespace', metadata: { ...metadata, labels: withNameLabel(metadata.labels, metadata.name) },
      spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' },
    } as Namespace
  },
  /** The namespace controller takes the finalizer `kubernetes` away by an update; upstream has the subresource `finalize` for it. */
  update(_state, body, current, metadata) {
    const old = current as Namespace
    const finalizers = metadata.deletionTimestamp === undefined ? old.spec.finalizers : (body as Namespace).spec?.finalizers
    const spec = { finalizers: finalizers === undefined || finalizers.length === 0 ? undefined : finalizers }
    return assemble(old, { ...metadata, labels: withNameLabel(metadata.labels, metadata.name) }, spec, old.status)
  },
  updateStatus(_state, body, current, metadata) {
    return assemble(current, metadata, (current as Namespace).spec, { phase: (body as Namespace).status.phase })
  },
  withMetadata: withMetadataOnly,
}

function copySpec(spec: NodeSpec | undefined): NodeSpec {
  return {
    podCIDR: spec?.podCIDR,
    podCIDRs: spec?.podCIDRs,
    providerID: spec?.providerID,
    unschedulable: spec?.unschedulable === true ? true : undefined,
    taints: spec?.taints === undefined || spec.taints.length === 0 ? undefined : spec.taints,
  }
}

const emptyNodeStatus: NodeStatus = Object.freeze({
  capacity: {}, allocatable: {}, conditions: [], addresses: [], daemonEndpoints: undefined, nodeInfo: undefined, images: undefined,
})

export const nodeStrategy: Strategy = {
  schema: nodeSchema,
  hasGeneration: never,
  nameProblems: dnsSubdomainProblems,
  /** A kubelet registers with its status: a node keeps the status that it is created with. */
  create(_state, body, metadata, problems) {
    const raw = body as Node
    const node: Node = { apiVersion: 'v1', kind: 'Node', metadata, spec: copySpec(raw.spec), status: { ...emptyNodeStatus, ...raw.status } }
    checkNode(node, problems)
    return node
  },
  update(_state, body, current, metadata, problems) {
    const old = current as Node
    const spec = copySpec((body as Node).spec)
    const node = assemble(old, metadata, spec, old.status) as Node
    checkNode(node, problems)
    if (old.spec.podCIDR !== undefined && spec.podCIDR !== old.spec.podCIDR) {
      problems.push(forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'))
    }
    return node
  },
  updateStatus(_state, body, current, metadata) {
    return assemble(current, metadata, (current as Node).spec, { ...emptyNodeStatus, ...(body as Node).status })
  },
  withMetadata: withMetadataOnly,
}
