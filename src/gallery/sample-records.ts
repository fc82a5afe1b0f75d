/** Deployments, Services, components and clients of the sample clusters. */
import type { FrameRecord } from '../protocol/frame.ts'

/** An endpoint of `web` on port 8080. */
export const endpoint = (address: string, state: 'ready' | 'terminating' | 'pending' = 'ready') => ({
  address,
  port: 8080,
  pod: `web-${address}`,
  ready: state === 'ready',
  serving: state !== 'pending',
  terminating: state === 'terminating',
})

interface Counts {
  readonly web: readonly [desired: number, ready: number]
  readonly api: readonly [desired: number, ready: number]
  readonly endpoints: readonly ReturnType<typeof endpoint>[]
  readonly failed?: number
  readonly command?: string
}

/** The records of a cluster that runs `web` and `api`. */
export function records({
  web: [wantedWeb, readyWeb],
  api: [wantedApi, readyApi],
  endpoints,
  failed = 0,
  command = 'scale deployment web --replicas=6',
}: Counts): FrameRecord[] {
  const ready = endpoints.filter((entry) => entry.ready).length
  const image = (container: string, name: string) => ({ container, image: name })
  return [
    {
      kind: 'Deployment',
      slot: 0,
      namespace: 'default',
      name: 'web',
      replicas: wantedWeb,
      readyReplicas: readyWeb,
      updatedReplicas: wantedWeb,
      availableReplicas: readyWeb,
      revision: 1,
      paused: false,
      images: [image('app', 'nginx:1.29'), image('sidecar', 'envoy:1.35')],
    },
    {
      kind: 'Deployment',
      slot: 1,
      namespace: 'default',
      name: 'api',
      replicas: wantedApi,
      readyReplicas: readyApi,
      updatedReplicas: wantedApi,
      availableReplicas: readyApi,
      revision: 1,
      paused: false,
      images: [image('api', 'shop/api:2.4')],
    },
    {
      kind: 'ReplicaSet',
      slot: 0,
      namespace: 'default',
      name: 'web-7d4b9c6f58',
      deployment: 0,
      revision: 1,
      hash: '7d4b9c6f58',
      desired: wantedWeb,
      current: wantedWeb,
      ready: readyWeb,
    },
    {
      kind: 'ReplicaSet',
      slot: 1,
      namespace: 'default',
      name: 'api-5c689d88bb',
      deployment: 1,
      revision: 1,
      hash: '5c689d88bb',
      desired: wantedApi,
      current: wantedApi,
      ready: readyApi,
    },
    {
      kind: 'Service',
      slot: 0,
      namespace: 'default',
      name: 'web',
      type: 'NodePort',
      clusterIP: '10.96.14.7',
      ports: [{ port: 80, protocol: 'TCP', nodePort: 30080, targetPort: '8080' }],
      endpoints,
      endpointCount: endpoints.length,
      readyCount: ready,
    },
    {
      kind: 'Service',
      slot: 1,
      namespace: 'default',
      name: 'api',
      type: 'ClusterIP',
      clusterIP: '10.96.201.33',
      ports: [{ port: 8080, protocol: 'TCP', nodePort: 0, targetPort: '8080' }],
      endpoints: [endpoint('10.244.1.5'), endpoint('10.244.2.4'), endpoint('10.244.3.2')],
      endpointCount: 3,
      readyCount: 3,
    },
    { kind: 'Component', ref: { process: 'etcd' }, state: 'running', restartAtUs: -1, restarts: 0, doing: 'revision 4182' },
    {
      kind: 'Component',
      ref: { process: 'kube-apiserver' },
      state: 'running',
      restartAtUs: -1,
      restarts: 0,
      doing: 'PATCH deployments/web/scale',
    },
    {
      kind: 'Component',
      ref: { process: 'kube-controller-manager' },
      state: 'running',
      restartAtUs: -1,
      restarts: 0,
      doing: 'replicaset: 1 key queued',
    },
    {
      kind: 'Component',
      ref: { process: 'kube-scheduler' },
      state: 'running',
      restartAtUs: -1,
      restarts: 0,
      doing: '1 pod in the active queue',
    },
    {
      kind: 'Clients',
      requestsPerSecond: 20,
      service: 'default/web',
      nodePort: 30080,
      succeededPerSecond: 20 - failed,
      failedPerSecond: failed,
      succeededTotal: 2600,
      failedTotal: failed * 4,
      latencyTotalUs: 0,
      lastFailure: failed > 0 ? 'connection timed out' : '',
      lastFailureUs: 0,
    },
    { kind: 'Kubectl', lastCommand: command, waiting: 0 },
    { kind: 'ApiServer', revision: 4182, watches: 17, requestsTotal: 2214 },
  ]
}
