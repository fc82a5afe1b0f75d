import { describe, expect, it } from 'vitest'
import { phaseOf } from '../../../../src/engine/worker-node/kubelet/pod-phase.ts'
import type { ContainerWork } from '../../../../src/engine/worker-node/kubelet/worker-state.ts'
import { container } from '../machines.ts'

type Kind = 'main' | 'init' | 'sidecar' | 'ephemeral'
type State = 'waiting' | 'running' | 'ok' | 'failed' | 'backoff'

function work(kind: Kind, state: State): ContainerWork {
  const ended = state === 'ok' || state === 'failed' || state === 'backoff'
  return {
    spec: container('c', 'x', { restartPolicy: kind === 'sidecar' ? 'Always' : undefined }), init: kind === 'init' || kind === 'sidecar',
    sidecar: kind === 'sidecar', ephemeral: kind === 'ephemeral',
    state: ended ? 'exited' : state, reason: state === 'backoff' ? 'CrashLoopBackOff' : '', message: '', id: '', attempt: 0,
    start: undefined,
    exitCode: state === 'ok' ? 0 : 1, exitReason: '', finishedUs: 0, last: undefined, ready: false, started: state === 'running',
    stopping: false,
    crashBackoff: undefined, pullBackoff: undefined, probes: undefined,
  }
}

/** `main:running init:ok`. */
function parse(text: string): ContainerWork[] {
  return text.split(' ').map((word) => {
    const [kind, state] = word.split(':') as [Kind, State]
    return work(kind, state)
  })
}

describe('the phase of a pod', () => {
  it.each([
    ['Always', 'main:waiting', true, false, 'Pending'],
    ['Always', 'main:running', true, false, 'Running'],
    ['Always', 'main:running main:waiting', true, false, 'Pending'],
    ['Always', 'main:running main:failed', true, false, 'Running'],
    ['Always', 'main:backoff', true, false, 'Running'],
    ['Always', 'main:ok', true, false, 'Running'],
    ['Always', 'main:ok main:ok', true, true, 'Succeeded'],
    ['Always', 'main:ok main:failed', true, true, 'Failed'],
    ['Always', 'main:waiting', true, true, 'Failed'],
    ['OnFailure', 'main:ok', true, false, 'Succeeded'],
    ['OnFailure', 'main:failed', true, false, 'Running'],
    ['Never', 'main:ok', true, false, 'Succeeded'],
    ['Never', 'main:failed', true, false, 'Failed'],
    ['Never', 'main:ok main:running', true, false, 'Running'],
    ['Always', 'init:running main:waiting', false, false, 'Pending'],
    ['Always', 'init:failed main:waiting', false, false, 'Pending'],
    ['Never', 'init:failed main:waiting', false, false, 'Failed'],
    ['Always', 'init:ok main:running', true, false, 'Running'],
    ['Never', 'sidecar:running main:ok', true, false, 'Running'],
    ['Never', 'sidecar:failed main:ok', true, false, 'Succeeded'],
    ['Always', 'sidecar:waiting main:waiting', false, false, 'Pending'],
    ['Never', 'main:ok ephemeral:running', true, false, 'Succeeded'],
    ['Always', 'main:running ephemeral:waiting', true, false, 'Running'],
  ] as const)('%s, %s (initialized %s, stopped for good %s) is %s', (policy, containers, initialized, terminal, phase) => {
    expect(phaseOf(policy, parse(containers), initialized, terminal)).toBe(phase)
  })
})
