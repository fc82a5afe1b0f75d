/** Wanted, present and ready at a glance: a pip for each pod, an empty dashed one for each that is still to come. */
import { gapWords, pipRuns } from '../kernels/gap.ts'
import type { Gap } from '../kernels/gap.ts'

/** Pips that have room one beside the other in the left column. */
const mostPips = 20

/** A Deployment's strip of pips. Each kind has a shape of its own; the words are its tooltip and accessible name. */
export function GapStrip({ gap }: { gap: Gap }) {
  const words = gapWords(gap)
  const runs = pipRuns(gap, mostPips)
  return (
    <span className="gap-strip" role="img" aria-label={words} title={words}>
      {runs.flatMap(({ kind, pips }) => Array.from({ length: pips }, (_, i) => <i key={`${kind}${i}`} className={`pip is-${kind}`} />))}
    </span>
  )
}

/** Outlines of pods that nobody has created yet: at most so many are drawn. */
const mostGhosts = 3

/** What Deployments still wait for, where their pods will first appear. */
export function GhostPods({ waiting }: { waiting: readonly { readonly name: string; readonly toCome: number }[] }) {
  const total = waiting.reduce((sum, { toCome }) => sum + toCome, 0)
  if (total === 0) return null
  const words = waiting.map(({ name, toCome }) => `${name} ${toCome}`).join(', ')
  return (
    <span className="ghost-pods" title={`Still to be created: ${words}`}>
      <span aria-hidden="true">
        {Array.from({ length: Math.min(total, mostGhosts) }, (_, i) => <i key={i} className="ghost-pod" />)}
      </span>
      <span className="ghost-words">{waiting.length === 1 ? waiting[0]!.name : `${waiting.length} Deployments`}</span>
      <b>{total} to come</b>
    </span>
  )
}
