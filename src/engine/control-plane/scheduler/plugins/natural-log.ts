/**
 * Natural logarithms of small whole numbers from additions, multiplications and divisions alone: those are specified to the bit in every
 * JavaScript engine, Math.log is not.
 */
const tableSize = 1024
const ln2 = 0.6931471805599453

/** ln(x) for x >= 1: x = m * 2^k with m near 1, then 2 * artanh((m - 1) / (m + 1)) as a series. */
function logarithm(x: number): number {
  let mantissa = x
  let exponent = 0
  while (mantissa > 1.5) {
    mantissa /= 2
    exponent++
  }
  const z = (mantissa - 1) / (mantissa + 1)
  const square = z * z
  let sum = 0
  for (let i = 27; i >= 1; i -= 2) sum = sum * square + 1 / i
  return exponent * ln2 + 2 * z * sum
}

const table = new Float64Array(tableSize)
for (let x = 1; x < tableSize; x++) table[x] = logarithm(x)

/** ln(x) of a whole number x >= 1. */
export function naturalLog(x: number): number {
  return x < tableSize ? table[x]! : logarithm(x)
}
