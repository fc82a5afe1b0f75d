/**
 * Seeded random numbers. Each component and purpose has its own generator, forked by name, so that a draw in one place does not shift the
 * draws of another. State is one integer (xorshift32), copied with the rest of the cluster.
 */
export interface Random {
  state: number
}

/** FNV-1a of a text, 32 bits. */
export function hashText(text: string, basis = 0x811c9dc5): number {
  let hash = basis
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}

/** A generator for one purpose, e.g. `forkRandom(seed, 'scheduler/ties')`. */
export function forkRandom(seed: number, purpose: string): Random {
  let state = (hashText(purpose) ^ Math.imul(seed | 0, 0x9e3779b1)) | 0
  // A few rounds of mixing keep the first draws of neighbouring seeds apart.
  for (let i = 0; i < 3; i++) {
    state ^= state >>> 16
    state = Math.imul(state, 0x85ebca6b)
    state ^= state >>> 13
    state = Math.imul(state, 0xc2b2ae35)
  }
  return { state: state === 0 ? 0x1234567 : state | 0 }
}

/** Next unsigned 32-bit integer. */
export function nextUint32(random: Random): number {
  let x = random.state
  x ^= x << 13
  x ^= x >>> 17
  x ^= x << 5
  random.state = x | 0
  return x >>> 0
}

/** Integer in [0, bound). */
export function nextInt(random: Random, bound: number): number {
  // Both sides unsigned: an integer remainder, where a plain one would be the slow one of floating point.
  return nextUint32(random) % (bound >>> 0)
}

const hexBytes: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** The low 32 bits of an integer as eight hexadecimal digits; several times faster than `toString(16)`. */
export function hex8(value: number): string {
  return hexBytes[value >>> 24]! + hexBytes[(value >>> 16) & 255]! + hexBytes[(value >>> 8) & 255]! + hexBytes[value & 255]!
}

/** The low byte of an integer as two hexadecimal digits. */
export function hex2(value: number): string {
  return hexBytes[value & 255]!
}

/** A version-4-shaped UUID. */
export function nextUid(random: Random): string {
  const a = hex8(nextUint32(random))
  const b = hex8(nextUint32(random))
  const c = hex8(nextUint32(random))
  const d = hex8(nextUint32(random))
  // Joined, the text is one piece, which a key of many maps should be; a template would be a chain of pieces.
  return [a, b.slice(0, 4), `4${b.slice(5)}`, `a${c.slice(1, 4)}`, c.slice(4) + d].join('-')
}

const suffixAlphabet = 'bcdfghjklmnpqrstvwxz2456789'

/** Five characters of the alphabet without vowels and look-alikes. Source: apimachinery/pkg/util/rand. */
export function nextSuffix(random: Random): string {
  let value = nextUint32(random)
  let text = ''
  for (let i = 0; i < 5; i++) {
    text += suffixAlphabet[value % 27]
    value = Math.floor(value / 27)
  }
  return text
}
