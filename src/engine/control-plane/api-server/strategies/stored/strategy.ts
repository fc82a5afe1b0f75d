/**
 * Resources that have no rules of their own but those of their row in `kinds.ts`: members, defaults, checks, what may not change.
 * Source of the rules: pkg/registry/<group>/<resource>/strategy.go and pkg/apis/<group>/{v1/defaults.go,validation/validation.go}.
 */
import { resourceInfo, apiVersionOf, type StoredResource } from '../../../../../kubernetes/resources.ts'
import { dnsSubdomainProblems } from '../../../../../kubernetes/names.ts'
import type { KubernetesObject, ObjectMeta } from '../../../../../kubernetes/types/meta.ts'
import { deepEqual } from '../../deep-equal.ts'
import type { FieldProblem } from '../../field-errors.ts'
import { objectSchema, type Schema } from '../../schema/types.ts'
import { nextGeneration, type Strategy } from '../strategy.ts'

/** Members of an object beside its kind and metadata. */
export type Members = Readonly<Record<string, unknown>>

export interface StoredKind {
  /** Members beside metadata; `status` is a subresource when the resource has one of that name. */
  readonly fields: Readonly<Record<string, Schema>>
  /** Counts generations of everything but the status. */
  readonly generation?: boolean
  /** Status of a new object. */
  readonly status?: Members
  readonly nameProblems?: (name: string) => string[]
  /** Defaults. */
  readonly complete?: (members: Members, metadata: ObjectMeta) => Members
  readonly check?: (members: Members, problems: FieldProblem[]) => void
  readonly checkUpdate?: (next: Members, current: Members, problems: FieldProblem[]) => void
}

function membersOf(object: KubernetesObject, names: readonly string[]): Members {
  const found: Record<string, unknown> = {}
  for (const name of names) found[name] = (object as unknown as Members)[name]
  return found
}

function statusOf(object: KubernetesObject): unknown {
  return (object as { readonly status?: unknown }).status
}

/** The strategy of a row. */
export function storedStrategy(resource: StoredResource, kind: StoredKind): Strategy {
  const info = resourceInfo(resource)
  const head = { apiVersion: apiVersionOf(info), kind: info.kind }
  const hasStatus = info.subresources.includes('status')
  const names = Object.keys(kind.fields).filter((name) => !hasStatus || name !== 'status')
  const build = (metadata: ObjectMeta, members: Members, status: unknown): KubernetesObject =>
    ({ ...head, metadata, ...members, ...(hasStatus ? { status } : {}) })
  const complete = (body: KubernetesObject, metadata: ObjectMeta, problems: FieldProblem[]): Members => {
    const raw = membersOf(body, names)
    const members = kind.complete === undefined ? raw : kind.complete(raw, metadata)
    kind.check?.(members, problems)
    return members
  }
  return {
    schema: objectSchema(info.kind, kind.fields),
    hasGeneration: () => kind.generation === true,
    nameProblems: kind.nameProblems ?? dnsSubdomainProblems,
    create: (_state, body, metadata, problems) => build(metadata, complete(body, metadata, problems), kind.status ?? {}),
    update(_state, body, current, metadata, problems) {
      const old = membersOf(current, names)
      const members = complete(body, metadata, problems)
      kind.checkUpdate?.(members, old, problems)
      if (kind.generation === true && !deepEqual(members, old)) nextGeneration(metadata)
      return build(metadata, members, statusOf(current))
    },
    updateStatus: hasStatus
      ? (_state, body, current, metadata) => build(metadata, membersOf(current, names), statusOf(body) ?? {})
      : undefined,
    withMetadata: (object, metadata) => build(metadata, membersOf(object, names), statusOf(object)),
  }
}
