/** A recording of kubectl's output (`tests/fixtures/traces/*.kubectl.txt`) as commands with what they printed. */

export interface Block {
  /** Milliseconds since the recording began. */
  readonly atMs: number
  /** Without the word kubectl; undefined: something was done to a stand-in kubelet. */
  readonly command: string | undefined
  readonly stdin: string
  readonly kubelet: { readonly verb: 'kill' | 'revive'; readonly node: string } | undefined
  /** Both outputs, as they stood in the terminal. */
  readonly printed: string
  readonly code: number
}

const heading = /^# T\+([\d.]+)s(.*)$/

/** Commands in order of their time. Streams, whose lines carry stamps, are left out. */
export function blocksOf(text: string): readonly Block[] {
  const sections = text.split(/\n(?=# T\+)/)
  return sections.flatMap((section): Block[] => {
    const lines = section.trimEnd().split('\n')
    const head = heading.exec(lines[0] ?? '')
    if (head === null) return []
    const atMs = Math.round(Number(head[1]) * 1000)
    const kubelet = /\/(kill|revive)\?node=(\S+)/.exec(head[2] ?? '')
    if (kubelet !== null) {
      return [{ atMs, command: undefined, stdin: '', kubelet: { verb: kubelet[1] as 'kill' | 'revive', node: kubelet[2]! }, printed: '', code: 0 }]
    }
    const command = lines[1]?.startsWith('$ kubectl ') === true ? lines[1].slice('$ kubectl '.length) : undefined
    if (command === undefined || command.includes('(lines stamped')) return []
    const rest = lines.slice(2)
    const stdin = rest.filter((line) => line.startsWith('# < ')).map((line) => `${line.slice(4)}\n`).join('')
    const code = Number(/^# exit code (\d+)$/.exec(rest.at(-1) ?? '')?.[1] ?? 0)
    const printed = rest.filter((line) => !line.startsWith('# < ') && !line.startsWith('# exit code')).join('\n')
    return [{ atMs, command, stdin, kubelet: undefined, printed: `${printed.trimEnd()}\n`, code }]
  }).toSorted((a, b) => a.atMs - b.atMs)
}
