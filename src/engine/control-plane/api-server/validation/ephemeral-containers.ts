/**
 * Checks of ephemeral containers. Source: pkg/apis/core/validation/validation.go (validateEphemeralContainers,
 * ValidatePodEphemeralContainersUpdate).
 */
import type { EphemeralContainer, PodSpec } from '../../../../kubernetes/types/core.ts'
import { deepEqual } from '../deep-equal.ts'
import { forbidden, notFoundField, type FieldProblem } from '../field-errors.ts'

const refusal = 'cannot be set for an Ephemeral Container'

/** What an ephemeral container may not have, in the order of upstream's type. */
const notAllowed: readonly (readonly [field: string, isSet: (container: EphemeralContainer) => boolean])[] = [
  ['ports', ({ ports }) => ports !== undefined],
  ['resources', ({ resources: { requests, limits } }) => requests !== undefined || limits !== undefined],
  ['restartPolicy', ({ restartPolicy }) => restartPolicy !== undefined],
  ['livenessProbe', ({ livenessProbe }) => livenessProbe !== undefined],
  ['readinessProbe', ({ readinessProbe }) => readinessProbe !== undefined],
  ['startupProbe', ({ startupProbe }) => startupProbe !== undefined],
  ['lifecycle', ({ lifecycle }) => lifecycle !== undefined],
]

/** What is wrong with one, besides what is wrong with any container. `field` is its path in the spec. */
export function checkEphemeralContainer(container: EphemeralContainer, spec: PodSpec, field: string, problems: FieldProblem[]): void {
  const target = container.targetContainerName ?? ''
  const known = [...spec.containers, ...(spec.initContainers ?? [])].some((other) => other.name === target)
  if (target !== '' && !known) problems.push(notFoundField(`${field}.targetContainerName`, target))
  for (const [member, isSet] of notAllowed) if (isSet(container)) problems.push(forbidden(`${field}.${member}`, refusal))
  container.volumeMounts?.forEach((mount, i) => {
    if ((mount.subPath ?? '') !== '') problems.push(forbidden(`${field}.volumeMounts[${i}].subPath`, refusal))
  })
}

/** Those that are there may neither go nor change. Paths are the pod's. Simplified: upstream adds a diff in Go's words. */
export function checkEphemeralUpdate(
  next: readonly EphemeralContainer[] | undefined, current: readonly EphemeralContainer[] | undefined, problems: FieldProblem[],
): void {
  for (const old of current ?? []) {
    const now = next?.find((container) => container.name === old.name)
    if (now !== undefined && deepEqual(now, old)) continue
    const what = now === undefined ? 'removed' : 'changed'
    problems.push(forbidden('spec.ephemeralContainers', `existing ephemeral containers ${JSON.stringify(old.name)} may not be ${what}\n`))
  }
}
