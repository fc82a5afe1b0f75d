import { describe, expect, it } from 'vitest'
import { historyHash, runFor, world } from '../../../src/engine/index.ts'
import type { ContainerStatus, Pod } from '../../../src/kubernetes/types/core.ts'
import { ask, runSeconds, scriptPod, second, startWhole, type WholeCluster } from './whole-cluster.ts'

const pods = '/api/v1/namespaces/default/pods'
const strategic = { headers: { 'content-type': 'application/strategic-merge-patch+json' } }

const debuggerOf = (more: object = {}): object => ({ name: 'debugger', image: 'busybox:1.36', stdin: true, targetContainerName: 'main', ...more })

function add(whole: WholeCluster, container: object, pod = 'box'): ReturnType<typeof ask> {
  return ask(whole, 'PATCH', `${pods}/${pod}/ephemeralcontainers`, { spec: { ephemeralContainers: [container] } }, strategic)
}
function withBox(script = 'sleep 1h', more: Readonly<Record<string, unknown>> = {}): WholeCluster {
  const whole = startWhole()
  ask(whole, 'POST', pods, scriptPod('box', script, more))
  runSeconds(whole, 10)
  return whole
}
const podOf = (whole: WholeCluster): Pod => ask(whole, 'GET', `${pods}/box`).body as unknown as Pod
const ephemeralOf = (whole: WholeCluster): ContainerStatus | undefined => podOf(whole).status.ephemeralContainerStatuses?.[0]
const eventsOf = (whole: WholeCluster): readonly string[] =>
  (ask(whole, 'GET', '/api/v1/namespaces/default/events').body['items'] as readonly Readonly<Record<string, unknown>>[])
    .filter((event) => (event['involvedObject'] as { fieldPath?: string }).fieldPath === 'spec.ephemeralContainers{debugger}')
    .map((event) => `${String(event['reason'])}: ${String(event['message'])}`)

