/** What the page fetches ahead of need: every part that it would otherwise fetch when it is asked for, without a network perhaps. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, it } from 'vitest'

/** Parts that are there from the start where they are needed, or never in a build. */
const exceptions = ['src/embed/EmbedBar.tsx', 'src/gallery/Gallery.tsx']

const files = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)).filter((name) => /\.tsx?$/.test(name))

function laterParts(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/import\('(\.[^']+)'\)/g)].map(([, path]) => normalize(join(dirname(file), path!)).replaceAll('\\', '/'))
}

it('is all that a later moment asks for', () => {
  const page = files('src').filter((file) => !/^src.(engine|host|build)/.test(file))
  const fetched = new Set(['src/app/warm-up.ts', 'src/canvas/use-small-layout.ts', 'src/openapi/requests.ts', 'src/panels/manifest/sample-files.ts'].flatMap(laterParts))
  const missing = page.flatMap(laterParts).filter((part) => !fetched.has(part) && !exceptions.includes(part))
  expect(page.flatMap(laterParts).length).toBeGreaterThan(20)
  expect(missing).toEqual([])
})
