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

/** One renewal as etcd answers it, and as watches tell it in place of a MODIFIED: one record for all of them. */
export interface LeaseRenewed extends LeaseRenewal {
  readonly type: 'RENEWED'
  readonly resource: 'leases'
  readonly slot: number
}

/** The newest renewals by slot of the Lease. Empty for other resources. */
export interface RenewalColumns {
  /** Two numbers a slot, side by side because they are read together: the time (0: the object is the newest version), and the revision. */
  pairs: Float64Array
}

export function createRenewalColumns(): RenewalColumns {
  return { pairs: new Float64Array(0) }
}

/** Takes note that the Lease in a slot has a newer version. */
export function noteRenewal(columns: RenewalColumns, slot: number, { renewTimeUs, resourceVersion }: LeaseRenewal): void {
  const at = slot * 2
  if (at >= columns.pairs.length) grow(columns, slot)
  columns.pairs[at] = renewTimeUs
  columns.pairs[at + 1] = resourceVersion
}

function grow(columns: RenewalColumns, slot: number): void {
  const bigger = new Float64Array(Math.max(128, (slot + 1) * 2, columns.pairs.length * 2))
  bigger.set(columns.pairs)
  columns.pairs = bigger
}

/** The slot has another object, or none. */
export function forgetRenewal(columns: RenewalColumns, slot: number): void {
  if (slot * 2 < columns.pairs.length) columns.pairs[slot * 2] = 0
}

/** When the Lease in a slot was renewed, microseconds since 1970; 0: not since the object there was stored. */
export function renewedAtUs({ pairs }: RenewalColumns, slot: number): number {
  return slot >= 0 && slot * 2 < pairs.length ? pairs[slot * 2]! : 0
}

/** Revision of the newest version; only if it was renewed. */
export function renewedRevision({ pairs }: RenewalColumns, slot: number): number {
  return pairs[slot * 2 + 1]!
}

/** The newest version of the object in a slot, frozen as the storage keeps it. */
export function newestVersion(columns: RenewalColumns, slot: number, object: KubernetesObject | undefined): KubernetesObject | undefined {
  const renewTimeUs = renewedAtUs(columns, slot)
  return object === undefined || renewTimeUs === 0 ? object : leaseOf(object as Lease, renewTimeUs, renewedRevision(columns, slot))
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
