/** A cluster's life as one transcript: every command line with the exact text that kubectl prints, names and ages masked. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { masked } from './recorded/mask.ts'
import { testCluster } from './test-cluster.ts'

/** "$ line", what it printed to both outputs, and "(exit N)" where that is not 0. */
interface Entry {
  readonly line: string
  readonly printed: string
}

function entriesOf(text: string): readonly Entry[] {
  return text.split(/^\$ /m).slice(1).map((part) => {
    const end = part.indexOf('\n')
    return { line: part.slice(0, end), printed: part.slice(end + 1) }
  })
}

const entries = entriesOf(readFileSync('tests/fixtures/kubectl/life.txt', 'utf8'))

describe('kubectl over a cluster’s life', () => {
  it('prints what the transcript says, line for line', async () => {
    const bench = testCluster()
    bench.files['settings.yaml'] = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  mode: slow\n'
    const ours: Entry[] = []
    for (const { line } of entries) {
      const { out, error, code } = await bench.run(line)
      const printed = masked(`${out}${error}`).trimEnd()
      ours.push({ line, printed: `${printed === '' ? '' : `${printed}\n`}${code === 0 ? '' : `(exit ${code})\n`}` })
    }
    expect(ours).toEqual(entries)
  })
  it('has more than a hundred command lines', () => expect(entries.length).toBeGreaterThan(100))
})
