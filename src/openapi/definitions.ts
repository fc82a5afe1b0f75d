/** OpenAPI v3 definitions as they are made and read here. */
export interface Definition {
  readonly type?: string
  readonly format?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Definition>>
  readonly items?: Definition
  readonly additionalProperties?: Definition | boolean
  readonly required?: readonly string[]
  readonly enum?: readonly unknown[]
  readonly allOf?: readonly Definition[]
  readonly oneOf?: readonly Definition[]
  readonly default?: unknown
  readonly $ref?: string
  readonly 'x-kubernetes-int-or-string'?: boolean
  readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[]
}

export interface GroupVersionKind {
  readonly group: string
  readonly version: string
  readonly kind: string
}

export type Definitions = Readonly<Record<string, Definition>>
