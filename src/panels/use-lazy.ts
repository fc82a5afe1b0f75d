import { useEffect, useState } from 'react'

interface Lazy<T> {
  readonly loaded: T | undefined
  readonly failure: string | undefined
}

/** Code that is only fetched when a component that needs it is shown. `load` must be a constant of its module. */
export function useLazy<T extends object>(load: () => Promise<T>): Lazy<T> {
  const [lazy, setLazy] = useState<Lazy<T>>({ loaded: undefined, failure: undefined })
  useEffect(() => {
    let stopped = false
    const fetchIt = async (): Promise<void> => {
      try {
        const loaded = await load()
        if (!stopped) setLazy({ loaded, failure: undefined })
      } catch (error) {
        if (!stopped) setLazy({ loaded: undefined, failure: `A part of the page could not be loaded: ${error instanceof Error ? error.message : String(error)}` })
      }
    }
    void fetchIt()
    return () => { stopped = true }
  }, [load])
  return lazy
}
