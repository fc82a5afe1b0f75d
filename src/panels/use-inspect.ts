import { useEffect, useState } from 'react'
import type { InspectAnswers, InspectQuery } from '../protocol/inspect.ts'
import { useCluster } from '../state/context.tsx'

/** Least wall time between two looks at the same thing; the counts of all links and the Events of all objects are long answers. */
const pauseMs = (query: InspectQuery): number => (query.query === 'links' || query.query === 'timeline' ? 1000 : 300)

interface Inspected<T> {
  /** The newest answer; undefined before the first. */
  readonly answer: T | undefined
  /** An answer has come, even if it says that there is nothing. */
  readonly answered: boolean
  /** Why the last look failed, in words for people. */
  readonly failure: string | undefined
}

interface Kept<T> {
  readonly key: string
  readonly answer: T | undefined
  readonly failure: string | undefined
}

/**
 * Looks at something and looks again when the cluster has moved, at most a few times a second. Looking costs the cluster nothing.
 */
export function useInspect<Q extends InspectQuery>(query: Q): Inspected<InspectAnswers[Q['query']]> {
  const { store, connection } = useCluster()
  const key = JSON.stringify(query)
  const [kept, setKept] = useState<Kept<InspectAnswers[Q['query']]>>()
  useEffect(() => {
    const asked = JSON.parse(key) as Q
    let stopped = false
    let resting = false
    let moved = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const rest = (next: Kept<InspectAnswers[Q['query']]>): void => {
      if (stopped) return
      setKept(next)
      timer = setTimeout(() => {
        resting = false
        if (moved) look()
      }, pauseMs(asked))
    }
    const look = (): void => {
      resting = true
      moved = false
      void answerOf(key, connection.inspect<Q>(asked)).then(rest)
    }
    const unsubscribe = store.subscribe((state, before) => {
      if (state.tick === before.tick) return
      if (resting) moved = true
      else look()
    })
    look()
    return () => {
      stopped = true
      clearTimeout(timer)
      unsubscribe()
    }
  }, [key, store, connection])
  const current = kept?.key === key ? kept : undefined
  return { answer: current?.answer, answered: current !== undefined && current.failure === undefined, failure: current?.failure }
}

async function answerOf<T>(key: string, answer: Promise<T>): Promise<Kept<T>> {
  try {
    return { key, answer: await answer, failure: undefined }
  } catch (error) {
    return { key, answer: undefined, failure: error instanceof Error ? error.message : String(error) }
  }
}
