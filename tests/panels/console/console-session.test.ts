import { describe, expect, it } from 'vitest'
import { createConsoleSession } from '../../../src/panels/console/console-session.ts'
import type { ConsoleMemory, LastCommand } from '../../../src/panels/console/console-session.ts'
import type { RestRequest, RestResponse } from '../../../src/protocol/rest.ts'

interface Bench {
  readonly input: (data: string) => void
  /** The width has changed. */
  readonly redraw: () => void
  readonly end: () => void
  readonly memory: ConsoleMemory
  readonly sent: string[]
  readonly bodies: string[]
  readonly done: LastCommand[]
  readonly closed: () => number
  /** What the screen got, without control sequences. */
  readonly shown: () => string
  /** Answers the oldest request. */
  readonly answer: (response: RestResponse) => Promise<void>
}

const settle = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 0) })
const made: RestResponse = { status: 201, body: { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'a' } } }
const none: RestResponse = { status: 200, body: { kind: 'PodList', items: [] } }
const enter = '\r'

function bench(): Bench {
  let screen = ''
  let closed = 0
  const waiting: ((response: RestResponse) => void)[] = []
  const sent: string[] = []
  const bodies: string[] = []
  const done: LastCommand[] = []
  const memory: ConsoleMemory = { history: [], session: { namespace: 'default' } }
  const session = createConsoleSession({
    screen: { columns: () => 80, write: (text) => { screen += text } },
    clear: () => { screen = '' },
    close: () => { closed++ },
    kubectl: (_line, outputs) => ({
      ...outputs, nowMs: () => 0, readFile: () => Promise.resolve(undefined), sleep: () => settle(), stream: () => new Promise(() => undefined),
      send: (request: RestRequest) => {
        sent.push(`${request.method} ${request.path}`)
        bodies.push(request.body ?? '')
        return new Promise<RestResponse>((resolve) => { waiting.push(resolve) })
      },
    }),
    names: () => Promise.resolve(['web-a', 'web-b']),
    onRunning: () => undefined,
    onDone: (last) => { done.push(last) },
  }, memory)
  const controls = new RegExp(`${String.fromCodePoint(27)}\\[[0-9;]*[A-Za-z]`, 'g')
  return {
    input: (data) => { session.input(data) }, redraw: () => { session.redraw() }, end: () => { session.end() }, memory, sent, bodies, done, closed: () => closed,
    shown: () => screen.replace(controls, '').replaceAll('\r', ''),
    answer: async (response) => {
      waiting.shift()?.(response)
      await settle()
    },
  }
}

