/**
 * Renewals of Leases without an object each. Nearly all writes of a large cluster that rests change one time in one Lease: such a version
 * is an older one, which everybody shares, and two numbers. The Lease is made in full when somebody reads it.
 */
import type { Lease } from '../../kubernetes/types/discovery.ts'
import type { KubernetesObject } from '../../kubernetes/types/meta.ts'
import { microTimeText } from '../simulation/time-text.ts'

/** A version of a Lease that differs from another in its renewal alone. It stands for the Lease in messages. */
export interface LeaseRenewal {
  /** The other version. */
  readonly lease: Lease
  /** Revision of this version; in a request that of the version which it is to follow. */
  readonly resourceVersion: number
  /** `spec.renewTime`, microseconds since 1970. */
  readonly renewTimeUs: number
}

/** One renewal as watches tell it, in place of a MODIFIED. */
export interface LeaseRenewed {
  readonly type: 'RENEWED'
  readonly resource: 'leases'
  readonly slot: number
  readonly revision: number
  readonly renewal: LeaseRenewal
}

/** The newest renewals by slot of the Lease. Empty for other resources. */
export interface RenewalColumns {
  /** 0: the object in the slot is the newest version itself. */
  renewTimeUs: Float64Array
  resourceVersion: Float64Array
}

export function createRenewalColumns(): RenewalColumns {
  return { renewTimeUs: new Float64Array(0), resourceVersion: new Float64Array(0) }
}

/** Takes note that the Lease in a slot has a newer version. */
export function noteRenewal(columns: RenewalColumns, slot: number, { renewTimeUs, resourceVersion }: LeaseRenewal): void {
  if (slot >= columns.renewTimeUs.length) grow(columns, slot)
  columns.renewTimeUs[slot] = renewTimeUs
  columns.resourceVersion[slot] = resourceVersion
}

function grow(columns: RenewalColumns, slot: number): void {
  const length = Math.max(64, slot + 1, columns.renewTimeUs.length * 2)
  for (const name of ['renewTimeUs', 'resourceVersion'] as const) {
    const bigger = new Float64Array(length)
    bigger.set(columns[name])
    columns[name] = bigger
  }
}

/** The slot has another object, or none. */
export function forgetRenewal(columns: RenewalColumns, slot: number): void {
  if (slot < columns.renewTimeUs.length) columns.renewTimeUs[slot] = 0
}

/** True when the Lease in a slot has a newer version than the object there. */
export function isRenewed(columns: RenewalColumns, slot: number): boolean {
  return slot < columns.renewTimeUs.length && columns.renewTimeUs[slot]! > 0
}

/** The newest version of the object in a slot, frozen as the storage keeps it. */
export function newestVersion(columns: RenewalColumns, slot: number, object: KubernetesObject | undefined): KubernetesObject | undefined {
  if (object === undefined || !isRenewed(columns, slot)) return object
  return leaseOf(object as Lease, columns.renewTimeUs[slot]!, columns.resourceVersion[slot]!)
}

/** The version that a renewal made of a Lease, in full, as it is stored. */
export function leaseOf(lease: Lease, renewTimeUs: number, resourceVersion: number): Lease {
  const version = freshLease({ lease, renewTimeUs, resourceVersion })
  Object.freeze(version.metadata)
  Object.freeze(version.spec)
  return Object.freeze(version)
}

/** The same as a new object, to be stored. */
export function freshLease({ lease, renewTimeUs, resourceVersion }: LeaseRenewal): Lease {
  const { metadata, spec } = lease
  return {
    apiVersion: lease.apiVersion,
    kind: lease.kind,
    metadata: {
      name: metadata.name, generateName: metadata.generateName, namespace: metadata.namespace, uid: metadata.uid, resourceVersion,
      generation: metadata.generation, creationTimestamp: metadata.creationTimestamp, deletionTimestamp: metadata.deletionTimestamp,
      deletionGracePeriodSeconds: metadata.deletionGracePeriodSeconds, labels: metadata.labels, annotations: metadata.annotations,
      ownerReferences: metadata.ownerReferences, finalizers: metadata.finalizers, managedFields: metadata.managedFields,
    },
    spec: {
      holderIdentity: spec.holderIdentity, leaseDurationSeconds: spec.leaseDurationSeconds, acquireTime: spec.acquireTime,
      renewTime: microTimeText(renewTimeUs, 0), leaseTransitions: spec.leaseTransitions,
    },
  }
}
