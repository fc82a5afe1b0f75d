import { describe, expect, it } from 'vitest'
import { containerVisualStatuses, podStatusSummary } from '../../src/kubernetes/pod-status.ts'
import { restartText } from '../../src/kubernetes/tables/column.ts'
import type { ContainerState, ContainerStatus, Pod, PodCondition, PodStatus } from '../../src/kubernetes/types/core.ts'
import { boundPod, container } from '../engine/worker-node/machines.ts'

const empty: ContainerState = { waiting: undefined, running: undefined, terminated: undefined }
const waiting = (reason: string): ContainerState => ({ ...empty, waiting: { reason, message: undefined } })
const running: ContainerState = { ...empty, running: { startedAt: '2026-01-01T00:00:05Z' } }
const ended = (exitCode: number, reason: string, signal?: number): ContainerState => ({
  ...empty,
  terminated: {
    exitCode, reason, signal, message: undefined, startedAt: '2026-01-01T00:00:05Z', finishedAt: '2026-01-01T00:00:09Z', containerID: undefined,
  },
})
const status = (name: string, state: ContainerState, more: Partial<ContainerStatus> = {}): ContainerStatus => ({
  name, state, lastState: empty, ready: state === running, restartCount: 0, image: 'x', imageID: '', containerID: undefined,
  started: state === running, ...more,
})
const condition = (type: string, value: 'True' | 'False'): PodCondition => ({
  type, status: value, observedGeneration: undefined, lastProbeTime: null, lastTransitionTime: '2026-01-01T00:00:00Z', reason: undefined, message: undefined,
})
const allReady = [condition('Ready', 'True'), condition('ContainersReady', 'True'), condition('Initialized', 'True')]
const notReady = [condition('Ready', 'False'), condition('ContainersReady', 'False'), condition('Initialized', 'True')]

interface Case {
  readonly init?: readonly ContainerStatus[]
  readonly sidecars?: readonly string[]
  readonly main?: readonly ContainerStatus[]
  readonly status?: Partial<PodStatus>
  readonly deleted?: boolean
  readonly bound?: boolean
}

function podOf(c: Case): Pod {
  const main = c.main ?? [status('a', running)]
  const init = c.init ?? []
  const pod = boundPod('p', main.map((one) => container(one.name, 'x')), {
    initContainers: init.length === 0 ? undefined
      : init.map((one) => container(one.name, 'x', { restartPolicy: c.sidecars?.includes(one.name) === true ? 'Always' : undefined })),
    nodeName: c.bound === false ? undefined : 'node-1',
  })
  return {
    ...pod,
    metadata: { ...pod.metadata, deletionTimestamp: c.deleted === true ? '2026-01-01T00:01:00Z' : undefined },
    status: {
      ...pod.status, phase: 'Running', conditions: allReady, initContainerStatuses: init.length === 0 ? undefined : init, containerStatuses: main,
      ...c.status,
    },
  }
}

