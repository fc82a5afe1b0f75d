/** One row per resource: adding a kind is adding a row. */
import { isCustom, type CustomResource, type ResourceName } from '../../../../kubernetes/resources.ts'
import { customStrategy } from '../custom-resources/custom-strategy.ts'
import { definitionStrategy } from '../custom-resources/definition-strategy.ts'
import { namespaceStrategy, nodeStrategy } from './cluster.ts'
import { configMapStrategy, secretStrategy, serviceAccountStrategy } from './data.ts'
import { endpointSliceStrategy, eventStrategy, leaseStrategy } from './machinery.ts'
import { podStrategy } from './pod.ts'
import { serviceStrategy } from './service.ts'
import { storedStrategies } from './stored/kinds.ts'
import type { Strategy } from './strategy.ts'
import { deploymentStrategy, replicaSetStrategy } from './workloads.ts'

const strategies: Readonly<Record<Exclude<ResourceName, CustomResource>, Strategy>> = {
  namespaces: namespaceStrategy,
  nodes: nodeStrategy,
  pods: podStrategy,
  services: serviceStrategy,
  configmaps: configMapStrategy,
  secrets: secretStrategy,
  serviceaccounts: serviceAccountStrategy,
  events: eventStrategy,
  deployments: deploymentStrategy,
  replicasets: replicaSetStrategy,
  endpointslices: endpointSliceStrategy,
  leases: leaseStrategy,
  ...storedStrategies,
  customresourcedefinitions: definitionStrategy,
}

export function strategyOf(resource: ResourceName): Strategy {
  return isCustom(resource) ? customStrategy(resource) : strategies[resource]
}
