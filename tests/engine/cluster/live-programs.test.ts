/** Containers whose script goes on by what it finds: it waits for a Service, looks for a file, chooses. */
import { describe, expect, it } from 'vitest'
import { historyHash, runFor, world } from '../../../src/engine/index.ts'
import { serviceManifest } from './manifests.ts'
import { ask, runSeconds, scriptPod, second, startWhole, streamed, send, type WholeCluster } from './whole-cluster.ts'

const pods = '/api/v1/namespaces/default/pods'
const service = (whole: WholeCluster, name: string): void => { expect(ask(whole, 'POST', '/api/v1/namespaces/default/services', JSON.parse(serviceManifest(name, 30080))).status).toBe(201) }
const script = (whole: WholeCluster, name: string, text: string, more: Readonly<Record<string, unknown>> = {}): void => { expect(ask(whole, 'POST', pods, scriptPod(name, text, more)).status).toBe(201) }
const log = (whole: WholeCluster, name: string, container = ''): string =>
  ask(whole, 'GET', `${pods}/${name}/log`, undefined, { query: container === '' ? {} : { container } }).body as unknown as string
const phase = (whole: WholeCluster, name: string): unknown => (ask(whole, 'GET', `${pods}/${name}`).body['status'] as { phase: unknown }).phase

describe('a program that goes on by what it finds', () => {
  it('waits in an init container until its Service has a name', () => {
    const whole = startWhole()
    script(whole, 'app', 'sleep 1h', { initContainers: [{ name: 'wait', image: 'busybox', command: ['sh', '-c', 'until nslookup later; do echo waiting for later; sleep 2; done; echo there'] }] })
    runSeconds(whole, 20)
    expect([phase(whole, 'app'), log(whole, 'app', 'wait')]).toEqual(['Pending', expect.stringContaining('waiting for later\n')])
    service(whole, 'later')
    runSeconds(whole, 10)
    expect([phase(whole, 'app'), log(whole, 'app', 'wait').trimEnd().split('\n').at(-1)]).toEqual(['Running', 'there'])
  })
  it('ends with the code of its script, which its log shows as it comes', () => {
    const whole = startWhole()
    script(whole, 'box', 'i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo round $i; sleep 5; done; if [ $i = 3 ]; then exit 7; fi', { restartPolicy: 'Never' })
    runSeconds(whole, 8)
    const tag = send(whole, { method: 'GET', path: `${pods}/box/log`, query: { follow: 'true' } })
    runSeconds(whole, 20)
    expect(streamed(whole, tag)).toContain('round 3\n')
    expect(log(whole, 'box')).toBe('round 1\nround 2\nround 3\n')
    expect(ask(whole, 'GET', `${pods}/box`).body['status']).toMatchObject({ phase: 'Failed', containerStatuses: [{ state: { terminated: { exitCode: 7 } } }] })
  })
  it('sees what is done by hand in its container', () => {
    const whole = startWhole()
    script(whole, 'box', 'until [ -f /tmp/go ]; do sleep 1; done; echo gone', { restartPolicy: 'Never' })
    runSeconds(whole, 15)
    expect(phase(whole, 'box')).toBe('Running')
    ask(whole, 'POST', `${pods}/box/exec`, { command: ['touch', '/tmp/go'] })
    runSeconds(whole, 5)
    expect([phase(whole, 'box'), log(whole, 'box')]).toEqual(['Succeeded', 'gone\n'])
  })
  it('knocks at ports', () => {
    const whole = startWhole()
    script(whole, 'box', 'if nc -z localhost 80; then echo open; else echo closed; fi; if nc -z -w 1 nobody 80; then echo open; else echo none; fi', { restartPolicy: 'Never' })
    runSeconds(whole, 15)
    expect(log(whole, 'box')).toContain('closed\n')
    expect(log(whole, 'box').endsWith('none\n')).toBe(true)
  })
  it('runs on when its runtime has been down, and ends when its machine has', () => {
    const whole = startWhole()
    script(whole, 'box', 'until nslookup later; do sleep 1; done; echo there; sleep 1h')
    runSeconds(whole, 15)
    const node = (ask(whole, 'GET', `${pods}/box`).body['spec'] as { nodeName: string }).nodeName
    world(whole.cluster, { type: 'stopProcess', process: 'container-runtime', node })
    runSeconds(whole, 5)
    world(whole.cluster, { type: 'startProcess', process: 'container-runtime', node })
    service(whole, 'later')
    runSeconds(whole, 20)
    expect(log(whole, 'box')).toContain('there\n')
    world(whole.cluster, { type: 'powerOff', node })
    runSeconds(whole, 5)
    world(whole.cluster, { type: 'powerOn', node })
    runSeconds(whole, 30)
    expect(whole.cluster.runtimes.machines.flatMap((machine) => machine?.execs ?? []).length).toBeLessThanOrEqual(1)
  })
  it('can be copied in the middle, and runs on to the same history', () => {
    const whole = startWhole()
    script(whole, 'box', 'until nslookup later; do sleep 1; done')
    runSeconds(whole, 12)
    service(whole, 'later')
    const copy = structuredClone(whole.cluster)
    for (const cluster of [whole.cluster, copy]) runFor(cluster, 10 * second)
    expect(historyHash(copy)).toBe(historyHash(whole.cluster))
  })
})
