/** What curl, wget and nslookup print of an answer, or of none. */
import type { FetchAnswer } from '../../pod-network/messages.ts'
import type { Fetch } from '../../world/shell-world.ts'

interface Printed {
  readonly does: 'print'
  readonly out: string
  readonly err: string
  readonly code: number
}
const print = (out: string, err: string, code: number): Printed => ({ does: 'print', out, err, code })

const phrases: Readonly<Record<number, string>> = { 200: 'OK', 503: 'Service Unavailable' }

/** curl's or wget's end. `answer` undefined: none came in time. */
export function fetchedText(fetch: Fetch, answer: FetchAnswer | undefined): Printed {
  if (fetch.tool === 'nc') return knockText(fetch, answer)
  return fetch.tool === 'curl' ? curlText(fetch, answer) : wgetText(fetch, answer)
}

function knockText({ host, port, format }: Fetch, answer: FetchAnswer | undefined): Printed {
  const open = answer !== undefined && answer.code !== 0
  if (format === 'pg_isready') return print(`${host}:${port} - ${open ? 'accepting connections' : 'no response'}\n`, '', open ? 0 : 2)
  if (open) return print('', format === 'verbose' ? `${host} (${answer.address}:${port}) open\n` : '', 0)
  return print('', answer?.address === '' ? `nc: bad address '${host}'\n` : `nc: ${host} (${answer?.address ?? host}:${port}): ${answer === undefined ? 'Connection timed out' : 'Connection refused'}\n`, 1)
}

/** curl's `-w`: the few variables that are asked for. */
function written({ format }: Fetch, code: number): string {
  const digits = String(code).padStart(3, '0')
  return format.replaceAll('%{http_code}', digits).replaceAll('%{response_code}', digits).replaceAll('\\n', '\n')
}

function curlText(fetch: Fetch, answer: FetchAnswer | undefined): Printed {
  const { host, port, shows, timeoutUs } = fetch
  const after = written(fetch, answer?.code ?? 0)
  const to = `Failed to connect to ${host} port ${port}`
  if (answer === undefined) return print(after, `curl: (28) ${to} after ${Math.floor(timeoutUs / 1000)} ms: Timeout was reached\n`, 28)
  if (answer.address === '') return print(after, `curl: (6) Could not resolve host: ${host}\n`, 6)
  if (answer.code === 0) return print(after, `curl: (7) ${to} after 1 ms: Could not connect to server\n`, 7)
  const head = `HTTP/1.1 ${answer.code} ${phrases[answer.code] ?? ''}\r\nContent-Length: ${answer.body.length}\r\n\r\n`
  const text = { nothing: '', head, body: answer.body, both: head + answer.body }[shows]
  return print(text + after, '', 0)
}

function wgetText({ host, port, shows }: Fetch, answer: FetchAnswer | undefined): Printed {
  if (answer === undefined) return print('', 'wget: download timed out\n', 1)
  if (answer.address === '') return print('', `wget: bad address '${host}'\n`, 1)
  const to = `Connecting to ${host} (${answer.address}:${port})\n`
  if (answer.code === 0) return print('', `${to}wget: can't connect to remote host (${answer.address}): Connection refused\n`, 1)
  if (answer.code >= 400) return print('', `${to}wget: server returned error: HTTP/1.1 ${answer.code} ${phrases[answer.code] ?? ''}\n`, 1)
  return print(shows === 'nothing' ? '' : answer.body, '', 0)
}

/** The whole name that the resolver finds for one of the cluster, with the search list of a pod in the namespace. */
function wholeName(host: string, namespace: string): string {
  const parts = host.replace(/\.$/, '').split('.')
  const rest = [namespace, 'svc', 'cluster', 'local'].slice(parts.length - 1)
  return parts.length < 4 && (parts.length < 3 || parts[2] === 'svc') ? [...parts, ...rest].join('.') : parts.join('.')
}

/** nslookup's end, in a pod of the namespace. */
export function lookedUp({ host }: Fetch, answer: FetchAnswer | undefined, namespace: string): Printed {
  const server = 'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n'
  if (answer === undefined) return print('', ';; connection timed out; no servers could be reached\n\n', 1)
  if (answer.address === '') return print(`${server}** server can't find ${host}: NXDOMAIN\n\n`, '', 1)
  return print(`${server}Name:\t${wholeName(host, namespace)}\nAddress: ${answer.address}\n\n`, '', 0)
}
