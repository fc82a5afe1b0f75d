/** The API server's answer when something is refused. Source: k8s.io/apimachinery/pkg/apis/meta/v1/types.go (Status). */
export type StatusReason =
  | 'BadRequest' | 'Unauthorized' | 'Forbidden' | 'NotFound' | 'AlreadyExists' | 'Conflict' | 'Gone' | 'Expired' | 'Invalid'
  | 'ServerTimeout' | 'Timeout' | 'TooManyRequests' | 'MethodNotAllowed' | 'NotAcceptable' | 'RequestEntityTooLarge'
  | 'UnsupportedMediaType' | 'InternalError' | 'ServiceUnavailable'

export interface StatusCause {
  /** FieldValueRequired, FieldValueInvalid, FieldValueForbidden, FieldValueNotSupported, FieldValueTypeInvalid ... */
  readonly reason: string
  readonly message: string
  /** Path of the field, e.g. `spec.template.spec.containers[0].image`. */
  readonly field: string
}
export interface Status {
  readonly kind: 'Status'
  readonly apiVersion: 'v1'
  readonly metadata: Readonly<Record<string, never>>
  readonly status: 'Success' | 'Failure'
  readonly message: string | undefined
  readonly reason: StatusReason | undefined
  readonly details:
    | { readonly name: string | undefined; readonly group: string | undefined; readonly kind: string | undefined; readonly uid: string | undefined; readonly causes: readonly StatusCause[] | undefined; readonly retryAfterSeconds: number | undefined }
    | undefined
  /** HTTP status code. */
  readonly code: number
}
