/**
 * The status of ResourceQuotas follows the objects of their namespaces. Simplified: the server writes it itself after each change that counts; upstream
 * writes it while it admits, and a controller puts it right. Source: pkg/controller/resourcequota.
 */
import type { Pod } from '../../../../kubernetes/types/core.ts'
import type { EtcdChange } from '../../etcd/messages.ts'
import { deepEqual } from '../deep-equal.ts'
import { ownCall } from '../own-call.ts'
import type { ApiServerState, ServerCall } from '../state.ts'
import { cacheTable } from '../watch-cache.ts'
import { quotasIn, quotaStatus } from './resource-quota.ts'

const isOver = (pod: Pod | undefined): boolean => pod?.status.phase === 'Succeeded' || pod?.status.phase === 'Failed'

/** Changes that can't change what is used: most of those of pods. */
function countsNothing({ resource, type, object, previous }: EtcdChange): boolean {
  if (type !== 'MODIFIED') return false
  return resource === 'pods' ? isOver(object as Pod) === isOver(previous as Pod | undefined) : resource !== 'resourcequotas' && resource !== 'services'
}

/** Writes of quotas that follow from a change that the cache has just taken. */
export function quotaCallsAfter(state: ApiServerState, change: EtcdChange): readonly ServerCall[] {
  if (cacheTable(state.cache, 'resourcequotas').count === 0 || countsNothing(change)) return []
  return quotasIn(state.cache, change.object.metadata.namespace).flatMap((quota) => {
    const status = quotaStatus(state.cache, quota)
    if (deepEqual(quota.status?.used, status.used) && deepEqual(quota.status?.hard, status.hard)) return []
    const { namespace, name } = quota.metadata
    return [ownCall('patch', 'resourcequotas', namespace, name, { status }, 'status')]
  })
}
