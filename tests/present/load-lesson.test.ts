import { describe, expect, it } from 'vitest'
import { loadLesson } from '../../src/present/load-lesson.ts'

describe('a lesson file', () => {
  it('becomes a lesson', async () => {
    await expect(loadLesson('l.yaml', () => Promise.resolve('title: T\nabout: A\nsteps: [{ caption: one }]'))).resolves.toMatchObject({ ok: true, lesson: { title: 'T' } })
  })
  it('that is corrupt is told with its name, line and column', async () => {
    await expect(loadLesson('l.yaml', () => Promise.resolve('title: ['))).resolves.toMatchObject({ ok: false, fault: expect.stringMatching(/l\.yaml.*\nline 1, column/) as string })
  })
  it('that is missing is told', async () => {
    await expect(loadLesson('l.yaml', () => Promise.reject(new Error('answered 404')))).resolves.toMatchObject({ ok: false, fault: expect.stringContaining('answered 404') as string })
  })
})