const table: readonly (readonly [string, Case, string, string, string])[] = [
  ['runs', {}, 'Running', '1/1', 'running'],
  ['is not bound', { bound: false, main: [], status: { phase: 'Pending' } }, 'Pending', '0/0', 'pending'],
  ['is bound, and the kubelet has said nothing', { status: { phase: 'Pending', containerStatuses: undefined, conditions: notReady } }, 'Pending', '0/1', 'creating'],
  ['is being created', { main: [status('a', waiting('ContainerCreating'))], status: { phase: 'Pending', conditions: notReady } }, 'ContainerCreating', '0/1', 'creating'],
  ['runs and is not ready', { main: [status('a', running, { ready: false })], status: { conditions: notReady } }, 'Running', '0/1', 'creating'],
  ['is on a node that was lost', { status: { conditions: [condition('Ready', 'False'), condition('ContainersReady', 'True')] } }, 'Running', '1/1', 'unknown'],
  ['crashes again and again', { main: [status('a', waiting('CrashLoopBackOff'))], status: { conditions: notReady } }, 'CrashLoopBackOff', '0/1', 'failed'],
  ['has just crashed', { main: [status('a', ended(1, 'Error'))], status: { conditions: notReady } }, 'Error', '0/1', 'failed'],
  ['ended without a reason', { main: [status('a', ended(7, ''))], status: { conditions: notReady } }, 'ExitCode:7', '0/1', 'failed'],
  ['was ended by a signal', { main: [status('a', ended(137, '', 9))], status: { conditions: notReady } }, 'Signal:9', '0/1', 'failed'],
  ['has no image', { main: [status('a', waiting('ImagePullBackOff'))], status: { phase: 'Pending', conditions: notReady } }, 'ImagePullBackOff', '0/1', 'failed'],
  ['shows the first container of those in trouble', { main: [status('a', waiting('ErrImagePull')), status('b', waiting('CrashLoopBackOff'))], status: { conditions: notReady } }, 'ErrImagePull', '0/2', 'failed'],
  ['has one container done and one ready', { main: [status('a', ended(0, 'Completed')), status('b', running)] }, 'Running', '1/2', 'running'],
  ['has one container done and is not ready', { main: [status('a', ended(0, 'Completed')), status('b', running)], status: { conditions: notReady } }, 'NotReady', '1/2', 'creating'],
  ['is done', { main: [status('a', ended(0, 'Completed'))], status: { phase: 'Succeeded', conditions: notReady } }, 'Completed', '0/1', 'succeeded'],
  ['is deleted while it runs', { deleted: true }, 'Terminating', '1/1', 'terminating'],
  ['is deleted after it was done', { deleted: true, main: [status('a', ended(0, 'Completed'))], status: { phase: 'Succeeded' } }, 'Completed', '0/1', 'succeeded'],
  ['was evicted', { main: [], status: { phase: 'Failed', reason: 'Evicted' } }, 'Evicted', '0/0', 'failed'],
  ['was not admitted', { main: [], status: { phase: 'Failed', reason: 'OutOfcpu' } }, 'OutOfcpu', '0/0', 'failed'],
  ['is deleted on a lost node', { deleted: true, status: { reason: 'NodeLost' } }, 'Unknown', '1/1', 'unknown'],
  ['has its first of two init containers running', { init: [status('i', running, { ready: false }), status('j', waiting('PodInitializing'))], main: [status('a', waiting('PodInitializing'))], status: { phase: 'Pending', conditions: [] } }, 'Init:0/2', '0/1', 'creating'],
  ['has its second init container running', { init: [status('i', ended(0, 'Completed')), status('j', running, { ready: false })], main: [status('a', waiting('PodInitializing'))], status: { phase: 'Pending', conditions: [] } }, 'Init:1/2', '0/1', 'creating'],
  ['has an init container that failed', { init: [status('i', ended(1, 'Error'))], main: [status('a', waiting('PodInitializing'))], status: { phase: 'Pending', conditions: [] } }, 'Init:Error', '0/1', 'failed'],
  ['has an init container in its back-off', { init: [status('i', waiting('CrashLoopBackOff'))], main: [status('a', waiting('PodInitializing'))], status: { phase: 'Pending', conditions: [] } }, 'Init:CrashLoopBackOff', '0/1', 'failed'],
  ['counts a sidecar', { init: [status('s', running)], sidecars: ['s'] }, 'Running', '2/2', 'running'],
]

describe('a pod as kubectl prints it, and its shape', () => {
  it.each(table)('%s', (_name, input, word, ready, visual) => {
    const summary = podStatusSummary(podOf(input))
    expect([summary.status, `${summary.ready}/${summary.total}`, summary.visual]).toEqual([word, ready, visual])
  })

  it('counts the restarts of init containers only while they run', () => {
    const main = [status('a', running, { restartCount: 3, lastState: ended(1, 'Error') })]
    const init = [status('i', running, { ready: false, restartCount: 2 })]
    expect(podStatusSummary(podOf({ init, main, status: { conditions: [] } })).restarts).toBe(2)
    const after = podStatusSummary(podOf({ init: [status('i', ended(0, 'Completed'), { restartCount: 2 })], main }))
    expect([after.restarts, after.lastRestart]).toEqual([3, '2026-01-01T00:00:09Z'])
  })

  it('prints restarts with how long ago the last one was', () => {
    const last = '2026-01-01T00:00:09Z'
    const now = Date.parse(last) / 1000 + 10
    expect([restartText(0, last, now), restartText(3, last, now), restartText(3, '', now)]).toEqual(['0', '3 (10s ago)', '3'])
  })

  it('gives every container a shape of its own', () => {
    const pod = podOf({
      init: [status('i', running, { ready: false })], main: [status('a', waiting('ImagePullBackOff')), status('b', ended(0, 'Completed')), status('c', running)],
    })
    expect([...containerVisualStatuses(pod)]).toEqual([['i', 'running'], ['a', 'failed'], ['b', 'succeeded'], ['c', 'running']])
  })

  it('shows an ephemeral container as running although it is never ready, and does not count it', () => {
    const pod = podOf({ main: [status('a', running)], status: { ephemeralContainerStatuses: [status('d', running, { ready: false }), status('e', ended(1, 'Error'))] } })
    const [like] = pod.spec.containers
    const ephemeralContainers = ['d', 'e'].map((name) => ({ ...like!, name, targetContainerName: undefined }))
    const looked = { ...pod, spec: { ...pod.spec, ephemeralContainers } }
    expect([...containerVisualStatuses(looked)]).toEqual([['a', 'running'], ['d', 'running'], ['e', 'failed']])
    expect(podStatusSummary(looked)).toEqual(podStatusSummary(podOf({ main: [status('a', running)] })))
  })
})
