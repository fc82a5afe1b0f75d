/** What the inspector looks at. */
export type Selection =
  | { readonly kind: 'pod' | 'node' | 'deployment' | 'replicaset' | 'service'; readonly slot: number }
  /** `processKey` of a process, or "kubectl", "clients", "cluster-network". */
  | { readonly kind: 'component'; readonly key: string }
  /** `LinkRecord.id` */
  | { readonly kind: 'link'; readonly id: number }
  /** Number of a message since the start of the history. */
  | { readonly kind: 'hop'; readonly id: number }

/** Whether two selections are the same thing. */
export function sameSelection(a: Selection | undefined, b: Selection | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  if (a.kind !== b.kind) return false
  if ('slot' in a && 'slot' in b) return a.slot === b.slot
  if ('key' in a && 'key' in b) return a.key === b.key
  return 'id' in a && 'id' in b && a.id === b.id
}
