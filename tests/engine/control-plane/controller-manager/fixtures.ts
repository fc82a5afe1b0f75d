/** Objects for the controllers' tests, every field named. */
import type { Deployment } from '../../../../src/kubernetes/types/apps.ts'
import type { Container, Namespace, Node, NodeCondition, Pod, PodSpec, PodTemplateSpec, Service } from '../../../../src/kubernetes/types/core.ts'
import type { Lease } from '../../../../src/kubernetes/types/discovery.ts'
import type { Labels, ObjectMeta } from '../../../../src/kubernetes/types/meta.ts'

export function meta(name: string, some: Partial<ObjectMeta> = {}): ObjectMeta {
  return {
    name, generateName: undefined, namespace: 'default', uid: '', resourceVersion: 0, generation: undefined, creationTimestamp: '2026-01-01T00:00:00Z',
    deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined, labels: undefined, annotations: undefined, ownerReferences: undefined, finalizers: undefined,
    ...some,
  }
}

export function container(image: string, some: Partial<Container> = {}): Container {
  return {
    name: 'c', image, command: undefined, args: undefined, workingDir: undefined, ports: undefined, env: undefined, envFrom: undefined,
    resources: { requests: undefined, limits: undefined }, volumeMounts: undefined, livenessProbe: undefined, readinessProbe: undefined, startupProbe: undefined,
    lifecycle: undefined, terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', imagePullPolicy: 'IfNotPresent',
    securityContext: undefined, restartPolicy: undefined, ...some,
  }
}

export function podSpec(some: Partial<PodSpec> = {}): PodSpec {
  return {
    volumes: undefined, initContainers: undefined, containers: [container('nginx:1.25')], restartPolicy: 'Always', terminationGracePeriodSeconds: 30,
    activeDeadlineSeconds: undefined, dnsPolicy: 'ClusterFirst', nodeSelector: undefined, serviceAccountName: 'default', serviceAccount: 'default',
    automountServiceAccountToken: undefined, nodeName: undefined, hostNetwork: undefined, securityContext: {}, imagePullSecrets: undefined, hostname: undefined,
    subdomain: undefined, affinity: undefined, schedulerName: 'default-scheduler', tolerations: undefined, priorityClassName: undefined, priority: 0,
    enableServiceLinks: true, preemptionPolicy: 'PreemptLowerPriority', topologySpreadConstraints: undefined, ...some,
  }
}

export function pod(name: string, some: { readonly meta?: Partial<ObjectMeta>; readonly spec?: Partial<PodSpec>; readonly status?: Partial<Pod['status']> } = {}): Pod {
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: meta(name, some.meta), spec: podSpec(some.spec),
    status: {
      observedGeneration: undefined, phase: 'Running', conditions: undefined, message: undefined, reason: undefined, nominatedNodeName: undefined, hostIP: undefined,
      hostIPs: undefined, podIP: undefined, podIPs: undefined, startTime: undefined, initContainerStatuses: undefined, containerStatuses: undefined,
      qosClass: undefined, ...some.status,
    },
  }
}

export function template(labels: Labels, image = 'nginx:1.25'): PodTemplateSpec {
  return { metadata: { name: undefined, labels, annotations: undefined, creationTimestamp: null }, spec: podSpec({ containers: [container(image)] }) }
}

export function deployment(name: string, replicas: number, some: Partial<Deployment['spec']> = {}): Deployment {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: meta(name, { labels: { app: name } }),
    spec: {
      replicas, selector: { matchLabels: { app: name }, matchExpressions: undefined }, template: template({ app: name }),
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } }, minReadySeconds: undefined, revisionHistoryLimit: 10,
      paused: undefined, progressDeadlineSeconds: 600, ...some,
    },
    status: {
      observedGeneration: undefined, replicas: undefined, updatedReplicas: undefined, readyReplicas: undefined, availableReplicas: undefined,
      unavailableReplicas: undefined, terminatingReplicas: undefined, conditions: undefined, collisionCount: undefined,
    },
  }
}

export function service(name: string, selector: Labels | undefined, some: Partial<Service['spec']> = {}): Service {
  return {
    apiVersion: 'v1', kind: 'Service', metadata: meta(name, { labels: { app: name } }),
    spec: {
      ports: [{ name: undefined, protocol: 'TCP', appProtocol: undefined, port: 80, targetPort: 80, nodePort: undefined }], selector, clusterIP: '10.96.0.10',
      clusterIPs: ['10.96.0.10'], type: 'ClusterIP', externalName: undefined, sessionAffinity: 'None', externalTrafficPolicy: undefined,
      internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack', publishNotReadyAddresses: undefined,
      allocateLoadBalancerNodePorts: undefined, ...some,
    },
    status: { loadBalancer: {} },
  }
}

function nodeCondition(type: string, status: 'True' | 'False', reason: string): NodeCondition {
  return { type, status, lastHeartbeatTime: '2026-01-01T00:00:00Z', lastTransitionTime: '2026-01-01T00:00:00Z', reason, message: '' }
}

export function node(name: string, some: Partial<Node['spec']> = {}, ready = true): Node {
  return {
    apiVersion: 'v1', kind: 'Node', metadata: meta(name, { namespace: '', labels: { 'topology.kubernetes.io/zone': 'zone-a' } }),
    spec: { podCIDR: undefined, podCIDRs: undefined, providerID: undefined, unschedulable: undefined, taints: undefined, ...some },
    status: {
      capacity: {}, allocatable: {}, addresses: [], daemonEndpoints: undefined, nodeInfo: undefined, images: undefined,
      conditions: [
        nodeCondition('MemoryPressure', 'False', 'KubeletHasSufficientMemory'), nodeCondition('DiskPressure', 'False', 'KubeletHasNoDiskPressure'),
        nodeCondition('PIDPressure', 'False', 'KubeletHasSufficientPID'), nodeCondition('Ready', ready ? 'True' : 'False', ready ? 'KubeletReady' : 'KubeletNotReady'),
      ],
    },
  }
}

export function lease(nodeName: string, renewTime: string): Lease {
  return {
    apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: meta(nodeName, { namespace: 'kube-node-lease' }),
    spec: { holderIdentity: nodeName, leaseDurationSeconds: 40, acquireTime: renewTime, renewTime, leaseTransitions: undefined },
  }
}

export function namespace(name: string): Namespace {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: meta(name, { namespace: '' }), spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }
}
