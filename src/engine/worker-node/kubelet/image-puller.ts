/**
 * Image pulls of a node: one at a time, in the order in which they were asked for. Source: pkg/kubelet/images/{image_manager,puller}.go.
 */
import type { Simulation } from '../../simulation/simulation.ts'
import type { CriResponse } from '../container-runtime/messages.ts'
import { nextBackoff, pullHeldUntilUs } from './backoff.ts'
import { callRuntime, nextCriId } from './cri.ts'
import { podEvent } from './events.ts'
import type { ContainerWork, KubeletMachine, KubeletsState, PodWorker } from './state.ts'
import { changed, flushStatus, nextRelistUs, planSync } from './status-manager.ts'
import { pullBackoffText, pulledText } from './texts.ts'

/** `present`: go on; `pulling`: the pod waits; `held`: not now, another look is planned. */
export type ImageVerdict = 'present' | 'pulling' | 'held'

/** Sees to the image of a container that is to be started. */
export function ensureImage(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, index: number): ImageVerdict {
  const c = w.containers[index]!
  const { image, imagePullPolicy } = c.spec
  const present = m.images.has(image) || state.options.standInKubelet !== undefined
  if (present && imagePullPolicy !== 'Always') {
    podEvent(sim, state, m, w, c, 'Normal', 'Pulled', `Container image "${image}" already present on machine`)
    return 'present'
  }
  if (imagePullPolicy === 'Never') return refuse(sim, state, m, w, c)
  const heldUntilUs = pullHeldUntilUs(c.pullBackoff)
  if (heldUntilUs > sim.nowUs) {
    waitForPull(sim, state, m, w, c)
    planSync(sim, m, w, heldUntilUs)
    return 'held'
  }
  podEvent(sim, state, m, w, c, 'Normal', 'Pulling', `Pulling image "${image}"`)
  w.busy = 'pull'
  m.pulls.push({ uid: w.uid, container: index, sinceUs: sim.nowUs })
  if (m.pulls.length === 1) pullNext(sim, state, m)
  return 'pulling'
}

function refuse(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, c: ContainerWork): ImageVerdict {
  if (c.reason === 'ErrImageNeverPull') return 'held'
  const message = `Container image "${c.spec.image}" is not present with pull policy of Never`
  c.reason = 'ErrImageNeverPull'
  c.message = message
  podEvent(sim, state, m, w, c, 'Warning', 'ErrImageNeverPull', message)
  podEvent(sim, state, m, w, c, 'Warning', 'Failed', 'Error: ErrImageNeverPull')
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
export function pullNext(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
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
  if (response.error === undefined) m.images.set(image, response.bytes)
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
