import { maxNodeScore } from './plugin.ts'

/**
 * Stretches scores to 0..100 by their maximum; `reverse`: the least becomes the best. All zero: 0, or 100 when reversed.
 * Source: plugins/helper/normalize_score.go.
 */
export function normalize(scores: Float64Array, n: number, reverse: boolean): void {
  let max = 0
  for (let j = 0; j < n; j++) if (scores[j]! > max) max = scores[j]!
  if (max === 0) {
    if (reverse) scores.fill(maxNodeScore, 0, n)
    return
  }
  for (let j = 0; j < n; j++) {
    const score = Math.floor((maxNodeScore * scores[j]!) / max)
    scores[j] = reverse ? maxNodeScore - score : score
  }
}
