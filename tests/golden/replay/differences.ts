/** What still differs between the recordings and our replay, each with the release or the stand-in kubelet that explains it. */
export interface Difference {
  /** First letters of the scenarios in which it shows. */
  readonly in: string
  /** Which comparisons it touches. */
  readonly what: RegExp
  readonly why: string
}

export const differences: readonly Difference[] = [
  {
    in: 'abcei', what: /^Node node-\d: events$/,
    why: 'the recording begins as the controller manager starts, so it holds the RegisteredNode events of nodes that were there already',
  },
]
