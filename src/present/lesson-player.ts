/** Runs a lesson on the cluster: carries out what the lesson's state machine says and tells it what was seen. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { Lesson } from '../lessons/lesson.ts'
import type * as PerformAction from '../lessons/perform-action.ts'
import type * as RunLesson from '../lessons/run-lesson.ts'
import type { LessonCommand, LessonInput, LessonState } from '../lessons/run-lesson.ts'
import type { InspectQuery } from '../protocol/inspect.ts'
import type { ClusterStore } from '../state/cluster-store.ts'
import { look } from './look.ts'

/** What plays lessons, which comes with the first of them. */
export type LessonMachine = Pick<typeof RunLesson, 'advance' | 'beginLesson' | 'waitingFor'> & Pick<typeof PerformAction, 'performAction'>

interface LessonPlayerState {
  /** Undefined: no lesson. */
  readonly run: LessonState | undefined
  /** Why looking failed; empty text: nothing is wrong. */
  readonly fault: string
}

export interface LessonPlayer {
  readonly store: StoreApi<LessonPlayerState>
  /** Puts a lesson on the stage, before its first step. The cluster it needs is started by the caller. */
  open(lesson: Lesson, machine: LessonMachine): void
  next(): void
  previous(): void
  close(): void
}

/** What the player needs of the host: the two doors, and looking. */
interface LessonConnection extends PerformAction.Doors {
  inspect(query: InspectQuery): Promise<unknown>
}

/** A player over a cluster; it listens to the store's frames for as long as the page lives. */
export function createLessonPlayer(clusterStore: ClusterStore, connection: LessonConnection): LessonPlayer {
  const store = createStore<LessonPlayerState>(() => ({ run: undefined, fault: '' }))
  let looking = false
  let machine: LessonMachine | undefined

  const dispatch = (input: LessonInput): void => {
    const { run } = store.getState()
    if (run === undefined || machine === undefined) return
    const output = machine.advance(run, input)
    store.setState({ run: output.state })
    for (const command of output.commands) carryOut(machine, command, output.state)
  }

  const carryOut = ({ performAction }: LessonMachine, command: LessonCommand, from: LessonState): void => {
    if (command.type === 'look') {
      look(clusterStore, command.target)
      return
    }
    void performAction(command.action, connection).then((refused) => {
      if (isSameStep(from)) dispatch({ type: 'acted', refused })
    })
  }

  /** An answer that comes after the lesson went on, or after another was opened, is of no use. */
  const isSameStep = (before: LessonState): boolean => {
    const { run } = store.getState()
    return run !== undefined && run.lesson === before.lesson && run.reached === before.reached
  }

  const observe = (): void => {
    const { run } = store.getState()
    if (run?.phase !== 'waiting' || machine === undefined || looking) return
    looking = true
    const { simTimeUs } = clusterStore.getState().view
    Promise.all(machine.waitingFor(run).map((query) => connection.inspect(query))).then(
      (answers) => {
        looking = false
        if (isSameStep(run)) dispatch({ type: 'observed', simTimeUs, answers })
      },
      (error: unknown) => {
        looking = false
        store.setState({ fault: `The lesson can’t see the cluster: ${error instanceof Error ? error.message : String(error)}` })
      },
    )
  }
  clusterStore.onFrame(observe)

  return {
    store,
    open: (lesson, given) => {
      machine = given
      store.setState({ run: given.beginLesson(lesson), fault: '' })
    },
    next: () => {
      // What a step does and waits for needs time to pass; a paused cluster would leave the audience waiting for ever.
      if (!clusterStore.getState().pace.playing) connection.pace({ pace: 'play' })
      dispatch({ type: 'next', simTimeUs: clusterStore.getState().view.simTimeUs })
    },
    previous: () => { dispatch({ type: 'previous' }) },
    close: () => { store.setState({ run: undefined, fault: '' }) },
  }
}
