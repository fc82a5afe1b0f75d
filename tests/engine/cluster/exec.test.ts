import { describe, expect, it } from 'vitest'
import { cancel, historyHash, runFor, world } from '../../../src/engine/index.ts'
import { deploymentManifest, serviceManifest } from './manifests.ts'
import { ask, runSeconds, scriptPod, second, send, startWhole, type WholeCluster } from './whole-cluster.ts'

const pods = '/api/v1/namespaces/default/pods'

function withShell(): WholeCluster {
  const whole = startWhole()
  ask(whole, 'POST', pods, scriptPod('box', 'sleep 1h'))
  ask(whole, 'POST', '/apis/apps/v1/namespaces/default/deployments', JSON.parse(deploymentManifest('web', 2)))
  ask(whole, 'POST', '/api/v1/namespaces/default/services', JSON.parse(serviceManifest('web', 30080)))
  runSeconds(whole, 20)
  return whole
}
const exec = (whole: WholeCluster, ...command: readonly string[]): ReturnType<typeof ask> => ask(whole, 'POST', `${pods}/box/exec`, { command })
const shell = (whole: WholeCluster, script: string): Record<string, unknown> => exec(whole, 'sh', '-c', script).body

describe('a command in a container', () => {
  const whole = withShell()

  it.each([
    [['hostname'], 'box\n'], [['whoami'], 'root\n'], [['echo', 'a', '$HOME'], 'a $HOME\n'], [['cat', '/etc/hostname'], 'box\n'], [['pwd'], '/\n'],
    [['printenv', 'HOSTNAME'], 'box\n'], [['ps'], 'PID   USER     TIME  COMMAND\n    1 root      0:00 sh -c sleep 1h\n   12 root      0:00 ps\n'],
  ])('%j prints %j', (command, stdout) => expect(exec(whole, ...command).body).toEqual({ stdout, stderr: '', exitCode: 0 }))

  it.each([
    ['echo $HOSTNAME', 'box\n', '', 0], ['false; echo $?', '1\n', '', 0], ['true && echo yes', 'yes\n', '', 0], ['false && echo yes', '', '', 1],
    ['false || echo no', 'no\n', '', 0], ['exit 3; echo x', '', '', 3], ['nope', '', 'sh: nope: not found\n', 127], ['echo "a b" | wc -l', '1\n', '', 0],
    ['for i in 1 2; do echo n$i; done', 'n1\nn2\n', '', 0], ['cat /nothing', '', 'cat: can\'t open \'/nothing\': No such file or directory\n', 1],
    ['ls /etc | grep host', 'hostname\nhosts\n', '', 0], ['echo hidden > /dev/null; nope 2>/dev/null; nope >/dev/null 2>&1; echo \'$HOME\' "\\$HOME" "$HOME"', '$HOME $HOME /root\n', '', 0],
  ])('a script %j ends as a shell ends it', (script, stdout, stderr, exitCode) => expect(shell(whole, script)).toEqual({ stdout, stderr, exitCode }))

  it('that there is none of is refused in the runtime’s words', () => {
    expect(exec(whole, 'nope')).toMatchObject({
      status: 500, body: {
        reason: 'InternalError',
        message: 'Internal error occurred: error executing command in container: failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: exec: "nope": executable file not found in $PATH: unknown',
      },
    })
    expect(exec(whole, 'bash').body['message']).toContain('"bash": executable file not found')
  })
  it('is refused without a command, in an unknown container, and in a pod that has no node', () => {
    expect(ask(whole, 'POST', `${pods}/box/exec`, {}).body['message']).toBe('PodExecOptions "" is invalid: command: Required value')
    expect(ask(whole, 'POST', `${pods}/box/exec`, { command: ['ls'] }, { query: { container: 'x' } }).body['message']).toBe('container x is not valid for pod box')
    expect(ask(whole, 'POST', `${pods}/nobody/exec`, { command: ['ls'] }).status).toBe(404)
  })
  it('takes the time that it sleeps, longer than a question to a kubelet may take', () => {
    const tag = send(whole, { method: 'POST', path: `${pods}/box/exec`, body: JSON.stringify({ command: ['sh', '-c', 'sleep 40; echo awake'] }) })
    runSeconds(whole, 39)
    expect(whole.answers.has(tag)).toBe(false)
    runSeconds(whole, 2)
    expect(whole.answers.get(tag)!.body).toEqual({ stdout: 'awake\n', stderr: '', exitCode: 0 })
  })
  it('that nobody waits for any more leaves nothing behind', () => {
    const tag = send(whole, { method: 'POST', path: `${pods}/box/exec`, body: JSON.stringify({ command: ['sleep', '5'] }) })
    runSeconds(whole, 1)
    cancel(whole.cluster, tag)
    runSeconds(whole, 10)
    expect(whole.answers.has(tag)).toBe(false)
    expect(whole.cluster.apiServer.kubeletCalls.size + whole.cluster.kubelets.criCalls.size).toBe(0)
    expect(whole.cluster.runtimes.machines.flatMap((machine) => machine?.execs ?? [])).toEqual([])
  })
})