describe('an ephemeral container', () => {
  it('is started in the pod that runs, and changes neither its phase nor its readiness', () => {
    const whole = withBox()
    const before = podOf(whole)
    const answer = add(whole, debuggerOf())
    expect(answer.status).toBe(200)
    expect((answer.body as unknown as Pod).metadata.generation).toBe(2)
    runSeconds(whole, 10)
    const after = podOf(whole)
    expect(after.status.ephemeralContainerStatuses).toEqual([expect.objectContaining({
      name: 'debugger', ready: false, restartCount: 0, image: 'docker.io/library/busybox:1.36', state: { running: { startedAt: expect.any(String) as string } },
    })])
    expect(after.status.ephemeralContainerStatuses![0]).not.toHaveProperty('started')
    const plain = ({ status }: Pod): unknown => [status.phase, status.containerStatuses, status.conditions?.map(({ type, status: is }) => [type, is])]
    expect(plain(after)).toEqual(plain(before))
    expect(eventsOf(whole).map((text) => text.replace(/ in .*/, ''))).toEqual([
      'Pulling: Pulling image "busybox:1.36"', 'Pulled: Successfully pulled image "busybox:1.36"', 'Created: Created container: debugger',
      'Started: Started container debugger',
    ])
  })
  it('can be looked into by log and exec, and is not started again when it ends', () => {
    const whole = withBox()
    add(whole, debuggerOf({ command: ['sh', '-c', 'echo here; sleep 20; exit 3'] }))
    runSeconds(whole, 10)
    expect(ask(whole, 'GET', `${pods}/box/log`, undefined, { query: { container: 'debugger' } }).body).toBe('here\n')
    expect(ask(whole, 'POST', `${pods}/box/exec`, { command: ['hostname'] }, { query: { container: 'debugger' } }).body).toMatchObject({ stdout: 'box\n' })
    runSeconds(whole, 60)
    expect(ephemeralOf(whole)).toMatchObject({ restartCount: 0, state: { terminated: { exitCode: 3 } } })
    expect(podOf(whole).status.phase).toBe('Running')
  })
  it('starts in a pod whose init container never ends', () => {
    const whole = withBox('sleep 1h', { initContainers: [{ name: 'first', image: 'busybox:1.37', command: ['sleep', '1h'] }] })
    expect(add(whole, debuggerOf({ targetContainerName: 'first' })).status).toBe(200)
    runSeconds(whole, 10)
    expect(ephemeralOf(whole)?.state.running).toBeDefined()
    expect(podOf(whole).status.phase).toBe('Pending')
  })
  it('does not hold up the end of its pod', () => {
    const whole = withBox('sleep 30')
    add(whole, debuggerOf())
    runSeconds(whole, 90)
    expect(podOf(whole).status.phase).toBe('Succeeded')
    expect(ephemeralOf(whole)?.state.terminated).toBeDefined()
  })
  it('goes on when the kubelet starts again, and has ended for good when the machine has been without power', () => {
    const whole = withBox('sleep 1h', { restartPolicy: 'Always' })
    add(whole, debuggerOf())
    runSeconds(whole, 10)
    const node = podOf(whole).spec.nodeName!
    const id = ephemeralOf(whole)?.containerID
    world(whole.cluster, { type: 'stopProcess', process: 'kubelet', node })
    runSeconds(whole, 5)
    world(whole.cluster, { type: 'startProcess', process: 'kubelet', node })
    runSeconds(whole, 20)
    expect(ephemeralOf(whole)).toMatchObject({ containerID: id, state: { running: expect.anything() as unknown } })
    world(whole.cluster, { type: 'powerOff', node })
    runSeconds(whole, 5)
    world(whole.cluster, { type: 'powerOn', node })
    runSeconds(whole, 60)
    expect(podOf(whole).status.phase).toBe('Running')
    expect(podOf(whole).status.containerStatuses?.[0]?.restartCount).toBe(1)
    expect(ephemeralOf(whole)?.state.terminated).toBeDefined()
  })
  it('starts in a deep copy as in the original', () => {
    const original = withBox()
    add(original, debuggerOf())
    const copy = structuredClone(original.cluster)
    runFor(original.cluster, 30 * second)
    runFor(copy, 30 * second)
    expect(historyHash(copy)).toBe(historyHash(original.cluster))
    expect(ephemeralOf(original)?.state.running).toBeDefined()
  })
  it('is still in the spec after the pod was labelled', () => {
    const whole = withBox()
    add(whole, debuggerOf())
    expect(ask(whole, 'PATCH', `${pods}/box`, { metadata: { labels: { a: 'b' } } }, strategic).status).toBe(200)
    expect(podOf(whole).spec.ephemeralContainers).toMatchObject([{ name: 'debugger', targetContainerName: 'main' }])
  })
})

