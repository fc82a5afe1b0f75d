/**
 * Quantities as manifests write them: `500m`, `0.5`, `256Mi`, `1e3`, `2Gi`.
 * Source: k8s.io/apimachinery/pkg/api/resource (quantity.go, suffix.go).
 */
const pattern = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/

const formatWrong = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
const suffixWrong = "unable to parse quantity's suffix"
const numberWrong = 'unable to parse numeric part of quantity'

/** Decimal exponent of a suffix. */
const decimalExponents: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
/** How often a suffix multiplies by 1024. */
const binaryPowers: Readonly<Record<string, number>> = { Ki: 1, Mi: 2, Gi: 3, Ti: 4, Pi: 5, Ei: 6 }

/** What is kept below the point: nano, as upstream. */
const fractionDigits = 9

interface Scale {
  readonly exponent: number
  readonly binaryPower: number
}

function scaleOf(suffix: string): Scale | undefined {
  if (Object.hasOwn(decimalExponents, suffix)) return { exponent: decimalExponents[suffix]!, binaryPower: 0 }
  if (Object.hasOwn(binaryPowers, suffix)) return { exponent: 0, binaryPower: binaryPowers[suffix]! }
  const match = /^[eE]([-+]?[0-9]{1,2})$/.exec(suffix)
  return match === null ? undefined : { exponent: Number(match[1]), binaryPower: 0 }
}

/** Why a text is no quantity, in upstream's words; undefined when it is one. */
export function quantityError(text: string): string | undefined {
  const match = pattern.exec(text)
  if (match === null || (match[2] ?? '') + (match[3] ?? '') === '') {
    return /^[+-]?[0-9.]+([eEinumkKMGTP]*[-+]?[0-9]*)$/.test(text) ? numberWrong : formatWrong
  }
  return scaleOf(match[4] ?? '') === undefined ? suffixWrong : undefined
}

function power(base: bigint, times: number): bigint {
  let value = 1n
  for (let i = 0; i < times; i++) value *= base
  return value
}

/** Quantities that were read last: a cluster has few different ones, and asks for them with every status of a node. */
const known = new Map<string, bigint>()
const mostKnown = 256

/** Billionths of a base unit, rounded away from zero. */
function nanos(text: string): bigint {
  const before = known.get(text)
  if (before !== undefined) return before
  const value = readNanos(text)
  if (known.size === mostKnown) known.clear()
  known.set(text, value)
  return value
}

function readNanos(text: string): bigint {
  const match = pattern.exec(text)
  const scale = match === null ? undefined : scaleOf(match[4] ?? '')
  const problem = quantityError(text)
  if (match === null || scale === undefined || problem !== undefined) throw new Error(problem ?? formatWrong)
  const fraction = match[3] ?? ''
  let value = BigInt((match[2] ?? '') + fraction) * power(1024n, scale.binaryPower)
  const exponent = scale.exponent - fraction.length + fractionDigits
  value = exponent >= 0 ? value * power(10n, exponent) : divideUp(value, power(10n, -exponent))
  return match[1] === '-' ? -value : value
}

function divideUp(value: bigint, by: bigint): bigint {
  const whole = value / by
  return whole * by < value ? whole + 1n : whole
}

/**
 * The quantity in base units (bytes, cores, pieces), exact up to 2^53: `256Mi` gives 268435456, `500m` gives 0.5.
 * Throws an Error with upstream's message when the text is no quantity.
 */
export function parseQuantity(text: string): number {
  return Number(nanos(text)) / 1_000_000_000
}

/** The quantity in whole base units, rounded up as upstream's `Value()`. Throws as `parseQuantity`. */
export function quantityValue(text: string): number {
  return Number(divideUp(nanos(text), 1_000_000_000n))
}

/** The quantity in thousandths, rounded up as upstream's `MilliValue()`: cpu `0.5` gives 500. Throws as `parseQuantity`. */
export function milliValue(text: string): number {
  return Number(divideUp(nanos(text), 1_000_000n))
}

const decimalSuffixes = ['', 'k', 'M', 'G', 'T', 'P', 'E'] as const
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const

/**
 * Canonical text of whole base units: the largest suffix that leaves a whole number. `BinarySI` for memory (268435456: "256Mi"),
 * `DecimalSI` else (5000: "5k").
 */
export function formatQuantity(value: number, format: 'BinarySI' | 'DecimalSI'): string {
  const base = format === 'BinarySI' ? 1024 : 1000
  const suffixes = format === 'BinarySI' ? binarySuffixes : decimalSuffixes
  let rest = value
  let step = 0
  while (rest !== 0 && step < suffixes.length - 1 && rest % base === 0) {
    rest /= base
    step++
  }
  return `${rest}${suffixes[step]!}`
}

/** Canonical text of thousandths: 1500 gives "1500m", 2000 gives "2". */
export function formatMilli(milli: number): string {
  return milli % 1000 === 0 ? formatQuantity(milli / 1000, 'DecimalSI') : `${milli}m`
}
