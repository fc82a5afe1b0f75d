import { useState } from 'react'
import { useLazy } from '../use-lazy.ts'

interface Sample {
  readonly file: string
  readonly title: string
  readonly about: string
}

const folder = 'manifests'

async function fetchText(file: string): Promise<string> {
  const response = await fetch(`${folder}/${file}`)
  if (!response.ok) throw new Error(`${folder}/${file}: the web server answered ${response.status}`)
  return await response.text()
}

const isSample = (value: unknown): value is Sample =>
  typeof value === 'object' && value !== null && ['file', 'title', 'about'].every((key) => typeof (value as Readonly<Record<string, unknown>>)[key] === 'string')

/** The list of samples beside the page; entries that are no samples are left out. */
async function loadSamples(): Promise<readonly Sample[]> {
  const parsed: unknown = JSON.parse(await fetchText('index.json'))
  return Array.isArray(parsed) ? parsed.filter(isSample) : []
}

/** Manifests that come with the page. Choosing one fills the text field; nothing is sent. */
export function Samples({ onChoose }: { readonly onChoose: (text: string) => void }) {
  const { loaded, failure } = useLazy(loadSamples)
  const [chosen, setChosen] = useState<Sample>()
  const [refusal, setRefusal] = useState<string>()
  const choose = async (file: string): Promise<void> => {
    setChosen(loaded?.find((sample) => sample.file === file))
    setRefusal(undefined)
    try {
      onChoose(await fetchText(file))
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error))
    }
  }
  const problem = refusal ?? failure
  return (
    <div className="samples">
      <label>Sample
        <select value={chosen?.file ?? ''} disabled={loaded === undefined} onChange={(event) => { void choose(event.target.value) }}>
          <option value="" disabled>{loaded === undefined ? 'looking …' : 'choose one'}</option>
          {loaded?.map((sample) => <option key={sample.file} value={sample.file}>{sample.title}</option>)}
        </select>
      </label>
      {chosen === undefined ? null : <span className="quiet">{chosen.about}</span>}
      {problem === undefined ? null : <span className="refusal" role="alert">{problem}</span>}
    </div>
  )
}
