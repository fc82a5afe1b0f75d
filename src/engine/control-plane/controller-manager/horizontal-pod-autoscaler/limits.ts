/** What becomes of a recommendation: held for a while, and kept between bounds. Source: pkg/controller/podautoscaler/horizontal.go. */
import type { HorizontalPodAutoscaler } from '../../../../kubernetes/types/autoscaling.ts'

/** `--horizontal-pod-autoscaler-downscale-stabilization` */
const downscaleSeconds = 300
const scaleUpFactor = 2
const scaleUpLeast = 4

export interface Recommendation {
  readonly atUs: number
  readonly replicas: number
}
interface Verdict {
  readonly replicas: number
  readonly recommendations: readonly Recommendation[]
  readonly able: readonly [reason: string, message: string]
  readonly limited: readonly [status: 'True' | 'False', reason: string, message: string]
}

const ready = ['ReadyForNewScale', 'recommended size matches current size'] as const
const heldDown = [
  'ScaleDownStabilized', 'recent recommendations were higher than current one, applying the highest recent recommendation',
] as const
const heldUp = ['ScaleUpStabilized', 'recent recommendations were lower than current one, applying the lowest recent recommendation'] as const

function windowUs(seconds: number | undefined, otherwise: number): number {
  return (seconds ?? otherwise) * 1_000_000
}

/**
 * Keeps recommendations of the stabilization windows: downwards the highest of them counts, upwards (with a `behavior`) the lowest.
 * Simplified: of `behavior` only the windows are heeded, not its policies.
 */
function stabilized(
  hpa: HorizontalPodAutoscaler, known: readonly Recommendation[], currentReplicas: number, wanted: number, nowUs: number,
): { readonly replicas: number; readonly kept: readonly Recommendation[] } {
  const { behavior } = hpa.spec
  const downUs = windowUs(behavior?.scaleDown?.stabilizationWindowSeconds, downscaleSeconds)
  const upUs = windowUs(behavior?.scaleUp?.stabilizationWindowSeconds, 0)
  let highest = wanted
  let lowest = wanted
  for (const { atUs, replicas } of known) {
    if (atUs > nowUs - downUs) highest = Math.max(highest, replicas)
    if (atUs > nowUs - upUs) lowest = Math.min(lowest, replicas)
  }
  const replicas = currentReplicas < lowest ? lowest : currentReplicas > highest ? highest : Math.max(lowest, Math.min(highest, currentReplicas))
  const kept = known.filter(({ atUs }) => atUs > nowUs - Math.max(downUs, upUs))
  return { replicas, kept: [...kept, { atUs: nowUs, replicas: wanted }] }
}

/** The replicas to set, given what the metrics ask for. */
export function limit(
  hpa: HorizontalPodAutoscaler, known: readonly Recommendation[], currentReplicas: number, wanted: number, nowUs: number,
): Verdict {
  const { replicas: steady, kept } = stabilized(hpa, known, currentReplicas, wanted, nowUs)
  const least = hpa.spec.minReplicas ?? 1
  const most = hpa.spec.maxReplicas
  const fastest = Math.max(scaleUpFactor * currentReplicas, scaleUpLeast)
  const able = steady === wanted ? ready : steady > wanted ? heldDown : heldUp
  const verdict = (replicas: number, limited: Verdict['limited']): Verdict => ({ replicas, recommendations: kept, able, limited })
  if (steady < least) return verdict(least, ['True', 'TooFewReplicas', 'the desired replica count is less than the minimum replica count'])
  if (steady > Math.min(most, fastest)) {
    return most > fastest
      ? verdict(fastest, ['True', 'ScaleUpLimit', 'the desired replica count is increasing faster than the maximum scale rate'])
      : verdict(most, ['True', 'TooManyReplicas', 'the desired replica count is more than the maximum replica count'])
  }
  return verdict(steady, ['False', 'DesiredWithinRange', 'the desired count is within the acceptable range'])
}
