/** One ring, once, on the thing that the caption names. `change` is the number of that change; 0 draws nothing. */
export function AttentionRing({ change }: { change: number }) {
  return change === 0 ? null : <span key={change} className="attention-ring" aria-hidden="true" />
}
