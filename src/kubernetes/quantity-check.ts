/** Are quantities well formed, and which is larger: what validation asks. Exact: works on integers. Source: k8s.io/apimachinery/pkg/api/resource/quantity.go. */

const pattern = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)([numkMGTPE]|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d{1,2}|)$/

/** Text of upstream's error for a quantity that cannot be read. */
export const quantityError = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

const decimalExponent: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
const binaryPower: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 }

/** Ten to a whole power, as an integer. */
function tenTo(exponent: number): bigint {
  return BigInt(`1${'0'.repeat(exponent)}`)
}

/** The value in billionths (rounded up as upstream does below nano); undefined when the text is no quantity. */
export function quantityNano(text: string): bigint | undefined {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [, sign, digits = '', suffix = ''] = match
  const [whole = '', fraction = ''] = digits.split('.')
  const exponent = decimalExponent[suffix] ?? (binaryPower[suffix] === undefined ? Number(suffix.slice(1)) : 0)
  const shift = 9 + exponent - fraction.length
  let value = BigInt(whole + fraction || '0')
  const power = binaryPower[suffix]
  if (power !== undefined) value <<= BigInt(power)
  if (shift >= 0) value *= tenTo(shift)
  else value = (value + tenTo(-shift) - 1n) / tenTo(-shift)
  return sign === '-' ? -value : value
}

/** Negative, 0 or positive as `a` is less than, equal to or more than `b`. Both must be quantities. */
export function compareQuantities(a: string, b: string): number {
  const left = quantityNano(a) ?? 0n
  const right = quantityNano(b) ?? 0n
  return left < right ? -1 : left > right ? 1 : 0
}
