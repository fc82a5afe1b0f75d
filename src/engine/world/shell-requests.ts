/** Commands that ask the network: what `curl`, `wget`, `nc` and `pg_isready` want of it. */
import { fail, type Fetch, type Outcome } from './shell-world.ts'

function valueAfter(words: readonly string[], ...names: readonly string[]): string | undefined {
  const at = words.findIndex((word) => names.includes(word))
  if (at >= 0) return words[at + 1]
  const joined = words.find((word) => names.some((name) => name.startsWith('--') && word.startsWith(`${name}=`)))
  return joined?.replace(/^[^=]*=/, '')
}

const withValue = new Set(['-m', '--max-time', '--connect-timeout', '-T', '-o', '-O', '-w', '-H', '-X', '-A', '-d', '--timeout', '-t'])

function urlOf(words: readonly string[]): string | undefined {
  for (let at = 1; at < words.length; at++) {
    const word = words[at]!
    if (withValue.has(word)) at++
    else if (!word.startsWith('-')) return word
  }
  return undefined
}

/** SYN retries of a kernel that gets no answer. */
const connectTimeoutSeconds = 127

/** The file that the body goes to; "-": it is printed. */
function outputOf(tool: 'curl' | 'wget', words: readonly string[]): string | undefined {
  if (tool === 'curl') return valueAfter(words, '-o', '--output')
  return valueAfter(words, '-O', '--output-document') ?? words.find((word) => /^-[a-zA-Z]*O./.test(word))?.replace(/^-[a-zA-Z]*O/, '')
}

function secondsOf(tool: 'curl' | 'wget', words: readonly string[]): number {
  const names = tool === 'curl' ? ['-m', '--max-time', '--connect-timeout'] : ['-T', '--timeout']
  return Number(valueAfter(words, ...names)) || connectTimeoutSeconds
}

/** What is said of a URL that cannot be asked. */
function noUrl(tool: 'curl' | 'wget', url: string | undefined): Outcome {
  if (tool === 'wget') return fail('BusyBox v1.37.0 multi-call binary.\n\nUsage: wget [-cqS] [-O FILE] [-T SEC] URL...\n')
  return url?.startsWith('https:') === true ? fail('curl: (35) TLS connect error\n', 35) : fail('curl: (2) no URL specified\n', 2)
}

/** The command `curl` or `wget`. */
export function fetch(tool: 'curl' | 'wget') {
  return (words: readonly string[]): Outcome => {
    const url = urlOf(words)
    const match = /^(?:http:\/\/)?([A-Za-z0-9.-]+)(?::(\d+))?(\/[^\s]*)?$/.exec(url ?? '')
    if (match === null) return noUrl(tool, url)
    const letters = words.filter((word) => /^-[a-zA-Z]+$/.test(word)).join('')
    const output = outputOf(tool, words)
    const hides = tool === 'curl' ? output !== undefined && output !== '-' : output !== '-'
    const head = tool === 'curl' && letters.includes('I')
    return {
      does: 'fetch',
      fetch: {
        host: match[1]!, port: Number(match[2] ?? 80), path: match[3] ?? '/', agent: tool === 'curl' ? 'curl/8.14.1' : 'Wget',
        timeoutUs: secondsOf(tool, words) * 1_000_000,
        shows: hides ? 'nothing' : head ? 'head' : tool === 'curl' && letters.includes('i') ? 'both' : 'body',
        format: (tool === 'curl' ? valueAfter(words, '-w', '--write-out') : undefined) ?? '', tool,
      },
    }
  }
}

/** Whether somebody listens: `nc -z HOST PORT`, `pg_isready -h HOST`. */
export function knock(words: readonly string[]): Outcome {
  const names = words.filter((word, at) => at > 0 && !word.startsWith('-') && !/^-[whpUd]$/.test(words[at - 1]!))
  const isVerbose = words.some((word) => /^-[a-z]*v/.test(word))
  const database = words[0] === 'pg_isready'
  const host = database ? valueAfter(words, '-h', '--host') ?? 'localhost' : names[0] ?? ''
  const port = Number(database ? valueAfter(words, '-p', '--port') ?? 5432 : names[1])
  if (host === '' || !(port > 0)) return fail(`${words[0]!}: usage: ${words[0]!} -z HOST PORT\n`)
  const timeoutUs = (Number(valueAfter(words, '-w', '-t')) || 3) * 1_000_000
  return { does: 'fetch', fetch: { host, port, path: '/', agent: '', timeoutUs, shows: 'nothing', format: database ? 'pg_isready' : isVerbose ? 'verbose' : '', tool: 'nc' } }
}

/** The request that a command line of curl or wget makes; undefined: it makes none. */
export function fetchOf(words: readonly string[]): Fetch | undefined {
  const outcome = fetch(words[0] === 'curl' ? 'curl' : 'wget')(words)
  return outcome.does === 'fetch' ? outcome.fetch : undefined
}
