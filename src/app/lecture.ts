/** Lecture mode and lessons as the page starts them. */
import { startOptions } from '../embed/start-options.ts'
import type { UrlOptions } from '../embed/url-options.ts'
import type { Lesson } from '../lessons/lesson.ts'
import { createLessonPlayer } from '../present/lesson-player.ts'
import type { LessonPlayer } from '../present/lesson-player.ts'
import { loadLesson } from '../present/load-lesson.ts'
import type { ClusterOptions } from '../protocol/options.ts'
import type { Cluster } from '../state/context.tsx'
import { fetchTextFile } from '../state/page-files.ts'
import { alsoTell, setPresenting } from '../state/page-actions.ts'
import { fetchObjects } from './manifest-objects.ts'

export interface Lecture {
  readonly player: LessonPlayer
  /** Full screen, larger labels, no panels; a lesson that was open goes on. */
  present(): void
  /**
   * Starts the cluster that a lesson asks for and puts the lesson on the stage. Why a lesson can't be had is told on the page as it is; then
   * no cluster was started and the answer is false. Never rejects.
   */
  openLesson(address: string): Promise<boolean>
}

/** The guided tour of the picture. */
export const tourAddress = 'lessons/tour.yaml'

/** Lecture mode over a cluster; `asked` is what the page's address said. */
export function createLecture({ store, connection }: Pick<Cluster, 'store' | 'connection'>, asked: UrlOptions): Lecture {
  const player = createLessonPlayer(store, connection)
  const start = async (address: string): Promise<string | undefined> => {
    const loaded = await loadLesson(address, fetchTextFile)
    if (!loaded.ok) return loaded.fault
    const cluster = await lessonCluster(loaded.lesson, asked)
    if (typeof cluster === 'string') return cluster
    connection.start(cluster, asked.pace)
    player.open(loaded.lesson, loaded.machine)
    return undefined
  }
  return {
    player,
    present: () => { setPresenting(store, true) },
    openLesson: async (address) => {
      const fault = await start(address)
      if (fault !== undefined) {
        alsoTell(store, fault)
        return false
      }
      setPresenting(store, true)
      return true
    },
  }
}

/** The first run's cluster, changed by what the lesson says; in words why it can't be had. */
async function lessonCluster(lesson: Lesson, asked: UrlOptions): Promise<ClusterOptions | string> {
  const { cluster: usual, faults } = await startOptions(asked, fetchObjects)
  if (faults.length > 0) return faults.join(' ')
  const { seed, nodes, manifests, requestsPerSecond } = lesson.cluster
  const load = usual.clientLoad
  try {
    return {
      ...usual,
      seed: seed ?? usual.seed,
      nodes: nodes ?? usual.nodes,
      manifests: manifests === undefined ? usual.manifests : (await Promise.all(manifests.map((file) => fetchObjects(`manifests/${file}`)))).flat(),
      clientLoad: load === undefined || requestsPerSecond === undefined ? load : { ...load, requestsPerSecond },
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
