/** Commands over the WebSocket that kubectl opens for exec. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { startTestServer, type TestServer } from './running-server.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let server: TestServer
const pods = '/api/v1/namespaces/default/pods'

beforeAll(async () => {
  server = await startTestServer()
  await server.call('POST', pods, JSON.stringify({
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'box' }, spec: { containers: [{ name: 'main', image: 'busybox', command: ['sleep', '1h'] }] },
  }))
  await server.call('POST', pods, JSON.stringify({
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pending' }, spec: { nodeSelector: { no: 'where' }, containers: [{ name: 'main', image: 'nginx' }] },
  }))
  await server.call('POST', pods, JSON.stringify({
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'ended' }, spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox', args: ['true'] }] },
  }))
  let phase: unknown
  while (phase !== 'Succeeded') phase = ((await server.call('GET', `${pods}/ended`)).json['status'] as { phase: string }).phase
  while (phase !== 'Running') phase = ((await server.call('GET', `${pods}/box`)).json['status'] as { phase: string }).phase
})
afterAll(async () => { await server.end() })

interface Heard {
  readonly out: string
  readonly err: string
  readonly status: Record<string, unknown>
}

/** Opens exec, sends what is typed, and collects the channels until the end. `answers`: what is typed once a text has been heard, in turn. */
function exec(
  query: string, typed: readonly Buffer[] = [], token = server.token, at = 'box/exec', answers: (readonly [heard: string, typed: string])[] = [],
  mask: (text: string) => string = (text) => text,
): Promise<Heard> {
  return new Promise((fulfil, reject) => {
    const socket = new WebSocket(`${server.api.replace('https', 'wss')}${pods}/${at}?${query}`, ['v5.channel.k8s.io', 'v4.channel.k8s.io'], {
      rejectUnauthorized: false, headers: { authorization: `Bearer ${token}` },
    })
    const texts = ['', '', '', '']
    socket.on('open', () => { for (const message of typed) socket.send(message) })
    let from = 0
    socket.on('message', (data: Buffer) => {
      texts[data[0]!] += data.subarray(1).toString('utf8')
      const [next] = answers
      const found = next === undefined ? -1 : mask(texts[1]!).indexOf(next[0], from)
      if (next === undefined || found < 0) return
      from = found + next[0].length
      answers.shift()
      if (next[1] !== '') socket.send(stdin(next[1]))
    })
    socket.on('close', () => { fulfil({ out: texts[1]!, err: texts[2]!, status: JSON.parse(texts[3] === '' ? '{}' : texts[3]!) as Record<string, unknown> }) })
    socket.on('error', reject)
  })
}
const stdin = (text: string): Buffer => Buffer.concat([Buffer.from([0]), Buffer.from(text)])
const endOfStdin = Buffer.from([255, 0])

describe('exec over a WebSocket', () => {
  it('sends output and errors in their channels, and how the command ended', async () => {
    expect(await exec('command=hostname&stdout=true&stderr=true')).toEqual({ out: 'box\n', err: '', status: { metadata: {}, status: 'Success' } })
    expect(await exec('command=cat&command=/nothing&stdout=true')).toMatchObject({
      out: '', err: 'cat: can\'t open \'/nothing\': No such file or directory\n',
      status: { status: 'Failure', reason: 'NonZeroExitCode', details: { causes: [{ reason: 'ExitCode', message: '1' }] } },
    })
  })
  it('tells why a command could not be started', async () => {
    expect((await exec('command=nope&stdout=true')).status).toMatchObject({ code: 500, reason: 'InternalError', message: expect.stringContaining('"nope": executable file not found in $PATH') as string })
  })
  it('gives what is piped in to the command, and to a shell line by line', async () => {
    expect((await exec('command=cat&stdin=true&stdout=true', [stdin('a\n'), stdin('b\n'), endOfStdin])).out).toBe('a\nb\n')
    expect((await exec('command=sh&stdin=true&stdout=true', [stdin('echo hi\nhostname\nexit 4\n')]))).toMatchObject({
      out: 'hi\nbox\n', status: { details: { causes: [{ message: '4' }] } },
    })
  })
  it('is a terminal for a shell that asks for one: a prompt, an echo, a directory that stays, Ctrl-C and Ctrl-D', async () => {
    const { out, status } = await exec('command=sh&stdin=true&stdout=true&tty=true', [stdin('cd /etc\r')], server.token, 'box/exec', [
      ['/etc # ', 'pwd\r'], ['/etc\r\n/etc # ', 'sleep 1000\r'], ['sleep 1000\r\n', '\u0003'], ['^C\r\n/etc # ', 'echo $?\r'], ['130\r\n/etc # ', '\u0004'],
    ])
    expect(out.replaceAll('cd /etc\r\n', '')).toContain('/etc # pwd\r\n/etc\r\n/etc # sleep 1000\r\n^C\r\n/etc # echo $?\r\n130\r\n/etc # ')
    expect(status).toEqual({ metadata: {}, status: 'Success' })
  })
  it('prints an endless loop as it goes, and leaves nothing when the client goes', async () => {
    const { out } = await exec('command=sh&command=-c&command=while true; do date; sleep 1; done&stdout=true&stdin=true&tty=true', [], server.token, 'box/exec', [
      ['2026\r\n', ''], ['2026\r\n', '\u0003'],
    ], (now) => now.replaceAll(/20\d\d\r\n/g, '2026\r\n'))
    expect(out).toMatch(/UTC 20\d\d\r\n[^]*UTC 20\d\d\r\n[^]*\^C/)
  })
  it('is refused to those who have no token', async () => {
    await expect(exec('command=ls', [], 'x')).rejects.toThrow('401')
  })
  it.each([
    ['box/exec', 'command=ls&container=nosuch', 400], ['nobody/exec', 'command=ls', 404], ['pending/exec', 'command=ls', 400], ['ended/exec', 'command=ls', 500],
  ])('of %s?%s is refused before the connection is upgraded', async (at, query, status) => {
    await expect(exec(query, [], server.token, at)).rejects.toThrow(String(status))
  })
})

describe('attach over a WebSocket', () => {
  const start = async (name: string, container: object): Promise<void> => {
    await server.call('POST', pods, JSON.stringify({
      apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox', ...container }] },
    }))
    while (await phaseOf(name) === 'Pending');
  }
  const phaseOf = async (name: string): Promise<unknown> => ((await server.call('GET', `${pods}/${name}`)).json['status'] as { phase: string }).phase

  it('is the terminal of a shell, and its exit ends the container', async () => {
    await start('shell', { args: ['sh'], stdin: true })
    expect(await exec('container=main&stdin=true&stdout=true', [stdin('hostname\nexit 5\n')], server.token, 'shell/attach')).toMatchObject({ out: 'shell\n' })
    while (await phaseOf('shell') === 'Running');
    expect((await server.call('GET', `${pods}/shell`)).json['status']).toMatchObject({
      phase: 'Failed', containerStatuses: [{ state: { terminated: { exitCode: 5, reason: 'Error' } } }],
    })
  })
  it('shows what any other program writes until it ends', async () => {
    await start('talker', { args: ['sh', '-c', 'echo one; sleep 2; echo two'] })
    expect(await exec('container=main&stdout=true', [], server.token, 'talker/attach')).toMatchObject({ out: 'one\ntwo\n', status: { status: 'Success' } })
  })
})
