/** A lesson from a file beside the page. */
import type { Lesson } from '../lessons/lesson.ts'
import type { LessonMachine } from './lesson-player.ts'

type LoadedLesson =
  | { readonly ok: true; readonly lesson: Lesson; readonly machine: LessonMachine }
  /** `fault` is for people: which file, and each fault with its line and column. */
  | { readonly ok: false; readonly fault: string }

/** Fetches and parses; never rejects. The parser with its YAML library and what plays lessons are fetched with the first one. */
export async function loadLesson(address: string, fetchText: (address: string) => Promise<string>): Promise<LoadedLesson> {
  try {
    const [text, { lessonFaultText, parseLesson }, { advance, beginLesson, waitingFor }, { performAction }] = await Promise.all([
      fetchText(address), import('../lessons/parse-lesson.ts'), import('../lessons/run-lesson.ts'), import('../lessons/perform-action.ts'),
    ])
    const parsed = parseLesson(text)
    return parsed.ok ? { ...parsed, machine: { advance, beginLesson, waitingFor, performAction } } : { ok: false, fault: `The lesson ${address} can’t be shown:\n${lessonFaultText(parsed.errors)}` }
  } catch (error) {
    return { ok: false, fault: `The lesson ${address} can’t be shown: ${error instanceof Error ? error.message : String(error)}` }
  }
}
