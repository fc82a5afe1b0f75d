import { describe, expect, it } from 'vitest'
import { crashContainer } from '../../../../src/engine/worker-node/container-runtime/container-runtime.ts'
import { nextBackoff, pullHeldUntilUs, restartHeldUntilUs } from '../../../../src/engine/worker-node/kubelet/backoff.ts'
import { boundPod, container, eventsAbout, give, run, startMachines, statusOf } from '../machines.ts'

const shell = (name: string, script: string, more = {}): ReturnType<typeof container> =>
  container(name, 'busybox:1.37', { command: ['sh', '-c', script], ...more })
const second = 1_000_000

describe('back-off', () => {
  it('is 10 s after the first restart, doubles to 300 s, and stays there', () => {
    const delays: number[] = []
    let backoff: ReturnType<typeof nextBackoff> | undefined
    for (let i = 0; i < 8; i++) {
      backoff = nextBackoff(backoff, i * second, i * second)
      delays.push(backoff.delayUs / second)
    }
    expect(delays).toEqual([10, 20, 40, 80, 160, 300, 300, 300])
  })
  it('holds nothing back at first, then counts from the end of the container', () => {
    expect(restartHeldUntilUs(undefined, 7 * second)).toBe(0)
    expect(restartHeldUntilUs({ delayUs: 20 * second, setUs: 3 * second }, 7 * second)).toBe(27 * second)
  })
  it('is forgotten when a container ran for more than ten minutes', () => {
    const old = { delayUs: 300 * second, setUs: 0 }
    expect(restartHeldUntilUs(old, 601 * second)).toBe(0)
    expect(restartHeldUntilUs(old, 599 * second)).toBe(899 * second)
    expect(nextBackoff(old, 601 * second, 601 * second).delayUs).toBe(10 * second)
  })
  it('of pulls counts from the failure', () => expect(pullHeldUntilUs({ delayUs: 10 * second, setUs: 5 * second })).toBe(15 * second))
})

describe('a program that fails again and again', () => {
  it('is restarted at once, then after 10, 20, 40, 80, 160, 300 s', () => {
    const machines = startMachines()
    give(machines, boundPod('crash', [shell('app', 'sleep 5; exit 1')]))
    const starts: number[] = []
    let attempts = 0
    for (let tick = 0; tick < 1200 * 4; tick++) {
      run(machines, 0.25)
      const c = machines.kubelets.machines[0]!.pods.get('uid-crash')!.containers[0]!
      if (c.attempt + 1 > attempts && c.start !== undefined) {
        attempts++
        starts.push(c.start.startedUs / second)
      }
    }
    const pauses = starts.slice(1).map((at, i) => Math.round(at - starts[i]! - 5))
    expect(pauses.map((pause) => Math.round(pause / 10) * 10)).toEqual([0, 10, 20, 40, 80, 160, 300, 300])
  })

  it('shows Error, then CrashLoopBackOff with its message, and keeps how it ended', () => {
    const machines = startMachines()
    give(machines, boundPod('crash', [shell('app', 'sleep 5; exit 3')]))
    run(machines, 17)
    const status = statusOf(machines, 'crash').containerStatuses![0]!
    expect(status.state.waiting).toEqual({
      reason: 'CrashLoopBackOff', message: 'back-off 10s restarting failed container=app pod=crash_default(uid-crash)',
    })
    expect(status.lastState.terminated).toMatchObject({ exitCode: 3, reason: 'Error' })
    expect(status.restartCount).toBe(1)
    expect(eventsAbout(machines, 'crash')).toContain('Warning BackOff: Back-off restarting failed container app in pod crash_default(uid-crash)')
    const words = machines.api.story.filter((line) => line.includes('patch')).map((line) => line.replace(/^.* app=/, ''))
    expect(words).toEqual(['waiting:ContainerCreating', 'running', 'terminated:Error:3', 'running#1', 'terminated:Error:3#1', 'waiting:CrashLoopBackOff#1'])
  })
})

describe('restart policy', () => {
  it.each([
    ['Always', 'sleep 3', 'Running', true], ['Always', 'exit 1', 'Running', true], ['OnFailure', 'sleep 3', 'Succeeded', false],
    ['OnFailure', 'exit 1', 'Running', true], ['Never', 'sleep 3', 'Succeeded', false], ['Never', 'exit 1', 'Failed', false],
  ] as const)('%s with "%s": the pod is %s', (restartPolicy, script, phase, restarted) => {
    const machines = startMachines()
    give(machines, boundPod('job', [shell('app', script)], { restartPolicy }))
    run(machines, 25)
    const status = statusOf(machines, 'job')
    expect([status.phase, status.containerStatuses![0]!.restartCount > 0]).toEqual([phase, restarted])
  })

  it('lets a pod end that has a sidecar: the sidecar is stopped then, and its exit code does not count', () => {
    const machines = startMachines()
    const initContainers = [shell('mesh', 'sleep infinity', { restartPolicy: 'Always' })]
    give(machines, boundPod('job', [shell('app', 'sleep 3')], { restartPolicy: 'Never', initContainers, terminationGracePeriodSeconds: 2 }))
    run(machines, 20)
    expect(statusOf(machines, 'job').phase).toBe('Succeeded')
    expect(statusOf(machines, 'job').initContainerStatuses![0]!.state.terminated!.exitCode).toBe(137)
    expect(machines.kubelets.machines[0]!.admitted).toBe(0)
  })

  it('fails a pod whose init container failed for good', () => {
    const machines = startMachines()
    give(machines, boundPod('job', [container('app', 'nginx')], { restartPolicy: 'Never', initContainers: [shell('init', 'exit 4')] }))
    run(machines, 20)
    expect(statusOf(machines, 'job')).toMatchObject({ phase: 'Failed' })
    expect(statusOf(machines, 'job').containerStatuses![0]!.state.waiting!.reason).toBe('PodInitializing')
  })

  it('ends a pod past its activeDeadlineSeconds', () => {
    const machines = startMachines()
    give(machines, boundPod('job', [container('app', 'nginx')], { activeDeadlineSeconds: 8 }))
    run(machines, 15)
    expect(statusOf(machines, 'job')).toMatchObject({
      phase: 'Failed', reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline',
    })
  })
})

describe('a container that is killed from outside', () => {
  it('is started again', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'nginx'), container('side', 'envoy')]))
    run(machines, 10)
    expect(crashContainer(machines.sim, machines.runtimes, 0, 'default', 'web', 'app', 137)).toBe(true)
    run(machines, 5)
    const [app, side] = statusOf(machines, 'web').containerStatuses!
    expect([app!.restartCount, app!.lastState.terminated!.exitCode, side!.restartCount]).toEqual([1, 137, 0])
    expect(crashContainer(machines.sim, machines.runtimes, 0, 'default', 'web', 'other')).toBe(false)
  })
})
