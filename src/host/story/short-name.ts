/** Longest name that a sentence carries. */
const maxLength = 44

/**
 * Names as sentences carry them: cut in the middle, never at the suffix that tells pods apart. `web-7d4b9c6f58-x7k2p` becomes
 * `web-…-x7k2p`; any other name only when it is very long.
 */
export function shortName(name: string): string {
  const generated = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{6,10}-([bcdfghjklmnpqrstvwxz2456789]{5})$/.exec(name)
  return generated === null ? cutInTheMiddle(name) : `${cutInTheMiddle(generated[1]!)}-…-${generated[2]!}`
}

function cutInTheMiddle(name: string): string {
  return name.length <= maxLength ? name : `${name.slice(0, maxLength / 2)}…${name.slice(-maxLength / 2)}`
}
