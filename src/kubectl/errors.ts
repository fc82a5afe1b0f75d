/**
 * What kubectl says when something is wrong, and its exit codes. Sources: k8s.io/kubectl/pkg/cmd/util/helpers.go (checkErr,
 * StandardErrorMessage, UsageErrorf), k8s.io/kubectl/pkg/cmd/cmd.go.
 */
import type { Status } from '../kubernetes/types/status.ts'
import type { RestResponse } from '../protocol/rest.ts'
import { isJsonObject } from './apply/manifest.ts'

/** Ends a command: `text` goes to the error output as it stands; empty text: nothing more is said. */
export class KubectlError extends Error {
  readonly exitCode: number

  constructor(text: string, exitCode = 1) {
    super(text)
    this.exitCode = exitCode
  }
}

/** The API server refused. `message` is kubectl's text for it. */
export class StatusError extends KubectlError {
  readonly status: Status

  constructor(status: Status) {
    super(statusText(status))
    this.status = status
  }
}

/** No API server answered. kubectl says so in these words alone, and nothing else of the command can succeed. */
export class Unanswered extends KubectlError {}

/** A kind that is not known here; the API server may know it by now. */
export class UnknownKind extends KubectlError {}

/** Ctrl-C. kubectl ends with 130, as a shell reports SIGINT. */
export class Interrupted extends KubectlError {
  constructor() {
    super('', 130)
  }
}

/** "error: ..." as kubectl puts it before everything that is not the server's own word. */
export function plainError(text: string): KubectlError {
  return new KubectlError(`error: ${text}`)
}

/** A command that was used wrongly, with the way to its help. */
export function usageError(command: string, text: string): KubectlError {
  return new KubectlError(`error: ${text}\nSee 'kubectl ${command} -h' for help and examples`)
}

/** A flag that does not read, in the words of the flag library. */
export function flagError(command: string, text: string): KubectlError {
  return new KubectlError(`error: ${text}\nSee 'kubectl ${command} --help' for usage.`)
}

/** The Status of a refusal; one is made up where the answer carries none. */
function statusOf(response: RestResponse): Status {
  const { body } = response
  if (isJsonObject(body) && body['kind'] === 'Status') return body as unknown as Status
  const message = typeof body === 'string' && body !== '' ? body : `the server answered ${response.status}`
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason: undefined, details: undefined, code: response.status }
}

/** What a command throws for an answer that is no success. */
export function refusal(response: RestResponse): KubectlError {
  const status = statusOf(response)
  return response.unanswered === true ? new Unanswered(status.message ?? '') : new StatusError(status)
}

/** What one command says of all that went wrong: of one as ever, of several each in a line, as cmdutil.MultipleErrors does. */
export function errorsText(errors: readonly KubectlError[]): string {
  const [first] = errors
  if (first !== undefined && errors.length === 1) return `${first.message}\n`
  return errors.map((error) => `${severalText(error)}\n`).join('')
}

/** What went wrong, without the words that stand before it where it is all that is said. */
export function reasonText(error: KubectlError): string {
  return error instanceof StatusError ? error.status.message ?? 'unknown' : error.message.replace(/^error: /, '')
}

function severalText(error: KubectlError): string {
  if (!(error instanceof StatusError)) return reasonText(error)
  const { reason, message = 'unknown' } = error.status
  return reason === 'Invalid' ? `Error from server (Invalid): ${message}` : error.message
}

function statusText(status: Status): string {
  const { reason, message = 'unknown' } = status
  if (reason === 'Invalid') return invalidText(status)
  if (reason === 'Unauthorized') return `error: You must be logged in to the server (${message})`
  return reason === undefined ? `Error from server: ${message}` : `Error from server (${reason}): ${message}`
}

/** Several causes stand below one another with a star each; each is said once. */
function invalidText({ details, message }: Status): string {
  if (details === undefined) return message === undefined ? 'The request is invalid' : `The request is invalid: ${message}`
  const named = details.kind !== undefined || details.name !== undefined
  const causes = [...new Set((details.causes ?? []).map((cause) => `${cause.field}: ${cause.message}`))]
  const head = named ? `The ${details.kind ?? ''} "${details.name ?? ''}" is invalid` : 'The request is invalid'
  if (causes.length === 0) return named || message === undefined ? head : `${head}: ${message}`
  return causes.length === 1 ? `${head}: ${causes[0] ?? ''}` : `${head}: \n${causes.map((cause) => `* ${cause}`).join('\n')}`
}

/** The same refusal, told of a file: `error when creating "STDIN": ...`. */
export function withSource(error: unknown, verb: string, source: string): unknown {
  const said = `error when ${verb} "${source}": `
  if (error instanceof StatusError) return new StatusError({ ...error.status, message: said + (error.status.message ?? '') })
  if (error instanceof KubectlError && error.message.startsWith('error: ')) return plainError(said + error.message.slice('error: '.length))
  return error
}
