import { useEffect, useState } from 'react'
import type { ManifestProblem } from '../../kubectl/apply/manifest.ts'
import { checkText } from './schema/check-text.ts'
import { namesUnknownKind } from './schema/schema-source.ts'
import type { SchemaSource } from './schema/schema-source.ts'

/** Pause in typing after which the text is checked. */
const restMs = 300

interface Checked {
  readonly text: string
  readonly problems: readonly ManifestProblem[]
  readonly failure: string | undefined
}

const unchecked: Checked = { text: '', problems: [], failure: undefined }

/**
 * Problems of the text as it was after the last pause in typing; `failure`: the schemas could not be had, so fields are not checked. `learn`: looks
 * for new kinds when one is not known.
 */
export function useLiveCheck(text: string, schemas: SchemaSource, learn: () => Promise<boolean>): Omit<Checked, 'text'> {
  const [checked, setChecked] = useState(unchecked)
  useEffect(() => {
    let stopped = false
    const check = async (): Promise<void> => {
      try {
        let problems = await checkText(text, schemas)
        if (namesUnknownKind(problems) && await learn()) problems = await checkText(text, schemas)
        if (!stopped) setChecked({ text, problems, failure: undefined })
      } catch (error) {
        if (!stopped) setChecked({ text, problems: [], failure: error instanceof Error ? error.message : String(error) })
      }
    }
    const timer = setTimeout(() => { void check() }, restMs)
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }, [text, schemas, learn])
  return checked.text === text ? checked : unchecked
}
