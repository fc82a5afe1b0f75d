/** What stands where an answer has not come yet, or could not come. */
export function Looking({ failure }: { readonly failure: string | undefined }) {
  return failure === undefined ? <p className="quiet" role="status">Looking …</p> : <p className="refusal" role="alert">{failure}</p>
}
