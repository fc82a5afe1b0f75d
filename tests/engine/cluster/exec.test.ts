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

describe('a script in a container', () => {
  const whole = withShell()

  it.each([
    ['i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done', '1\n2\n3\n'], ['until test -n "$X"; do X=1; done; echo $X', '1\n'],
    ['if [ 2 -gt 1 ]; then echo more; else echo less; fi', 'more\n'], ['if false; then echo a; elif true; then echo b; else echo c; fi', 'b\n'],
    ['for i in 1 2 3 4; do if [ $i = 2 ]; then continue; fi; if [ $i = 4 ]; then break; fi; echo $i; done', '1\n3\n'],
    ['for i in $(seq 2); do for j in a b; do echo $i$j; done; done', '1a\n1b\n2a\n2b\n'], ['cd /etc && pwd && ls hosts', '/etc\nhosts\n'],
    ['export A=1 B="x y"; echo $A-$B-${C:-none}', '1-x y-none\n'], ['echo one > /tmp/f; echo two >> /tmp/f; cat /tmp/f; wc -l /tmp/f; rm /tmp/f; ls /tmp', 'one\ntwo\n2\n'],
    ['mkdir -p /data/a && touch /data/a/b && ls /data /data/a', 'a\n'], ['echo "n: $(ls /etc | wc -l)" # not this', 'n: 4\n'], ['echo \'`date`\' "$((2 + 3 * 4))"', '`date` 14\n'],
    ['echo c | tee /tmp/t | wc -c; printf "%s-%d\\n" a 1', '2\na-1\n'],
  ])('%j prints %j', (script, stdout) => expect(shell(whole, script)).toMatchObject({ stdout, exitCode: 0 }))

  it('keeps its files as long as the container runs', () => {
    expect(shell(whole, 'echo kept > /tmp/kept')).toMatchObject({ exitCode: 0 })
    expect(shell(whole, 'cat /tmp/kept')).toMatchObject({ stdout: 'kept\n' })
    expect(shell(whole, 'echo x > /nowhere/x')).toMatchObject({ stderr: 'sh: can\'t create /nowhere/x: nonexistent directory\n', exitCode: 1 })
    world(whole.cluster, { type: 'crashContainer', namespace: 'default', pod: 'box', container: 'main' })
    runSeconds(whole, 1)
    expect(whole.cluster.runtimes.machines.flatMap((machine) => [...(machine?.written.values() ?? [])])).toEqual([])
  })
})

/** What the stream of a request has brought so far. */
function heard(whole: WholeCluster, tag: number): { readonly out: string; readonly exitCode: number | undefined; readonly ended: boolean } {
  const events = whole.events.filter((one) => one.tag === tag).map((one) => one.event)
  const lines = events.flatMap((event) => (event === undefined ? [] : [JSON.parse(String(event.object)) as { stdout?: string; exitCode?: number }]))
  return { out: lines.map((line) => line.stdout ?? '').join(''), exitCode: lines.at(-1)?.exitCode, ended: events.at(-1) === undefined && events.length > 0 }
}

describe('strange commands', () => {
  const whole = withShell()

  it.each<readonly [unknown, Record<string, string>]>([
    [{ command: 'ls' }, {}], [{ command: [] }, {}], [{ command: [1] }, {}], ['x', {}], [{ text: 'x' }, { session: '' }], [{ text: 'x' }, { session: 'nobody' }], [{}, { follow: 'true' }],
  ])('%j with %j are refused', (body, query) => {
    const { status } = ask(whole, 'POST', `${pods}/box/exec`, body, { query })
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
  })
  it('that end in the middle of something are no scripts', () => {
    expect(shell(whole, 'while true; do echo x')).toEqual({ stdout: '', stderr: 'sh: syntax error: unexpected end of file\n', exitCode: 2 })
  })
  it('and long ones take their time, and keep what fits', () => {
    const many = 'for a in $(seq 1000); do for b in $(seq 100); do echo xxxxxxxxxxxxxxxxxxxx; done; done'
    const tag = send(whole, { method: 'POST', path: `${pods}/box/exec`, body: JSON.stringify({ command: ['sh', '-c', many] }) })
    runSeconds(whole, 10)
    expect((whole.answers.get(tag)!.body as { stdout: string }).stdout).toHaveLength(1_000_000)
    for (const script of ['done; fi; do', '"', 'if if if if if if if if if if if if', '$((', '`'.repeat(50), '((((', 'for', 'while', '| | |', '> > >', '> /tmp', 'break; continue']) {
      expect(ask(whole, 'POST', `${pods}/box/exec`, { command: ['sh', '-c', script] }).status).toBe(200)
    }
  })
})

