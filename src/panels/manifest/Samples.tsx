import { useState } from 'react'
import { useLazy } from '../use-lazy.ts'
import { fetchSample, loadSamples } from './sample-files.ts'
import type { Sample } from './sample-files.ts'

/** Manifests that come with the page. Choosing one fills the text field; nothing is sent. */
export function Samples({ onChoose }: { readonly onChoose: (text: string) => void }) {
  const { loaded, failure } = useLazy(loadSamples)
  const [chosen, setChosen] = useState<Sample>()
  const [refusal, setRefusal] = useState<string>()
  const choose = async (file: string): Promise<void> => {
    setChosen(loaded?.find((sample) => sample.file === file))
    setRefusal(undefined)
    try {
      onChoose(await fetchSample(file))
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
