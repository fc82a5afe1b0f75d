/** A REST call as it enters the cluster: the one door of all intent. Bodies are JSON or YAML text, as they come over HTTP. */
export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path without query, e.g. `/apis/apps/v1/namespaces/default/deployments/web/scale`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Lower-case names. `content-type` decides how the body is read and which patch it is. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}
export interface RestResponse {
  readonly status: number
  /** JSON value: an object, a list, a `Status`; or plain text for logs. */
  readonly body: unknown
  /** Texts of HTTP `Warning` headers: fields that were accepted but dropped. */
  readonly warnings?: readonly string[]
  /** Media type of the body where it is neither `application/json` nor plain text. */
  readonly contentType?: string
  /** The answer of a watch, or of a log that is followed: its events follow one by one until it ends. */
  readonly stream?: true
  /** No server answered: the body's `Status` only says so. */
  readonly unanswered?: true
}

/** One event of a watch as a client reads it: a line of JSON. Of a log that is followed: DATA, the next piece of its text. */
export interface RestEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR' | 'DATA'
  /** JSON value in the form that was asked for; of an ERROR a `Status`, of DATA a text. Events of one change share it. */
  readonly object: unknown
}
