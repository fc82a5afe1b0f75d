/** The command line of `npm run serve`, and commands from outside, checked before they reach anything. */
import { describe, expect, it } from 'vitest'
import { labelOf } from '../../../src/host/server/api-door.ts'
import { checkPaceCommand, checkWorldCommand } from '../../../src/host/server/check-commands.ts'
import { readOptions } from '../../../src/host/server/options.ts'
import { messageOf, messageText } from '../../../src/protocol/message-text.ts'

describe('the command line', () => {
  it('has defaults for all', () => {
    expect(readOptions([])).toEqual({
      port: 6443, pagePort: 8080, nodes: 3, seed: 1, speed: 1, kubeconfig: 'podium.kubeconfig', apply: [],
    })
  })
  it('takes several files after --apply', () => {
    expect(readOptions(['--apply', 'a.yaml', 'b.yaml', '--apply=c.yaml', '--no-page', '--speed', 'auto'])).toMatchObject({
      apply: ['a.yaml', 'c.yaml', 'b.yaml'], pagePort: undefined, speed: 'auto',
    })
  })
  it.each([
    [['--port', '70000'], '--port 70000: must be a whole number from 0 to 65535'],
    [['--nodes', 'x'], '--nodes x: must be a whole number from 0 to 5000'],
    [['--speed', '0'], '--speed 0: must be auto or a number from 0.01 to 100'],
    [['--port', '8080'], '--port and --page-port are both 8080'],
    [['--colour'], "Unknown option '--colour'"],
    [['file.yaml'], 'unexpected argument file.yaml'],
  ])('refuses %j in words', (args, words) => {
    expect(() => readOptions(args)).toThrow(words)
  })
  it('has help', () => expect(readOptions(['--help'])).toBeUndefined())
})

describe('a command from outside', () => {
  it.each([
    [{ type: 'powerOff', node: 'node-1' }], [{ type: 'stopProcess', process: 'etcd' }],
    [{ type: 'stopProcess', process: 'kubelet', node: 'node-1' }], [{ type: 'setClientLoad', requestsPerSecond: 5 }],
  ])('%j is taken', (value) => expect(checkWorldCommand(value)).toEqual({ command: value, fault: undefined }))
  it.each([
    [{ type: 'powerOff' }, 'field "node" must be a string'],
    [{ type: 'powerOff', node: 5 }, 'field "node" must be a string'],
    [{ type: 'powerOff', node: 'a', more: 1 }, 'unknown field "more"'],
    [{ type: 'stopProcess', process: 'init' }, 'field "process" must be a control-plane or node process'],
    [{ type: 'stopProcess', process: 'kubelet' }, 'field "node" must say on which node kubelet runs'],
    [{ type: 'stopProcess', process: 'etcd', node: 'a' }, 'etcd runs on no node: leave out "node"'],
    [{ type: 'toString' }, 'field "type" must be one of powerOff, '],
    [null, 'field "type" must be one of powerOff, '],
  ])('%j: %s', (value, fault) => expect(checkWorldCommand(value).fault).toContain(fault))
  it.each([
    [{ pace: 'play' }, true], [{ pace: 'step', to: 'change' }, true], [{ pace: 'rate', rate: 0.5 }, true], [{ pace: 'rate', rate: 0 }, false],
    [{ pace: 'step' }, false], ['play', false], [undefined, false],
  ])('pace %j: %s', (value, good) => expect(checkPaceCommand(value).command !== undefined).toBe(good))
})

describe('a request’s label in the picture', () => {
  it.each([
    ['kubectl scale', 'PATCH', '/apis/apps/v1/namespaces/default/deployments/web/scale', 'scale deployments/web/scale'],
    ['kubectl get', 'GET', '/api/v1/namespaces/default/pods', 'get pods'],
    ['kubectl get', 'GET', '/api/v1/nodes/node-1', 'get nodes/node-1'],
    ['kubectl delete', 'DELETE', '/api/v1/namespaces/team', 'delete namespaces/team'],
    [undefined, 'GET', '/apis/apps/v1/deployments', 'GET deployments'],
    [undefined, 'GET', '/version', 'GET'],
  ] as const)('of %s %s %s is "%s"', (command, method, path, label) => expect(labelOf({ method, path }, command)).toBe(label))
})

describe('messages as text', () => {
  it('come back as they were, typed arrays, gaps and all', () => {
    const message = {
      type: 'frame', columns: { slot: Uint32Array.of(1, 2), x: Float64Array.of(0.5, -1), empty: new Uint8Array(0) },
      names: [undefined, { name: 'a', gone: undefined }], far: Infinity, text: '"$"',
    }
    const back = messageOf(messageText(message))
    expect(back).toEqual(message)
    expect((back as typeof message).columns.slot).toBeInstanceOf(Uint32Array)
  })
})