describe('the console', () => {
  it('gives the keyboard to a command that asks for it, Ctrl-C and what was typed ahead too, and takes it back', async () => {
    const memory: ConsoleMemory = { history: [], session: { namespace: 'default' } }
    const done: LastCommand[] = []
    const heard: string[] = []
    const session = createConsoleSession({
      screen: { columns: () => 80, write: () => undefined }, clear: () => undefined, close: () => undefined, names: () => Promise.resolve([]),
      onRunning: () => undefined, onDone: (last) => { done.push(last) },
      kubectl: (_line, outputs) => ({
        ...outputs, nowMs: () => 0, readFile: () => Promise.resolve(undefined), sleep: () => settle(), stream: () => new Promise(() => undefined),
        send: () => new Promise((answered) => {
          const stop = outputs.keyboard?.((text) => {
            heard.push(text)
            if (text !== 'q') return
            stop?.()
            answered(none)
          })
        }),
      }),
    }, memory)
    const input = (data: string): void => { session.input(data) }
    for (const data of ['get pods', '\r', 'ls\r', '\u0003', '\u001b[A', 'q']) input(data)
    await settle()
    input('x')
    expect(heard).toEqual(['ls\r', '\u0003', '\u001b[A', 'q'])
    expect([memory.history, done.length]).toEqual([['get pods'], 1])
  })
  it('runs a line, tells its result and remembers it', async () => {
    const { input, answer, sent, done, shown, memory } = bench()
    input('get pods')
    input(enter)
    await settle()
    expect(sent).toEqual(['GET /api/v1/namespaces/default/pods'])
    await answer(none)
    expect(shown()).toContain('No resources found in default namespace.\n')
    expect(done).toEqual([{ line: 'get pods', result: 'No resources found in default namespace.', failed: false }])
    expect(memory.history).toEqual(['get pods'])
  })

  it('runs pasted lines one after another, each after the answer to the one before', async () => {
    const { input, answer, sent } = bench()
    input('get pods\nget svc\n')
    await settle()
    expect(sent).toHaveLength(1)
    await answer(none)
    expect(sent).toEqual(['GET /api/v1/namespaces/default/pods', 'GET /api/v1/namespaces/default/services'])
  })

  it('runs only the commands of a pasted transcript', async () => {
    const { input, answer, sent } = bench()
    input('$ kubectl get pods\nNAME  READY\nweb   1/1\n$ kubectl get svc')
    await settle()
    await answer(none)
    expect(sent).toEqual(['GET /api/v1/namespaces/default/pods', 'GET /api/v1/namespaces/default/services'])
  })

  it('takes a here-document over several lines', async () => {
    const { input, answer, bodies, shown } = bench()
    for (const line of ['apply -f - <<EOF', 'apiVersion: v1', 'kind: ConfigMap', 'metadata: { name: a }', 'EOF']) {
      input(line)
      input(enter)
    }
    expect(shown()).toContain('> kind: ConfigMap')
    await expect.poll(() => bodies.length).toBe(1)
    await answer({ status: 404, body: { kind: 'Status', reason: 'NotFound', code: 404 } })
    expect(bodies[1]).toContain('"kind":"ConfigMap"')
    await answer(made)
    expect(shown()).toContain('configmap/a created\n')
  })

  it('stops what runs, and what waits behind it, with Ctrl-C', async () => {
    const { input, sent, shown, done } = bench()
    input('get pods\nget svc\n')
    await settle()
    input('\u0003')
    await settle()
    expect(sent).toHaveLength(1)
    expect(shown().trimEnd().endsWith('^C\n$')).toBe(true)
    expect(done[0]?.failed).toBe(true)
  })

  it('stops what runs when its screen goes away, and runs nothing that was typed for afterwards', async () => {
    const { input, end, sent, done } = bench()
    input('get pods\nget svc\n')
    input('get nodes\r')
    await settle()
    end()
    await settle()
    expect([sent.length, done.map((last) => [last.line, last.failed])]).toEqual([1, [['get pods', true]]])
  })

  it('keeps what is typed while something runs for afterwards', async () => {
    const { input, answer, sent } = bench()
    input('get pods')
    input(enter)
    for (const key of 'get svc') input(key)
    input(enter)
    await settle()
    await answer(none)
    expect(sent).toEqual(['GET /api/v1/namespaces/default/pods', 'GET /api/v1/namespaces/default/services'])
  })

  it('draws the prompt again in another width, but not into what a running command prints', async () => {
    const { input, redraw, answer, shown } = bench()
    input('get pods')
    redraw()
    expect(shown().match(/\$ get pods/g)).toHaveLength(2)
    input(enter)
    await settle()
    const before = shown()
    redraw()
    expect(shown()).toBe(before)
    await answer(none)
    redraw()
    expect(shown().endsWith('namespace.\n$ $ ')).toBe(true)
  })

  it('completes with Tab, and lists what is left to choose', async () => {
    const { input, shown } = bench()
    input('describe pods')
    input('\t')
    await settle()
    input('w')
    input('\t')
    await settle()
    expect(shown()).toContain('$ describe pods web-')
    input('\t')
    await settle()
    expect(shown()).toContain('web-a  web-b')
  })

  it('drops the line with Ctrl-C, clears with Ctrl-L, closes with Ctrl-D or exit', async () => {
    const { input, shown, closed, sent } = bench()
    input('get pods')
    input('\u0003')
    expect(shown().trimEnd().endsWith('^C\n$')).toBe(true)
    input('\u000c')
    expect(shown().trim()).toBe('$')
    input('\u0004')
    input('exit')
    input(enter)
    await settle()
    expect([closed(), sent]).toEqual([2, []])
  })

  it('runs the second of two joined by && only after a success', async () => {
    const { input, done, answer } = bench()
    input('get nosuch && get pods')
    input(enter)
    await settle()
    // Which kinds definitions have made.
    await answer({ status: 200, body: { items: [] } })
    expect(done.map((last) => [last.line, last.result])).toEqual([['get nosuch', 'error: the server doesn\'t have a resource type "nosuch"']])
  })

  it('finds a line of the history with Ctrl-R and runs it, and forgets the search when it is given up', async () => {
    const { input, sent, memory, shown } = bench()
    memory.history.push('get nodes', 'get pods')
    for (const key of ['draft', '\u0012', 'nod', '\u0003', '\r']) input(key)
    await settle()
    expect(sent).toEqual([])
    expect(shown()).toContain("(reverse-i-search)`nod': get nodes")
    for (const key of ['\u0012', 'nod', enter]) input(key)
    await settle()
    expect(sent).toEqual(['GET /api/v1/nodes'])
  })
})
