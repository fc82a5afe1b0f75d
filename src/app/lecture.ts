/** Lecture mode and lessons. Their code comes with the YAML library, so it is fetched when somebody first presents. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import { fetchTextFile, startOptions } from '../embed/start-options.ts'
import type { UrlOptions } from '../embed/url-options.ts'
import type { Lesson } from '../lessons/lesson.ts'
import type { LessonPlayer } from '../present/lesson-player.ts'
import type { ClusterOptions } from '../protocol/options.ts'
import type { Cluster } from '../state/context.tsx'
import { setPresenting } from '../state/page-actions.ts'

export interface Lecture {
  /** The player once it is loaded. */
  readonly player: StoreApi<{ readonly player: LessonPlayer | undefined }>
  /** Full screen, larger labels, no panels; a lesson that was open goes on. */
  present(): Promise<void>
  /**
   * Starts the cluster that a lesson asks for and puts the lesson on the stage. A lesson that can't be had says why there; then
   * no cluster was started and the answer is false.
   */
  openLesson(address: string): Promise<boolean>
}

/** The guided tour of the picture. */
export const tourAddress = 'lessons/tour.yaml'

/** Lecture mode over a cluster; `asked` is what the page's address said. */
export function createLecture(cluster: Pick<Cluster, 'store' | 'connection'>, asked: UrlOptions): Lecture {
  const { store, connection } = cluster
  const holder = createStore<{ readonly player: LessonPlayer | undefined }>(() => ({ player: undefined }))
  const load = async (): Promise<LessonPlayer> => {
    const { createLessonPlayer } = await import('../present/lesson-player.ts')
    const player = holder.getState().player ?? createLessonPlayer(store, connection)
    holder.setState({ player })
    return player
  }
  /** A part of the page that can't be fetched is told, whatever it was for. */
  const orNotice = async (work: () => Promise<boolean>): Promise<boolean> => {
    try {
      return await work()
    } catch (error) {
      store.setState({ notice: { tone: 'bad', text: `Lecture mode could not be loaded: ${error instanceof Error ? error.message : String(error)}` } })
      return false
    }
  }
  return {
    player: holder,
    present: async () => {
      await orNotice(async () => {
        await load()
        setPresenting(store, true)
        return true
      })
    },
    openLesson: (address) => orNotice(async () => {
      const [player, lesson] = await Promise.all([load(), readLesson(address)])
      const readable = typeof lesson !== 'string'
      if (readable) {
        connection.start(await lessonCluster(lesson, asked), asked.pace)
        player.open(lesson)
      } else player.fail(lesson)
      setPresenting(store, true)
      return readable
    }),
  }
}

/** The lesson, or in words why it can't be shown. */
async function readLesson(address: string): Promise<Lesson | string> {
  const { parseLesson, lessonFaultText } = await import('../lessons/parse-lesson.ts')
  try {
    const parsed = parseLesson(await fetchTextFile(address))
    return parsed.ok ? parsed.lesson : `${address}\n${lessonFaultText(parsed.errors)}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The first run's cluster, changed by what the lesson says. */
async function lessonCluster(lesson: Lesson, asked: UrlOptions): Promise<ClusterOptions> {
  const { cluster: usual } = await startOptions(asked, fetchTextFile)
  const { seed, nodes, manifests, requestsPerSecond } = lesson.cluster
  const texts = manifests === undefined ? usual.manifests : await Promise.all(manifests.map((file) => fetchTextFile(`manifests/${file}`)))
  const load = usual.clientLoad
  return {
    ...usual,
    seed: seed ?? usual.seed,
    nodes: nodes ?? usual.nodes,
    manifests: texts,
    clientLoad: load === undefined || requestsPerSecond === undefined ? load : { ...load, requestsPerSecond },
  }
}
