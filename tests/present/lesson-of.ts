import type { Lesson } from '../../src/lessons/lesson.ts'
import { parseLesson } from '../../src/lessons/parse-lesson.ts'
import { performAction } from '../../src/lessons/perform-action.ts'
import { advance, beginLesson, waitingFor } from '../../src/lessons/run-lesson.ts'
import type { LessonMachine } from '../../src/present/lesson-player.ts'

export const lessonMachine: LessonMachine = { advance, beginLesson, waitingFor, performAction }

/** A lesson from the lines of its steps. */
export function lessonOf(steps: string): Lesson {
  const parsed = parseLesson(`title: T\nabout: About it\nsteps:\n${steps}`)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  return parsed.lesson
}
