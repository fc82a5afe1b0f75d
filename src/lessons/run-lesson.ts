/** A lesson as a pure state machine: inputs are keys, answers and looks; outputs say what the page does next. */
import type { InspectQuery } from '../protocol/inspect.ts'
import { holds, queriesOf } from './conditions.ts'
import type { Lesson, LessonAction, LessonStep, LookTarget } from './lesson.ts'

export interface LessonState {
  readonly lesson: Lesson
  /** Step on the screen. Time does not run backwards: going back shows an earlier caption, it undoes nothing. */
  readonly shown: number
  /** The furthest step that was begun; -1: not started. */
  readonly reached: number
  /** Of the furthest step: its actions run one after the other, then its condition is awaited. */
  readonly phase: 'acting' | 'waiting' | 'done'
  /** Next action of the furthest step. */
  readonly action: number
  /** Simulated time when the furthest step began. */
  readonly sinceUs: number
  /** What the cluster refused in the furthest step; the lesson goes on. */
  readonly refusals: readonly string[]
}

export type LessonInput =
  | { readonly type: 'next'; readonly simTimeUs: number }
  | { readonly type: 'previous' }
  /** The answer of the last `act`; `refused` is the cluster's message. */
  | { readonly type: 'acted'; readonly refused: string | undefined }
  /** Answers of the queries that `waitingFor` gives. */
  | { readonly type: 'observed'; readonly simTimeUs: number; readonly answers: readonly unknown[] }

export type LessonCommand =
  | { readonly type: 'act'; readonly action: LessonAction }
  | { readonly type: 'look'; readonly target: LookTarget | undefined }

interface LessonOutput {
  readonly state: LessonState
  readonly commands: readonly LessonCommand[]
}

/** The state before the first `next`. */
export function beginLesson(lesson: Lesson): LessonState {
  return { lesson, shown: -1, reached: -1, phase: 'done', action: 0, sinceUs: 0, refusals: [] }
}

/** One input. `next` while a step still waits goes on all the same: the lecturer decides. */
export function advance(state: LessonState, input: LessonInput): LessonOutput {
  switch (input.type) {
    case 'next': return next(state, input.simTimeUs)
    case 'previous': return show(state, Math.max(0, state.shown - 1))
    case 'acted': return acted(state, input.refused)
    case 'observed': return observed(state, input)
  }
}

/** The looks that the furthest step waits on; empty when it waits for nothing that must be looked at. */
export function waitingFor(state: LessonState): InspectQuery[] {
  const condition = state.lesson.steps[state.reached]?.waitFor
  return state.phase === 'waiting' && condition !== undefined ? queriesOf(condition) : []
}

/** The line under the stage. */
export function captionOf(state: LessonState): string {
  const step = state.lesson.steps[state.shown]
  if (step === undefined) return state.lesson.about
  const over = state.shown < state.reached || state.phase === 'done'
  return over ? step.after ?? step.caption : step.caption
}

/** Whether the last step is over. */
export function isOver(state: LessonState): boolean {
  return state.reached === state.lesson.steps.length - 1 && state.shown === state.reached && state.phase === 'done'
}

function next(state: LessonState, simTimeUs: number): LessonOutput {
  if (state.shown < state.reached) return show(state, state.shown + 1)
  // An action on its way is let finish, so that actions of two steps never overtake each other.
  if (state.phase === 'acting') return { state, commands: [] }
  const step = state.lesson.steps[state.reached + 1]
  if (step === undefined) return { state: { ...state, phase: 'done' }, commands: [] }
  const index = state.reached + 1
  const begun: LessonState = { ...state, shown: index, reached: index, action: 0, sinceUs: simTimeUs, refusals: [], phase: 'acting' }
  const looked = { type: 'look', target: step.look } as const
  const rest = nextAction(begun, step)
  return { state: rest.state, commands: [looked, ...rest.commands] }
}

function nextAction(state: LessonState, step: LessonStep): LessonOutput {
  const action = step.do[state.action]
  if (action !== undefined) return { state, commands: [{ type: 'act', action }] }
  return { state: { ...state, phase: step.waitFor === undefined ? 'done' : 'waiting' }, commands: [] }
}

function acted(state: LessonState, refused: string | undefined): LessonOutput {
  const step = state.lesson.steps[state.reached]
  if (step === undefined || state.phase !== 'acting') return { state, commands: [] }
  const refusals = refused === undefined ? state.refusals : [...state.refusals, refused]
  return nextAction({ ...state, action: state.action + 1, refusals }, step)
}

function observed(state: LessonState, input: Extract<LessonInput, { type: 'observed' }>): LessonOutput {
  const condition = state.lesson.steps[state.reached]?.waitFor
  if (condition === undefined || state.phase !== 'waiting') return { state, commands: [] }
  const met = holds(condition, { simTimeUs: input.simTimeUs, sinceUs: state.sinceUs, answers: input.answers })
  return { state: met ? { ...state, phase: 'done' } : state, commands: [] }
}

function show(state: LessonState, index: number): LessonOutput {
  const step = state.lesson.steps[index]
  if (step === undefined || index === state.shown) return { state, commands: [] }
  return { state: { ...state, shown: index }, commands: [{ type: 'look', target: step.look }] }
}
