import { afterEach, describe, expect, it, vi } from 'vitest'
import { createLecture } from '../../src/app/lecture.ts'
import { readUrlOptions } from '../../src/embed/url-options.ts'
import { fakeHost } from '../support/fake-host.ts'

/** What the server has, by address; all else is 404. */
function serve(files: Readonly<Record<string, string>>): void {
  vi.stubGlobal('fetch', (address: string) => Promise.resolve(
    files[address] === undefined ? new Response('', { status: 404 }) : new Response(files[address]),
  ))
}
afterEach(() => { vi.unstubAllGlobals() })

const lesson = (cluster = ''): string => `title: T\nabout: A\n${cluster}steps:\n  - caption: One\n`

async function open(address: string, search = '') {
  const host = fakeHost()
  const lecture = createLecture(host, readUrlOptions(search))
  const opened = await lecture.openLesson(address)
  host.answer()
  const { presenting, notice } = host.store.getState()
  return { opened, presenting, notice: notice?.text, started: host.sent.some(({ type }) => type === 'start'), run: lecture.player.store.getState().run }
}

describe('a lesson that an address asks for', () => {
  it('starts its cluster and is put on the stage', async () => {
    serve({ 'lessons/ok.yaml': lesson() })
    expect(await open('lessons/ok.yaml')).toMatchObject({ opened: true, presenting: true, started: true, run: { lesson: { title: 'T' } } })
  })
  it('leaves the page as it is and says why when it is not there', async () => {
    serve({})
    expect(await open('lessons/nosuch.yaml')).toEqual({
      opened: false, presenting: false, started: false, run: undefined,
      notice: 'The lesson lessons/nosuch.yaml can’t be shown: lessons/nosuch.yaml could not be fetched: the server answered 404.',
    })
  })
  it('says where it is broken', async () => {
    serve({ 'lessons/broken.yaml': 'title: [', 'lessons/empty.yaml': lesson().replace('  - caption: One\n', '') })
    expect(await open('lessons/broken.yaml')).toMatchObject({ opened: false, presenting: false, notice: expect.stringMatching(/broken\.yaml can’t be shown:\nline 1, column/) as string })
    expect(await open('lessons/empty.yaml')).toMatchObject({ opened: false, presenting: false, notice: expect.stringMatching(/empty\.yaml can’t be shown:\nline 3, column/) as string })
  })
  it('says which of its manifests is missing', async () => {
    serve({ 'lessons/m.yaml': lesson('cluster:\n  manifests: [gone.yaml]\n') })
    expect(await open('lessons/m.yaml')).toMatchObject({ opened: false, presenting: false, notice: 'manifests/gone.yaml could not be fetched: the server answered 404.' })
  })
})