describe('a shell that is typed to', () => {
  const open = (whole: WholeCluster, body: object): number => send(whole, { method: 'POST', path: `${pods}/box/exec`, query: { follow: 'true' }, body: JSON.stringify(body) })
  const type = (whole: WholeCluster, typed: object, seconds = 1): void => {
    expect(ask(whole, 'POST', `${pods}/box/exec`, typed, { query: { session: 's' } }).status).toBe(200)
    runSeconds(whole, seconds)
  }

  it('says where it is, keeps directory and variables, is stopped by Ctrl-C, and ends with the code of its exit', () => {
    const whole = withShell()
    const tag = open(whole, { command: ['sh'], tty: true, session: 's' })
    runSeconds(whole, 1)
    expect(heard(whole, tag).out).toBe('/ # ')
    for (const text of ['cd /etc\n', 'A=5\n', 'pwd; echo $A\n', 'for i in 1 2\n', 'do echo $i; done\n', 'sleep 1000\n']) type(whole, { text })
    expect(heard(whole, tag).out).toBe('/ # /etc # /etc # /etc\n5\n/etc # > 1\n2\n/etc # ')
    type(whole, { interrupt: true })
    type(whole, { text: 'exit $?\n' })
    expect(heard(whole, tag)).toMatchObject({ exitCode: 130, ended: true })
    expect(ask(whole, 'POST', `${pods}/box/exec`, { text: 'x' }, { query: { session: 's' } }).body['message']).toBe('pod box has no session s')
  })
  it('has what went wrong where it happened, before the next prompt', () => {
    const whole = withShell()
    const tag = open(whole, { command: ['sh'], tty: true, session: 's' })
    runSeconds(whole, 1)
    for (const text of ['ls /nope; echo $?\n', 'echo x > /no/such; nope\n']) type(whole, { text })
    expect(heard(whole, tag).out).toBe(
      '/ # ls: /nope: No such file or directory\n1\n/ # sh: can\'t create /no/such: nonexistent directory\nsh: nope: not found\n/ # ')
  })
  it('tells of an endless loop as it goes, also of one that never waits, until nobody listens', () => {
    const whole = withShell()
    const slow = open(whole, { command: ['sh', '-c', 'while true; do echo tick; sleep 1; done'] })
    const busy = open(whole, { command: ['sh', '-c', 'while true; do echo x; done'] })
    runSeconds(whole, 3.5)
    expect(heard(whole, slow).out).toBe('tick\n'.repeat(4))
    expect(heard(whole, busy).out.length).toBeGreaterThan(1000)
    for (const tag of [slow, busy]) cancel(whole.cluster, tag)
    runSeconds(whole, 2)
    expect(whole.cluster.runtimes.machines.flatMap((machine) => machine?.execs ?? [])).toEqual([])
  })
  it('ends with its container, and is not heard by a kubelet that started again', () => {
    const whole = withShell()
    const tag = open(whole, { command: ['sh'], tty: true, session: 's' })
    const loop = open(whole, { command: ['sh', '-c', 'while sleep 1; do echo x; done'] })
    runSeconds(whole, 1)
    const node = (ask(whole, 'GET', `${pods}/box`).body['spec'] as { nodeName: string }).nodeName
    world(whole.cluster, { type: 'crashProcess', process: 'kubelet', node })
    runSeconds(whole, 1)
    expect([heard(whole, tag).ended, heard(whole, loop).ended]).toEqual([true, true])
    runSeconds(whole, 60)
    expect(whole.cluster.runtimes.machines.flatMap((machine) => machine?.execs ?? []).filter((run) => run.shell === '')).toEqual([])
  })
  it('can be copied while it waits for a line, and runs on to the same history', () => {
    const whole = withShell()
    open(whole, { command: ['sh'], tty: true, session: 's' })
    runSeconds(whole, 1)
    send(whole, { method: 'POST', path: `${pods}/box/exec`, query: { session: 's' }, body: JSON.stringify({ text: 'for i in 1 2 3; do curl -s web | head -n 1; sleep 1; done\n' }) })
    runSeconds(whole, 1.5)
    const copy = structuredClone(whole.cluster)
    for (const cluster of [whole.cluster, copy]) runFor(cluster, 10 * second)
    expect(historyHash(copy)).toBe(historyHash(whole.cluster))
    expect(copy.user.events).toEqual(whole.cluster.user.events)
    expect(copy.user.events.length).toBeGreaterThan(1)
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
