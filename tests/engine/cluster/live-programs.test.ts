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
  it.each([
    ['echo a b | wc -w', '2\n', 'Succeeded'], ['false && echo hi; echo there', 'there\n', 'Succeeded'], ['cat /nosuch', 'cat: can\'t open \'/nosuch\': No such file or directory\n', 'Failed'],
    ['nosuch', 'sh: nosuch: not found\n', 'Failed'], ['set -e; echo a; false; echo b', 'a\n', 'Failed'], ['set -e; false || echo a; if false; then echo b; fi; echo c', 'a\nc\n', 'Succeeded'],
    ['wget -qO- -T 2 nosuch || echo failed', 'wget: bad address \'nosuch\'\nfailed\n', 'Succeeded'], ['sh -c "echo a; exit 0"; echo b', 'a\n', 'Succeeded'],
    ['mkdir -p /opt/x && echo hi > /opt/x/y && chmod 600 /opt/x/y && cat /opt/x/y', 'hi\n', 'Succeeded'],
    ['nslookup kubernetes.default | grep Name', 'Name:\tkubernetes.default.svc.cluster.local\n', 'Succeeded'],
    ['nslookup kubernetes | tail -n 3 | head -n 1', 'Name:\tkubernetes.default.svc.cluster.local\n', 'Succeeded'],
  ])('"%s" does what a shell does', (text, said, end) => {
    const whole = startWhole()
    script(whole, 'box', text, { restartPolicy: 'Never' })
    runSeconds(whole, 15)
    expect([log(whole, 'box'), phase(whole, 'box')]).toEqual([said, end])
  })
  it('runs a script that a volume brings', () => {
    const whole = startWhole()
    ask(whole, 'POST', '/api/v1/namespaces/default/configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'run' }, data: { 'run.sh': '#!/bin/sh\n# says hi\necho hi from $HOSTNAME\n' } })
    const mounts = { volumeMounts: [{ name: 'run', mountPath: '/run/it' }] }
    const containers = [{ name: 'a', image: 'busybox', command: ['/run/it/run.sh'], ...mounts }, { name: 'b', image: 'busybox', command: ['sh', '/run/it/run.sh'], ...mounts }]
    ask(whole, 'POST', pods, {
      apiVersion: 'v1', kind: 'Pod', metadata: { name: 'box' }, spec: { restartPolicy: 'Never', containers, volumes: [{ name: 'run', configMap: { name: 'run', defaultMode: 0o755 } }] },
    })
    runSeconds(whole, 15)
    expect([log(whole, 'box', 'a'), log(whole, 'box', 'b'), phase(whole, 'box')]).toEqual(['hi from box\n', 'hi from box\n', 'Succeeded'])
  })
  it('leaves what it wrote into a volume to the containers after it', () => {
    const whole = startWhole()
    const volumeMounts = [{ name: 'pages', mountPath: '/usr/share/nginx/html' }]
    service(whole, 'other')
    ask(whole, 'POST', pods, {
      apiVersion: 'v1', kind: 'Pod', metadata: { name: 'box' },
      spec: {
        initContainers: [{ name: 'write', image: 'busybox', command: ['sh', '-c', 'nslookup other && echo made before | tee /work/index.html'], volumeMounts: [{ name: 'pages', mountPath: '/work' }] }],
        containers: [{ name: 'web', image: 'nginx', volumeMounts }], volumes: [{ name: 'pages', emptyDir: {} }],
      },
    })
    runSeconds(whole, 20)
    const exec = (...command: string[]): unknown => ask(whole, 'POST', `${pods}/box/exec`, { command }).body
    const { podIP } = ask(whole, 'GET', `${pods}/box`).body['status'] as { podIP: string }
    script(whole, 'asker', `wget -qO- ${podIP}`, { restartPolicy: 'Never' })
    runSeconds(whole, 10)
    expect(log(whole, 'asker')).toBe('made before\n')
    expect(exec('curl', '-s', 'localhost')).toMatchObject({ stdout: 'made before\n' })
    expect(exec('nc', '-zv', 'localhost', '80')).toMatchObject({ stderr: 'localhost (127.0.0.1:80) open\n', exitCode: 0 })
    for (const name of ['box', 'asker']) ask(whole, 'DELETE', `${pods}/${name}`)
    runSeconds(whole, 60)
    expect(whole.cluster.runtimes.machines.flatMap((machine) => [...machine?.written ?? []])).toEqual([])
  })
  it('finds in a volume what its former lives wrote there, and nothing else of theirs', () => {
    const whole = startWhole()
    const text = 'echo again >> /data/log; echo here >> /tmp/log; cat /data/log /tmp/log; mkdir /data/x; touch /data/x/y; rm -r /data/x; sleep 1; false'
    const containers = [{ name: 'box', image: 'busybox', command: ['sh', '-c', text], volumeMounts: [{ name: 'data', mountPath: '/data' }] }]
    ask(whole, 'POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'box' }, spec: { containers, volumes: [{ name: 'data', emptyDir: {} }] } })
    runSeconds(whole, 60)
    expect(ask(whole, 'GET', `${pods}/box`).body['status']).toMatchObject({ containerStatuses: [{ restartCount: 3 }] })
    expect(log(whole, 'box')).toBe('again\nagain\nagain\nagain\nhere\n')
    const [sandbox] = whole.cluster.runtimes.machines.flatMap((machine) => [...machine?.sandboxes.values() ?? []].filter(({ name }) => name === 'box'))
    expect([...sandbox?.volumes?.get('data') ?? []]).toEqual([['log', 'again\nagain\nagain\nagain\n']])
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
  it('comes to the server of an image that nobody knows, and stays', () => {
    const whole = startWhole()
    const image = { containers: [{ name: 'box', image: 'mine/app:1', command: ['sh', '-c', 'until nslookup later > /dev/null; do sleep 1; done; for i in 1 2; do echo $i; mine migrate; done && mine serve'] }, {
      name: 'job', image: 'mine/app:1', command: ['sh', '-c', 'false || for i in 1 2; do echo $i; mine migrate; done'],
    }] }
    ask(whole, 'POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'box' }, spec: image })
    runSeconds(whole, 15)
    service(whole, 'later')
    runSeconds(whole, 30)
    expect(ask(whole, 'GET', `${pods}/box`).body['status']).toMatchObject({ phase: 'Running', containerStatuses: [{ restartCount: 0, ready: true }, {}] })
    expect([log(whole, 'box', 'box').slice(-4), log(whole, 'box', 'job')]).toEqual(['1\n2\n', '1\n2\n'])
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

describe('a program that its image does not hold', () => {
  const startError = expect.stringMatching(/^failed to create containerd task: .* exec: "nosuch": executable file not found in \$PATH: unknown$/) as string
  const status = (whole: WholeCluster): unknown => ask(whole, 'GET', `${pods}/box`).body['status']
  const start = (restartPolicy: string): WholeCluster => {
    const whole = startWhole()
    ask(whole, 'POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'box' }, spec: { restartPolicy, containers: [{ name: 'box', image: 'busybox', command: ['nosuch'] }] } })
    return whole
  }
  it('is tried again and again, with a back-off', () => {
    const whole = start('Always')
    const ended = { exitCode: 128, reason: 'StartError', message: startError, startedAt: '1970-01-01T00:00:00Z' }
    runSeconds(whole, 8)
    expect(status(whole)).toMatchObject({
      phase: 'Running', containerStatuses: [{ restartCount: 0, state: { waiting: { reason: 'RunContainerError', message: startError } }, lastState: { terminated: ended } }],
    })
    runSeconds(whole, 27)
    expect(status(whole)).toMatchObject({ containerStatuses: [{
      restartCount: 2, state: { waiting: { reason: 'CrashLoopBackOff', message: expect.stringMatching(/^back-off 20s restarting failed container=box pod=box_default/) as string } }, lastState: { terminated: ended },
    }] })
    const { items } = ask(whole, 'GET', '/api/v1/namespaces/default/events').body as unknown as { items: { reason: string; message: string }[] }
    expect(items.filter(({ reason }) => reason === 'Failed' || reason === 'BackOff').map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Error: failed to create containerd task: /), expect.stringMatching(/^Back-off restarting failed container box in pod box_default/),
    ])
  })
  it('fails a pod that is not to be restarted', () => {
    const whole = start('Never')
    runSeconds(whole, 8)
    expect(status(whole)).toMatchObject({ phase: 'Failed', containerStatuses: [{ state: { terminated: { exitCode: 128, reason: 'StartError' } } }] })
  })
})
