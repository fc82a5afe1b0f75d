import type { Lesson } from '../../src/lessons/lesson.ts'
import { parseLesson } from '../../src/lessons/parse-lesson.ts'

/** A lesson from the lines of its steps. */
export function lessonOf(steps: string): Lesson {
  const parsed = parseLesson(`title: T\nabout: About it\nsteps:\n${steps}`)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  return parsed.lesson
}
