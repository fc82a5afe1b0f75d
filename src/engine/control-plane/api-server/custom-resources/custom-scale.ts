/** The subresource `scale`, of built-in workloads and of custom resources whose definition says where the replicas are. */
import type { JsonObject } from '../../../../kubernetes/patch/json-value.ts'
import { isCustom, type ResourceName } from '../../../../kubernetes/resources.ts'
import { valueAtPath, withValueAtPath } from '../../../../kubernetes/simple-path.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { copyMeta } from '../metadata.ts'
import { scaleForm, scaleToWire, withReplicas } from '../scale.ts'
import { nextGeneration } from '../strategies/strategy.ts'
import type { WatchCache } from '../watch-cache.ts'
import { definitionOf, storageVersion, type DefinitionVersion } from './definition.ts'

type ScalePaths = NonNullable<NonNullable<DefinitionVersion['subresources']>['scale']>

function pathsOf(cache: WatchCache, resource: ResourceName): ScalePaths | undefined {
  const definition = isCustom(resource) ? definitionOf(cache, resource) : undefined
  return definition === undefined ? undefined : storageVersion(definition).subresources?.scale
}

function numberAt(object: KubernetesObject, path: string): number {
  const value = valueAtPath(object, path)
  return typeof value === 'number' ? value : 0
}

/** Where an object has its number of replicas. */
export function replicasPath(cache: WatchCache, resource: ResourceName): string {
  return pathsOf(cache, resource)?.specReplicasPath ?? '.spec.replicas'
}

/** The Scale of an object, as JSON. */
export function scaleOf(cache: WatchCache, resource: ResourceName, object: KubernetesObject): JsonObject {
  const paths = pathsOf(cache, resource)
  if (paths === undefined) return scaleToWire(object)
  const selector = paths.labelSelectorPath === undefined ? undefined : valueAtPath(object, paths.labelSelectorPath)
  return scaleForm(
    object.metadata, numberAt(object, paths.specReplicasPath), numberAt(object, paths.statusReplicasPath),
    typeof selector === 'string' ? selector : '',
  )
}

/** The object with another number of replicas. */
export function withReplicasOf(cache: WatchCache, resource: ResourceName, object: KubernetesObject, replicas: number): KubernetesObject {
  const paths = pathsOf(cache, resource)
  if (paths === undefined) return withReplicas(object, replicas)
  const metadata = copyMeta(object.metadata)
  if (valueAtPath(object, paths.specReplicasPath) === replicas) return { ...object, metadata }
  nextGeneration(metadata)
  return { ...withValueAtPath(object, paths.specReplicasPath, replicas), metadata }
}
