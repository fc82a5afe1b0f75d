import { describe, expect, it } from 'vitest'
import { cancel, world } from '../../../src/engine/index.ts'
import { ask, hasEnded, runSeconds, scriptPod, send, startWhole, streamed, type WholeCluster } from './whole-cluster.ts'

const pods = '/api/v1/namespaces/default/pods'

function following(script: string): { whole: WholeCluster; tag: number } {
  const whole = startWhole()
  ask(whole, 'POST', pods, scriptPod('talker', script))
  runSeconds(whole, 5)
  const tag = send(whole, { method: 'GET', path: `${pods}/talker/log`, query: { follow: 'true' } })
  runSeconds(whole, 0.1)
  return { whole, tag }
}

describe('a log that is followed from outside', () => {
  it('is a stream of text that ends when the container ends', () => {
    const { whole, tag } = following('echo one; sleep 10; echo two; sleep 1; exit 3')
    expect(whole.answers.get(tag)).toEqual({ status: 200, body: undefined, stream: true, contentType: 'text/plain' })
    expect([streamed(whole, tag), hasEnded(whole, tag)]).toEqual(['one\n', false])
    runSeconds(whole, 12)
    expect([streamed(whole, tag), hasEnded(whole, tag)]).toEqual(['one\ntwo\n', true])
    expect(whole.cluster.apiServer.kubeletCalls.size).toBe(0)
  })
  it('is left by everybody on its way when the client goes', () => {
    const { whole, tag } = following('while true; do echo hi; sleep 1; done')
    cancel(whole.cluster, tag)
    runSeconds(whole, 1)
    const told = whole.events.length
    runSeconds(whole, 5)
    expect(whole.events).toHaveLength(told)
    expect(whole.cluster.apiServer.kubeletCalls.size + whole.cluster.kubelets.criCalls.size).toBe(0)
    expect(whole.cluster.runtimes.machines.flatMap((machine) => machine?.followers ?? [])).toEqual([])
  })
  it('ends when the kubelet crashes', () => {
    const { whole, tag } = following('while true; do echo hi; sleep 1; done')
    const node = (ask(whole, 'GET', `${pods}/talker`).body['spec'] as { nodeName: string }).nodeName
    world(whole.cluster, { type: 'crashProcess', process: 'kubelet', node })
    runSeconds(whole, 1)
    expect(hasEnded(whole, tag)).toBe(true)
    runSeconds(whole, 10)
    expect(whole.cluster.runtimes.machines.flatMap((machine) => machine?.followers ?? [])).toEqual([])
  })
  it('survives a silence longer than a question may take', () => {
    const { whole, tag } = following('echo one; sleep 40; echo two; sleep 100')
    runSeconds(whole, 41)
    expect([streamed(whole, tag), hasEnded(whole, tag)]).toEqual(['one\ntwo\n', false])
  })
  it('with options that contradict one another is refused', () => {
    const whole = startWhole()
    ask(whole, 'POST', pods, scriptPod('talker', 'sleep 100'))
    const refused = ask(whole, 'GET', `${pods}/talker/log`, undefined, { query: { tailLines: '-2' } })
    expect(refused).toMatchObject({
      status: 422, body: { message: 'PodLogOptions "" is invalid: tailLines: Invalid value: -2: must be greater than or equal to 0' },
    })
  })
})
