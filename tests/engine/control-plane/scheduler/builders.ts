/** Small Nodes and Pods for the scheduler's tests; every field is named, as the API server would. */
import type { Container, Node, Pod, PodSpec, ResourceList, Taint } from '../../../../src/kubernetes/types/core.ts'
import type { Labels, OwnerReference } from '../../../../src/kubernetes/types/meta.ts'

export interface NodeWishes {
  readonly cpu?: string
  readonly memory?: string
  readonly pods?: string
  readonly zone?: string
  readonly labels?: Labels
  readonly taints?: readonly Taint[]
  readonly unschedulable?: boolean
  readonly images?: Node['status']['images']
  readonly other?: ResourceList
}

let uids = 0

function metadata(
  name: string, namespace: string, labels: Labels | undefined, owners: readonly OwnerReference[] | undefined,
): Pod['metadata'] {
  return {
    name, generateName: undefined, namespace, uid: `uid-${++uids}`, resourceVersion: 1, generation: 1,
    creationTimestamp: '2026-01-01T00:00:00Z',
    deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined, labels, annotations: undefined, ownerReferences: owners,
    finalizers: undefined,
  }
}

export function makeNode(name: string, wishes: NodeWishes = {}): Node {
  const zone: Labels = wishes.zone === undefined ? {} : { 'topology.kubernetes.io/zone': wishes.zone }
  const allocatable = { cpu: wishes.cpu ?? '4', memory: wishes.memory ?? '8Gi', pods: wishes.pods ?? '110', ...wishes.other }
  return {
    apiVersion: 'v1', kind: 'Node',
    metadata: metadata(name, '', { 'kubernetes.io/hostname': name, ...zone, ...wishes.labels }, undefined),
    spec: { podCIDR: undefined, podCIDRs: undefined, providerID: undefined, unschedulable: wishes.unschedulable, taints: wishes.taints },
    status: {
      capacity: allocatable, allocatable, conditions: [], addresses: [], daemonEndpoints: undefined, nodeInfo: undefined, images: wishes.images,
    },
  }
}

export function makeContainer(requests?: ResourceList, more: Partial<Container> = {}): Container {
  return {
    name: 'app', image: 'nginx:1.25', command: undefined, args: undefined, workingDir: undefined, ports: undefined, env: undefined,
    envFrom: undefined,
    resources: { requests, limits: undefined }, volumeMounts: undefined, livenessProbe: undefined, readinessProbe: undefined,
    startupProbe: undefined,
    lifecycle: undefined, terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', imagePullPolicy: 'IfNotPresent',
    securityContext: undefined, restartPolicy: undefined, ...more,
  }
}

export function makeSpec(more: Partial<PodSpec> = {}): PodSpec {
  return {
    volumes: undefined, initContainers: undefined, containers: [makeContainer()], restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    activeDeadlineSeconds: undefined, dnsPolicy: 'ClusterFirst', nodeSelector: undefined, serviceAccountName: 'default',
    serviceAccount: 'default',
    automountServiceAccountToken: undefined, nodeName: undefined, hostNetwork: undefined, securityContext: undefined,
    imagePullSecrets: undefined,
    hostname: undefined, subdomain: undefined, affinity: undefined, schedulerName: 'default-scheduler', tolerations: undefined,
    priorityClassName: undefined, priority: 0, enableServiceLinks: true, preemptionPolicy: 'PreemptLowerPriority',
    topologySpreadConstraints: undefined, ...more,
  }
}

export interface PodWishes {
  readonly spec?: Partial<PodSpec>
  readonly requests?: ResourceList
  readonly labels?: Labels
  /** Uid of its ReplicaSet. */
  readonly owner?: string
  readonly node?: string
}

export function makePod(name: string, wishes: PodWishes = {}): Pod {
  const owners: readonly OwnerReference[] | undefined = wishes.owner === undefined ? undefined : [
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: wishes.owner, controller: true, blockOwnerDeletion: true },
  ]
  const containers = wishes.requests === undefined ? {} : { containers: [makeContainer(wishes.requests)] }
  return {
    apiVersion: 'v1', kind: 'Pod',
    metadata: metadata(name, 'default', wishes.labels, owners),
    spec: makeSpec({ ...containers, nodeName: wishes.node, ...wishes.spec }),
    status: {
      observedGeneration: undefined, phase: 'Pending', conditions: undefined, message: undefined, reason: undefined,
      nominatedNodeName: undefined,
      hostIP: undefined, hostIPs: undefined, podIP: undefined, podIPs: undefined, startTime: undefined, initContainerStatuses: undefined,
      containerStatuses: undefined, qosClass: 'BestEffort',
    },
  }
}

export interface PodChanges {
  readonly metadata?: Partial<Pod['metadata']>
  readonly spec?: Partial<PodSpec>
  readonly status?: Partial<Pod['status']>
}

export function withPod(pod: Pod, changes: PodChanges): Pod {
  return {
    ...pod, metadata: { ...pod.metadata, ...changes.metadata }, spec: { ...pod.spec, ...changes.spec },
    status: { ...pod.status, ...changes.status },
  }
}
