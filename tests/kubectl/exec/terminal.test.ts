import { describe, expect, it } from 'vitest'
import { createTerminal, type Terminal } from '../../../src/kubectl/exec/terminal.ts'

interface Opened {
  readonly terminal: Terminal
  readonly shown: () => string
  readonly did: string[]
}

function open(tty = true): Opened {
  let shown = ''
  const did: string[] = []
  const terminal = createTerminal({
    tty, show: (text) => { shown += text }, input: (text) => { did.push(text) }, interrupt: () => { did.push('interrupt') }, end: () => { did.push('end') },
  })
  return { terminal, shown: () => shown, did }
}

describe('a terminal', () => {
  it('lets a line be corrected, an older one be taken again, and one be given up', () => {
    const { terminal, did } = open()
    for (const keys of ['lx\u007fs\r', 'wrong\u0003', '\u001b[A\r', 'a bc\u0017d\r', 'x\u0015y\r', '\u0004']) terminal.type(keys)
    expect(did).toEqual(['ls\n', 'interrupt', 'ls\n', 'a d\n', 'y\n', 'end'])
  })
  it('shows what is typed, and writes a corrected line anew behind the prompt', () => {
    const { terminal, shown } = open()
    terminal.print('hello\n/ # ')
    terminal.type('lz\u007f')
    expect(shown()).toBe('hello\r\n/ # lz\r\u001b[K/ # l')
  })
  it('passes what is piped through as it is, and shows nothing of it', () => {
    const { terminal, shown, did } = open(false)
    terminal.type('a\u0003b')
    terminal.print('x\n')
    expect([shown(), did]).toEqual(['x\n', ['a\u0003b']])
  })
})
