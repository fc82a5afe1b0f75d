/** Names as sentences carry them: cut in the middle, never at the suffix that tells pods apart. `web-7d4b9c6f58-x7k2p` becomes `web-…-x7k2p`. */
export function shortName(name: string): string {
  const generated = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{6,10}-([bcdfghjklmnpqrstvwxz2456789]{5})$/.exec(name)
  return generated === null ? name : `${generated[1]!}-…-${generated[2]!}`
}
