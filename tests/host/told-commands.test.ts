import { describe, expect, it } from 'vitest'
import { firstView } from './play.ts'

describe('what is done to machines and processes', () => {
  it('is told with the name that a new machine got, and a crashed process is told again when its supervisor has started it', () => {
    const play = firstView([{ pace: 'rate', rate: 10 }, { pace: 'play' }])
    const from = play.frames.length
    play.host.handle({ type: 'world', id: 1, command: { type: 'addNode' } })
    play.host.handle({ type: 'world', id: 2, command: { type: 'crashProcess', process: 'kubelet', node: 'node-1' } })
    play.host.handle({ type: 'world', id: 3, command: { type: 'crashProcess', process: 'etcd' } })
    play.host.handle({ type: 'world', id: 4, command: { type: 'stopProcess', process: 'etcd' } })
    play.run(3000)
    play.host.handle({ type: 'world', id: 5, command: { type: 'startProcess', process: 'etcd' } })
    play.run(500)
    const texts = play.frames.slice(from).flatMap((frame) => frame.changes.map((change) => change.text))
    expect(texts).toContain('You added the machine node-4: its kubelet joins the cluster')
    expect(texts).toContain('You crashed kubelet on node-1: its supervisor will start it again')
    expect(texts.filter((text) => text.startsWith('Supervisor'))).toEqual(['Supervisor started kubelet on node-1 again'])
  })
})
