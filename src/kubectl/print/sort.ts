/** `--sort-by`. Source: k8s.io/kubectl/pkg/cmd/get/sorter.go. */
import { parseQuantity, quantityError } from '../../kubernetes/quantity.ts'
import { byText, valueText } from './json.ts'
import { fieldValues } from './jsonpath.ts'

/** The objects by a field: numbers by size, quantities by amount, texts with their numbers counted; without the field first. */
export function sortObjects<T>(objects: readonly T[], path: string): readonly T[] {
  const keyed = objects.map((object) => ({ object, key: fieldValues(path, object)[0] }))
  // As kubectl does: nothing is printed when the field is nowhere.
  if (keyed.every(({ key }) => key === undefined)) return []
  return keyed.toSorted((a, b) => compare(a.key, b.key)).map(({ object }) => object)
}

function compare(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1)
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const left = valueText(a)
  const right = valueText(b)
  if (quantityError(left) === undefined && quantityError(right) === undefined) return parseQuantity(left) - parseQuantity(right)
  return naturalCompare(left, right)
}

/** Runs of digits count as numbers: pod-2 stands before pod-10. */
function naturalCompare(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? []
  const right = b.match(/\d+|\D+/g) ?? []
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const x = left[i]!
    const y = right[i]!
    const difference = /^\d/.test(x) && /^\d/.test(y) ? Number(x) - Number(y) : byText(x, y)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}
