/** A lesson from a file beside the page. */
import type { Lesson } from '../lessons/lesson.ts'

type LoadedLesson =
  | { readonly ok: true; readonly lesson: Lesson }
  /** `fault` is for people: which file, and each fault with its line and column. */
  | { readonly ok: false; readonly fault: string }

/** Fetches and parses; never rejects. The parser comes with the YAML library, so it is fetched with the first lesson. */
export async function loadLesson(address: string, fetchText: (address: string) => Promise<string>): Promise<LoadedLesson> {
  try {
    const [text, { lessonFaultText, parseLesson }] = await Promise.all([fetchText(address), import('../lessons/parse-lesson.ts')])
    const parsed = parseLesson(text)
    return parsed.ok ? parsed : { ok: false, fault: `The lesson ${address} can’t be shown:\n${lessonFaultText(parsed.errors)}` }
  } catch (error) {
    return { ok: false, fault: `The lesson ${address} can’t be shown: ${error instanceof Error ? error.message : String(error)}` }
  }
}
