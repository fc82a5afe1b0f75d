/** What a kubelet would say of itself, for the inspector. Looking only. */
import { humanDuration } from '../../../kubernetes/duration.ts'
import { formatMilli } from '../../../kubernetes/quantity.ts'
import { maxPods } from './admission.ts'
import { pullHeldUntilUs, restartHeldUntilUs } from './backoff.ts'
import type { KubeletMachine, KubeletsState } from './state.ts'
import type { ContainerWork, PodWorker } from './worker-state.ts'

interface KubeletReport {
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly tables: readonly { readonly title: string; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }[]
}

const stageWords: Readonly<Record<PodWorker['stage'], string>> = {
  syncing: 'syncing', stopping: 'stopping', stopped: 'stopped, telling the API server', deleting: 'deleting the object', finished: 'finished',
}

function durationText(us: number): string {
  return humanDuration(Math.max(0, Math.ceil(us / 1_000_000)))
}

/** What the worker of a pod waits for. */
function waitsFor(m: KubeletMachine, w: PodWorker, nowUs: number): string {
  if (w.stage === 'stopping') return `containers to end, killed in ${durationText(w.stopDeadlineUs - nowUs)}`
  if (w.stage !== 'syncing') return ''
  if (!m.runtimeUp) return 'the container runtime'
  if (w.busy === 'pull') return m.pulls[0]?.uid === w.uid ? 'its image' : 'its turn to pull an image'
  if (w.busy === 'cri') return 'the container runtime'
  if (w.sandbox !== 'ready') return m.networkReady ? 'its sandbox' : 'the pod network'
  const held = Math.max(w.heldUntilUs, ...w.containers.map((c) => heldUntilUs(c)))
  return held > nowUs ? `the end of a back-off, ${durationText(held - nowUs)}` : ''
}

function heldUntilUs(c: ContainerWork): number {
  if (c.state === 'exited') return restartHeldUntilUs(c.crashBackoff, c.finishedUs)
  return c.state === 'waiting' ? pullHeldUntilUs(c.pullBackoff) : 0
}

function containerWords(c: ContainerWork): string {
  const state = c.state === 'running' ? (c.ready ? 'ready' : 'not ready') : c.reason === '' ? c.state : c.reason
  return `${c.spec.name}: ${state}`
}

/** Facts, its pods, and the pulls in line. Empty when the machine has no kubelet. */
export function kubeletReport(state: KubeletsState, machine: number, nowUs: number): KubeletReport {
  const m = state.machines[machine]
  if (m === undefined) return { facts: [], tables: [] }
  const pods = [...m.pods.values()]
  return {
    facts: [
      { label: 'Node', value: m.node === undefined ? 'not registered yet' : m.readyWritten === true ? 'Ready' : 'not ready' },
      { label: 'Pod network', value: m.podCIDR === '' ? 'not known yet' : m.podCIDR },
      { label: 'Container runtime', value: m.runtimeUp ? 'answers' : `silent for ${durationText(nowUs - m.runtimeSeenUs)}` },
      { label: 'Pods', value: `${m.admitted} of ${maxPods}` },
      { label: 'Requested', value: `${formatMilli(m.requestedMilliCpu)} cpu, ${Math.round(m.requestedMemory / 1_048_576)} Mi` },
    ],
    tables: [
      {
        title: 'Pod workers', columns: ['Pod', 'Does', 'Waits for', 'Containers'],
        rows: pods.map((w) => [
          `${w.pod.metadata.namespace}/${w.pod.metadata.name}`, stageWords[w.stage], waitsFor(m, w, nowUs), w.containers.map(containerWords).join(', '),
        ]),
      },
      {
        title: 'Image pulls, one at a time', columns: ['Image', 'Pod'],
        rows: m.pulls.map((pull) => {
          const w = m.pods.get(pull.uid)
          return [w?.containers[pull.container]?.spec.image ?? '', w?.pod.metadata.name ?? '']
        }),
      },
    ],
  }
}
