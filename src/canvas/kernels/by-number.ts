/** The order of names that hold numbers. */
let collator: Intl.Collator | undefined

/** For `toSorted`: rack-2 before rack-10. Its collator is made when it is first asked, since that takes a browser some ten milliseconds. */
export function byNumber(a: string, b: string): number {
  collator ??= new Intl.Collator('en', { numeric: true })
  return collator.compare(a, b)
}
