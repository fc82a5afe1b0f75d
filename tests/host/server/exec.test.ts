/** Commands over the WebSocket that kubectl opens for exec. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createTerminal } from '../../../src/host/server/terminal.ts'
import { startTestServer, type TestServer } from './running-server.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let server: TestServer
const pods = '/api/v1/namespaces/default/pods'

beforeAll(async () => {
  server = await startTestServer()
  await server.call('POST', pods, JSON.stringify({
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'box' }, spec: { containers: [{ name: 'main', image: 'busybox', command: ['sleep', '1h'] }] },
  }))
  let phase: unknown
  while (phase !== 'Running') phase = ((await server.call('GET', `${pods}/box`)).json['status'] as { phase: string }).phase
})
afterAll(async () => { await server.end() })

interface Heard {
  readonly out: string
  readonly err: string
  readonly status: Record<string, unknown>
}

/** Opens exec, sends what is typed, and collects the channels until the end. */
function exec(query: string, typed: readonly Buffer[] = [], token = server.token, at = 'box/exec'): Promise<Heard> {
  return new Promise((fulfil, reject) => {
    const socket = new WebSocket(`${server.api.replace('https', 'wss')}${pods}/${at}?${query}`, ['v5.channel.k8s.io', 'v4.channel.k8s.io'], {
      rejectUnauthorized: false, headers: { authorization: `Bearer ${token}` },
    })
    const texts = ['', '', '', '']
    socket.on('open', () => { for (const message of typed) socket.send(message) })
    socket.on('message', (data: Buffer) => { texts[data[0]!] += data.subarray(1).toString('utf8') })
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
  it('is a terminal for a shell that asks for one', async () => {
    expect((await exec('command=sh&stdin=true&stdout=true&tty=true', [stdin('whoami\r'), stdin('exit\r')])).out).toMatch(/^\/ # whoami\r\n(?:exit\r\n)?root\r\n\/ # /)
  })
  it('is refused to those who have no token', async () => {
    await expect(exec('command=ls', [], 'x')).rejects.toThrow('401')
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

describe('a terminal', () => {
  it('lets a line be corrected, an older one be taken again, and one be given up', async () => {
    const ran: string[] = []
    let ended = -1
    const terminal = createTerminal({
      echo: true, out: () => undefined, err: () => undefined, ended: (code) => { ended = code },
      run: (line) => {
        ran.push(line)
        return Promise.resolve({ status: 200, body: { stdout: '', stderr: '', exitCode: 0 } })
      },
    })
    terminal.begin()
    terminal.type('lx\u007fs\r')
    await Promise.resolve()
    await Promise.resolve()
    terminal.type('wrong\u0003\u001b[A\r')
    await Promise.resolve()
    await Promise.resolve()
    terminal.type('\u0004')
    expect([ran, ended]).toEqual([['ls', 'ls'], 0])
  })
})