describe('the subresource ephemeralcontainers', () => {
  const whole = withBox()
  add(whole, debuggerOf())
  const message = (answer: ReturnType<typeof ask>): unknown => answer.body['message']
  const refused = (field: string, text: string): string => `Pod "box" is invalid: spec.ephemeralContainers${field}: ${text}`

  it.each<[string, object, string]>([
    ['a name that a container has', { name: 'main' }, refused('[1].name', 'Duplicate value: "main"')],
    ['a target that is not there', { targetContainerName: 'nope' }, refused('[1].targetContainerName', 'Not found: "nope"')],
    ['another ephemeral container as its target', { targetContainerName: 'debugger' }, refused('[1].targetContainerName', 'Not found: "debugger"')],
    ['no image', { image: '' }, refused('[1].image', 'Required value')],
    ['ports', { ports: [{ containerPort: 80 }] }, refused('[1].ports', 'Forbidden: cannot be set for an Ephemeral Container')],
    ['resources', { resources: { limits: { cpu: '1' } } }, refused('[1].resources', 'Forbidden: cannot be set for an Ephemeral Container')],
    ['a probe', { livenessProbe: { tcpSocket: { port: 80 } } }, refused('[1].livenessProbe', 'Forbidden: cannot be set for an Ephemeral Container')],
    ['a hook', { lifecycle: { preStop: {} } }, refused('[1].lifecycle', 'Forbidden: cannot be set for an Ephemeral Container')],
  ])('refuses %s', (_what, more, text) => {
    const answer = add(whole, { ...debuggerOf(), name: 'second', ...more })
    expect([answer.status, message(answer)]).toEqual([422, text])
  })
  it('refuses a change of one that is there, and its removal', () => {
    expect(message(add(whole, debuggerOf({ image: 'busybox:1.35' })))).toContain('existing ephemeral containers "debugger" may not be changed')
    const bare = { ...podOf(whole), spec: { ...podOf(whole).spec, ephemeralContainers: [] } }
    const answer = ask(whole, 'PUT', `${pods}/box/ephemeralcontainers`, bare)
    expect([answer.status, message(answer)]).toEqual([422, refused('', 'Forbidden: existing ephemeral containers "debugger" may not be removed\n')])
  })
  it('takes nothing else of a pod', () => {
    const pod = podOf(whole)
    const { ephemeralContainers = [], ...spec } = pod.spec
    const more = { ...ephemeralContainers[0], name: 'third' }
    const said = { ...pod, metadata: { ...pod.metadata, labels: { no: 'no' } }, spec: { ...spec, hostNetwork: true, ephemeralContainers: [...ephemeralContainers, more] } }
    const answer = ask(whole, 'PUT', `${pods}/box/ephemeralcontainers`, said)
    expect(answer.status).toBe(200)
    expect(podOf(whole)).toMatchObject({ metadata: { name: 'box' }, spec: { ephemeralContainers: [{ name: 'debugger' }, { name: 'third' }] } })
    expect(podOf(whole).metadata.labels).toBeUndefined()
    expect(podOf(whole).spec.hostNetwork).toBeUndefined()
  })
  it('is applied as a configuration, whose manager owns what it added', () => {
    const box = withBox()
    const config = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'box' }, spec: { ephemeralContainers: [debuggerOf()] } }
    const answer = ask(box, 'PATCH', `${pods}/box/ephemeralcontainers`, config, {
      query: { fieldManager: 'me' }, headers: { 'content-type': 'application/apply-patch+yaml' },
    })
    expect(answer.status).toBe(200)
    expect(podOf(box).metadata.managedFields).toContainEqual(expect.objectContaining({ manager: 'me', operation: 'Apply', subresource: 'ephemeralcontainers' }))
    runSeconds(box, 10)
    expect(ephemeralOf(box)?.state.running).toBeDefined()
  })
  it('is the only way: neither a new pod nor a template may have any, and the pod itself refuses them', () => {
    const create = ask(whole, 'POST', pods, scriptPod('new', 'true', { ephemeralContainers: [{ name: 'a', image: 'busybox' }] }))
    expect(message(create)).toBe('Pod "new" is invalid: spec.ephemeralContainers: Forbidden: cannot be set on create')
    const patch = { spec: { ephemeralContainers: [{ name: 'other', image: 'busybox' }] } }
    expect(message(ask(whole, 'PATCH', `${pods}/box`, patch, strategic))).toContain('pod updates may not change fields other than')
    const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'a', image: 'b' }], ephemeralContainers: [{ name: 'c', image: 'd' }] } }
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' }, spec: { selector: { matchLabels: { app: 'x' } }, template } }
    expect(message(ask(whole, 'POST', '/apis/apps/v1/namespaces/default/deployments', deployment)))
      .toBe('Deployment.apps "x" is invalid: spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template')
  })
  it('is listed in discovery', () => {
    expect(ask(whole, 'GET', '/api/v1').body['resources']).toContainEqual({
      name: 'pods/ephemeralcontainers', singularName: '', namespaced: true, kind: 'Pod', verbs: ['get', 'patch', 'update'],
    })
  })
})