describe('a request that a command makes', () => {
  const whole = withShell()

  it('goes through the cluster’s network to a pod of the Service, which writes it down', () => {
    expect(shell(whole, 'curl -s http://web/cart | head -n 1')).toMatchObject({ stdout: '<!DOCTYPE html>\n', exitCode: 0 })
    const served = whole.cluster.runtimes.machines.flatMap((machine) => [...(machine?.sandboxes.values() ?? [])])
      .flatMap((sandbox) => sandbox.containers).flatMap((one) => (one.activity === undefined ? [] : [one.activity]))
    const ip = (ask(whole, 'GET', `${pods}/box`).body['status'] as { podIP: string }).podIP
    expect(served.map(({ path, from, agent }) => [path[0], from[0], agent[0]])).toEqual([['/cart', ip, 'curl/8.14.1']])
  })
  it.each([
    ['wget -q -O- http://web.default.svc.cluster.local | wc -l', '11\n', '', 0],
    ['curl -s -o /dev/null -w \'%{http_code}\' web:80', '200', '', 0],
    ['curl http://nobody', '', 'curl: (6) Could not resolve host: nobody\n', 6],
    ['curl -m 2 http://web:81', '', 'curl: (28) Failed to connect to web port 81 after 2000 ms: Timeout was reached\n', 28],
    ['wget -qO- http://nobody', '', 'wget: bad address \'nobody\'\n', 1],
    ['curl localhost', '', 'curl: (7) Failed to connect to localhost port 80 after 1 ms: Could not connect to server\n', 7],
  ])('%j', (script, stdout, stderr, exitCode) => expect(shell(whole, script)).toEqual({ stdout, stderr, exitCode }))
  it('reaches a pod by its own address, and no other port of it', () => {
    const items = ask(whole, 'GET', pods, undefined, { query: { labelSelector: 'app=web' } }).body['items'] as { status: { podIP: string } }[]
    const { podIP } = items[0]!.status
    expect(shell(whole, `curl -s ${podIP} | wc -l`)).toMatchObject({ stdout: '11\n' })
    expect(shell(whole, `curl -s ${podIP}:9`)).toMatchObject({ exitCode: 7 })
  })
  it('is refused while the Service has no pods', () => {
    ask(whole, 'PATCH', '/apis/apps/v1/namespaces/default/deployments/web/scale', { spec: { replicas: 0 } }, { headers: { 'content-type': 'application/merge-patch+json' } })
    runSeconds(whole, 10)
    expect(shell(whole, 'curl -s http://web')).toMatchObject({ exitCode: 7 })
  })
  it('ends with the container', () => {
    const tag = send(whole, { method: 'POST', path: `${pods}/box/exec`, body: JSON.stringify({ command: ['sleep', '100'] }) })
    runSeconds(whole, 1)
    world(whole.cluster, { type: 'crashContainer', namespace: 'default', pod: 'box', container: 'main' })
    runSeconds(whole, 1)
    expect(whole.answers.get(tag)!.body).toMatchObject({ exitCode: 137 })
  })
})

describe('a cluster in the middle of a command', () => {
  it('can be copied, and runs on to the same history', () => {
    const whole = withShell()
    send(whole, { method: 'POST', path: `${pods}/box/exec`, body: JSON.stringify({ command: ['sh', '-c', 'for i in 1 2 3; do curl -s web; sleep 1; done'] }) })
    runSeconds(whole, 1.5)
    const copy = structuredClone(whole.cluster)
    for (const cluster of [whole.cluster, copy]) runFor(cluster, 10 * second)
    expect(historyHash(copy)).toBe(historyHash(whole.cluster))
    expect(copy.user.answers).toEqual(whole.cluster.user.answers)
    expect(copy.user.answers).toHaveLength(1)
  })
})
