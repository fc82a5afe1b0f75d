/** What happens to a pod's containers, told from two of its states. */
import type { ContainerStateTerminated, ContainerStatus, Pod } from '../../kubernetes/types/core.ts'
import type { Names, Sentence } from './sentence.ts'
import { oneOrMany } from './sentence.ts'
import { shortName } from './short-name.ts'

interface Told {
  readonly status: ContainerStatus
  readonly was: ContainerStatus | undefined
  readonly init: boolean
}

function containersOf(before: Pod, after: Pod): readonly Told[] {
  const told = (now: readonly ContainerStatus[] | undefined, old: readonly ContainerStatus[] | undefined, init: boolean): Told[] =>
    (now ?? []).map((status) => ({ status, was: old?.find((one) => one.name === status.name), init }))
  return [
    ...told(after.status.initContainerStatuses, before.status.initContainerStatuses, true),
    ...told(after.status.containerStatuses, before.status.containerStatuses, false),
    ...told(after.status.ephemeralContainerStatuses, before.status.ephemeralContainerStatuses, false),
  ]
}

const signals: Readonly<Record<number, string>> = { 137: 'SIGKILL', 139: 'SIGSEGV', 143: 'SIGTERM' }

/** Reasons that say more than the exit code does. */
const tellingReasons: ReadonlySet<string | undefined> = new Set(['OOMKilled', 'StartError'])

function exitText({ exitCode, reason }: ContainerStateTerminated): string {
  const why = tellingReasons.has(reason) ? reason : signals[exitCode]
  return `exit code ${exitCode}${why === undefined ? '' : ` (${why})`}`
}

function endSentence(ended: readonly Told[], names: Names): Sentence | undefined {
  const [first] = ended
  if (first === undefined) return undefined
  const bad = ended.some(({ status }) => status.state.terminated?.exitCode !== 0)
  if (ended.length > 1) {
    const text = `reported that ${ended.length} containers of ${names.one} ended`
    return { text, many: `reported that containers of ${names.many} ended`, tone: bad ? 'bad' : 'neutral' }
  }
  const { status, init } = first
  const end = exitText(status.state.terminated!)
  const container = `${init ? 'init ' : ''}container ${status.name}`
  return { ...oneOrMany(names, (pod) => `reported that ${container} of ${pod} ended with ${end}`), tone: bad ? 'bad' : 'neutral' }
}

/** What a waiting container's reason means, by the reason that the kubelet gives. */
const waitingTexts: Readonly<Record<string, (container: string, pod: string, image: string) => string>> = {
  CrashLoopBackOff: (container, pod) => `put container ${container} of ${pod} into CrashLoopBackOff: each restart waits longer`,
  ErrImagePull: (_container, pod, image) => `could not pull ${image} for ${pod}: ErrImagePull`,
  ImagePullBackOff: (_container, pod, image) => `waits before it tries to pull ${image} for ${pod} again: ImagePullBackOff`,
  InvalidImageName: (_container, pod, image) => `cannot read the image name ${image} of ${pod}: InvalidImageName`,
  CreateContainerConfigError: (container, pod) => `cannot make container ${container} of ${pod}: CreateContainerConfigError`,
  CreateContainerError: (container, pod) => `cannot make container ${container} of ${pod}: CreateContainerError`,
  RunContainerError: (container, pod) => `cannot start container ${container} of ${pod}: RunContainerError`,
}

function waitSentence({ status, was }: Told, after: Pod, names: Names): Sentence | undefined {
  const reason = status.state.waiting?.reason
  if (reason === undefined || was?.state.waiting?.reason === reason) return undefined
  const { containers, initContainers = [], ephemeralContainers = [] } = after.spec
  const spec = [...containers, ...initContainers, ...ephemeralContainers].find((one) => one.name === status.name)
  const tell = waitingTexts[reason]
  if (tell === undefined) return undefined
  return { ...oneOrMany(names, (pod) => tell(status.name, pod, shortName(spec?.image ?? status.image))), tone: 'bad' }
}

/** The first that a person would tell of containers that ended, wait or came back; undefined when nothing of the kind happened. */
export function containerSentence(before: Pod, after: Pod, names: Names): Sentence | undefined {
  if (before.status === after.status) return undefined
  const containers = containersOf(before, after)
  const ends = ({ status, was }: Told): boolean => status.state.terminated !== undefined && was?.state.terminated === undefined
  const ended = endSentence(containers.filter(ends), names)
  if (ended !== undefined) return ended
  for (const told of containers) {
    const waits = waitSentence(told, after, names)
    if (waits !== undefined) return waits
    const { status, was } = told
    if (status.state.running !== undefined && was?.state.running === undefined && status.restartCount > 0) {
      return { ...oneOrMany(names, (pod) => `restarted container ${status.name} of ${pod}`), tone: 'neutral' }
    }
  }
  return undefined
}
