/** What the inspector looks at. */
export type Selection =
  | { readonly kind: 'pod' | 'node' | 'deployment' | 'replicaset' | 'service'; readonly slot: number }
  /** `processKey` of a process, or "kubectl", "clients", "cluster-network". */
  | { readonly kind: 'component'; readonly key: string }
  /** `LinkRecord.id` */
  | { readonly kind: 'link'; readonly id: number }
  /** Number of a message since the start of the history. */
  | { readonly kind: 'hop'; readonly id: number }
