/** What a container leaves behind when it ends, in its status. */
import { describe, expect, it } from 'vitest'
import { ask, runSeconds, startWhole } from './whole-cluster.ts'

const pods = '/api/v1/namespaces/default/pods'

/** `terminated.message` of a pod whose script has ended. */
function messageOf(script: string, container: object = {}, seconds = 20): string | undefined {
  const whole = startWhole()
  const main = { name: 'main', image: 'debian', command: ['/bin/sh'], args: ['-c', script], ...container }
  ask(whole, 'POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'box' }, spec: { restartPolicy: 'Never', containers: [main] } })
  runSeconds(whole, seconds)
  const { containerStatuses } = ask(whole, 'GET', `${pods}/box`).body['status'] as { containerStatuses: { state: { terminated: { message?: string } } }[] }
  return containerStatuses[0]!.state.terminated.message
}

describe('the message of a container that has ended', () => {
  it('is what it wrote into its termination log', () => {
    expect(messageOf('sleep 2 && echo Sleep expired > /dev/termination-log')).toBe('Sleep expired\n')
    expect(messageOf('if true; then echo asked > /dev/termination-log; fi')).toBe('asked\n')
  })
  it('may stand elsewhere', () => {
    expect(messageOf('echo here > /tmp/my-log', { terminationMessagePath: '/tmp/my-log' })).toBe('here\n')
  })
  it('is the end of its log after a failure, if it says so', () => {
    const policy = { terminationMessagePolicy: 'FallbackToLogsOnError' }
    expect(messageOf('echo broken; exit 3', policy)).toBe('broken\n')
    expect(messageOf('echo fine', policy)).toBeUndefined()
    expect(messageOf('echo broken; exit 3')).toBeUndefined()
  })
  it('is at most 4096 letters long', () => {
    expect(messageOf(`echo ${'x'.repeat(5000)} > /dev/termination-log`)).toHaveLength(4096)
  })
})
