/**
 * Image pulls of a node: one at a time, in the order in which they were asked for. Source: pkg/kubelet/images/{image_manager,puller}.go.
 */
import type { Simulation } from '../../simulation/simulation.ts'
import type { CriResponse } from '../container-runtime/messages.ts'
import { nextBackoff, pullHeldUntilUs } from './backoff.ts'
import { callRuntime, nextCriId } from './cri.ts'
import { podEvent } from './events.ts'
import { keepImages, type KubeletMachine, type KubeletsState } from './state.ts'
import type { ContainerWork, PodWorker } from './worker-state.ts'
import { changed, flushStatus, nextRelistUs, planSync } from './status-manager.ts'
import { pullBackoffText, pulledText, textsOf } from './texts.ts'

/** `present`: go on; `pulling`: the pod waits; `held`: not now, another look is planned. */
type ImageVerdict = 'present' | 'pulling' | 'held'

/** Sees to the image of a container that is to be started. */
export function ensureImage(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, index: number): ImageVerdict {
  const c = w.containers[index]!
  const { image, imagePullPolicy } = c.spec
  const onDisk = m.images.has(image)
  if (c.reason === 'InvalidImageName' || (!onDisk && !reference.test(image))) return refuseName(sim, state, m, w, c)
  const present = onDisk || state.options.standInKubelet !== undefined
  if (present && imagePullPolicy !== 'Always') {
    podEvent(sim, state, m, w, c, 'Normal', 'Pulled', textsOf(c.spec).present)
    return 'present'
  }
  if (imagePullPolicy === 'Never') return refuseNeverPull(sim, state, m, w, c)
  const heldUntilUs = pullHeldUntilUs(c.pullBackoff)
  if (heldUntilUs > sim.nowUs) {
    waitForPull(sim, state, m, w, c)
    planSync(sim, m, w, heldUntilUs)
    return 'held'
  }
  podEvent(sim, state, m, w, c, 'Normal', 'Pulling', textsOf(c.spec).pulling)
  w.busy = 'pull'
  m.pulls.push({ uid: w.uid, container: index, sinceUs: sim.nowUs })
  if (m.pulls.length === 1) pullNext(sim, state, m)
  return 'pulling'
}

/** The form of an image name. Source: distribution/reference, regexp.go (domains by their characters only). */
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'
const reference = new RegExp([
  String.raw`^(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::\d+)?/)?`, `${component}(?:/${component})*`,
  String.raw`(?::\w[\w.-]{0,127})?(?:@[a-zA-Z][\w+.-]*:[0-9a-fA-F]{32,})?$`,
].join(''))

function refuseName(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, c: ContainerWork): ImageVerdict {
  const { image } = c.spec
  const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`
  return refuse(sim, state, m, w, c, { reason: 'InvalidImageName', event: 'InspectFailed', message })
}

function refuseNeverPull(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, c: ContainerWork): ImageVerdict {
  const message = `Container image "${c.spec.image}" is not present with pull policy of Never`
  return refuse(sim, state, m, w, c, { reason: 'ErrImageNeverPull', event: 'ErrImageNeverPull', message })
}

/** The container waits until its spec is another; told once. */
function refuse(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, c: ContainerWork,
  why: { readonly reason: string; readonly event: string; readonly message: string },
): ImageVerdict {
  if (c.reason === why.reason) return 'held'
  c.reason = why.reason
  c.message = why.message
  podEvent(sim, state, m, w, c, 'Warning', why.event, why.message)
  podEvent(sim, state, m, w, c, 'Warning', 'Failed', `Error: ${why.reason}`)
  changed(sim, state, m, w)
  return 'held'
}

/** After the status has told of ErrImagePull, the wait for the next pull is told once. */
function waitForPull(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, c: ContainerWork): void {
  if (c.reason !== 'ErrImagePull') return
  if (w.dirty || w.patching) {
    planSync(sim, m, w, nextRelistUs(sim, state, m))
    return
  }
  const { image } = c.spec
  podEvent(sim, state, m, w, c, 'Normal', 'BackOff', `Back-off pulling image "${image}"`)
  podEvent(sim, state, m, w, c, 'Warning', 'Failed', 'Error: ImagePullBackOff')
  c.message = pullBackoffText(state.options.compatibility, image, c.message)
  c.reason = 'ImagePullBackOff'
  w.dirty = true
  flushStatus(sim, state, m, w)
}

/** Starts the pull at the head of the line; pods that have gone meanwhile are passed over. */
function pullNext(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
  for (let next = m.pulls[0]; next !== undefined; next = m.pulls[0]) {
    const w = m.pods.get(next.uid)
    const c = w?.containers[next.container]
    if (w !== undefined && c !== undefined && w.stage === 'syncing') {
      const id = nextCriId(state)
      callRuntime(sim, state, m, { id, call: 'PullImage', pod: w.slot, podUid: w.uid, image: c.spec.image }, next.container)
      return
    }
    m.pulls.shift()
  }
}

/** Answer of a pull: the next one in line starts. Returns true when the image is there for the pod that waits for it. */
export function onPulled(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker | undefined, image: string, response: CriResponse,
): boolean {
  const pull = m.pulls.shift()
  if (response.error === undefined) keepImages(m, [[image, response.bytes]])
  pullNext(sim, state, m)
  const c = w === undefined || pull === undefined ? undefined : w.containers[pull.container]
  if (w === undefined || c === undefined || pull === undefined || w.uid !== pull.uid || w.busy !== 'pull') return false
  w.busy = 'no'
  if (response.error === undefined) {
    const waitedUs = sim.nowUs - pull.sinceUs
    const text = pulledText(state.options.compatibility, image, response.durationUs, waitedUs, response.bytes)
    podEvent(sim, state, m, w, c, 'Normal', 'Pulled', text)
    c.pullBackoff = undefined
    return true
  }
  podEvent(sim, state, m, w, c, 'Warning', 'Failed', `Failed to pull image "${image}": ${response.error}`)
  podEvent(sim, state, m, w, c, 'Warning', 'Failed', 'Error: ErrImagePull')
  c.reason = 'ErrImagePull'
  c.message = response.error
  c.pullBackoff = nextBackoff(c.pullBackoff, sim.nowUs, sim.nowUs)
  changed(sim, state, m, w)
  return false
}
