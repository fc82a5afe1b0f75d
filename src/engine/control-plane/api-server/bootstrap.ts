/**
 * What the API server makes by itself at its first start: the system's namespaces and the Service `kubernetes`. Source:
 * pkg/controlplane/controller/{systemnamespaces,kubernetesservice}.
 */
import { componentIds } from '../../../protocol/vocabulary.ts'
import type { ResourceName } from '../../../kubernetes/resources.ts'
import type { Service } from '../../../kubernetes/types/core.ts'
import type { KubernetesObject, ObjectMeta } from '../../../kubernetes/types/meta.ts'
import type { Simulation } from '../../simulation/simulation.ts'
import { kubernetesServiceIP } from './allocators.ts'
import { startWrite } from './handlers/write.ts'
import type { ApiServerState } from './state.ts'
import { cachedObject } from './watch-cache.ts'

const systemNamespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease']

function meta(name: string, namespace: string, labels: ObjectMeta['labels']): ObjectMeta {
  return {
    name, generateName: undefined, namespace, uid: '', resourceVersion: 0, generation: undefined, creationTimestamp: '',
    deletionTimestamp: undefined,
    deletionGracePeriodSeconds: undefined, labels, annotations: undefined, ownerReferences: undefined, finalizers: undefined, managedFields: undefined,
  }
}

function create(sim: Simulation, state: ApiServerState, resource: ResourceName, body: KubernetesObject): void {
  startWrite(sim, state, {
    request: {
      id: 0, client: componentIds.apiServer, node: -1, userAgent: 'kube-apiserver', verb: 'create', resource, subresource: '',
      namespace: body.metadata.namespace, name: body.metadata.name, slot: -1, body, patchType: undefined, options: undefined,
    },
    link: -1,
    external: undefined,
    parent: 0,
  })
}

function kubernetesService(): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta('kubernetes', 'default', { component: 'apiserver', provider: 'kubernetes' }),
    spec: {
      ports: [{ name: 'https', protocol: 'TCP', appProtocol: undefined, port: 443, targetPort: 6443, nodePort: undefined }],
      selector: undefined, clusterIP: kubernetesServiceIP, clusterIPs: [kubernetesServiceIP], type: 'ClusterIP', externalName: undefined,
      sessionAffinity: 'None', externalTrafficPolicy: undefined, internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      publishNotReadyAddresses: undefined, allocateLoadBalancerNodePorts: undefined,
    },
    status: { loadBalancer: {} },
  }
}

/** Makes what is missing, in two steps: a Service needs its namespace. Called when the cache has changed until it is done. */
export function bootstrap(sim: Simulation, state: ApiServerState): void {
  if (!state.ready || state.bootstrap === 'done') return
  if (state.bootstrap === 'none') {
    state.bootstrap = 'namespaces'
    for (const name of systemNamespaces) {
      if (cachedObject(state.cache, 'namespaces', '', name) === undefined) {
        create(sim, state, 'namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: meta(name, '', undefined) })
      }
    }
  }
  if (cachedObject(state.cache, 'namespaces', '', 'default') === undefined) return
  state.bootstrap = 'done'
  if (cachedObject(state.cache, 'services', 'default', 'kubernetes') === undefined) create(sim, state, 'services', kubernetesService())
}
