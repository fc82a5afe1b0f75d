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
  return nextUint32(random) % bound
}

/** A version-4-shaped UUID. */
export function nextUid(random: Random): string {
  const a = nextUint32(random).toString(16).padStart(8, '0')
  const b = nextUint32(random).toString(16).padStart(8, '0')
  const c = nextUint32(random).toString(16).padStart(8, '0')
  const d = nextUint32(random).toString(16).padStart(8, '0')
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`
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
