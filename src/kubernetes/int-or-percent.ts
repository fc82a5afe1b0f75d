/** A number, or a share of another. Source: k8s.io/apimachinery/pkg/util/intstr (GetScaledValueFromIntOrPercent). */
import type { IntOrString } from './types/meta.ts'

/** The number itself, or the percentage of `total`, rounded up or down. */
export function scaledValue(value: IntOrString, total: number, roundUp: boolean): number {
  if (typeof value === 'number') return value
  const share = (Number.parseInt(value, 10) * total) / 100
  return roundUp ? Math.ceil(share) : Math.floor(share)
}
