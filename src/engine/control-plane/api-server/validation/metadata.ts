/** Checks of metadata. Source: k8s.io/apimachinery/pkg/api/validation/objectmeta.go. */
import { labelValueProblems, qualifiedNameProblems } from '../../../../kubernetes/names.ts'
import type { Labels, ObjectMeta, OwnerReference } from '../../../../kubernetes/types/meta.ts'
import { addInvalid, forbidden, invalid, required, tooLong, type FieldProblem } from '../field-errors.ts'

const annotationsLimitBytes = 256 * 1024

export function checkLabels(labels: Labels | undefined, field: string, problems: FieldProblem[]): void {
  if (labels === undefined) return
  for (const key of Object.keys(labels)) {
    addInvalid(problems, field, key, qualifiedNameProblems(key))
    addInvalid(problems, field, labels[key], labelValueProblems(labels[key] ?? ''))
  }
}

export function checkAnnotations(annotations: Labels | undefined, field: string, problems: FieldProblem[]): void {
  if (annotations === undefined) return
  let size = 0
  for (const key of Object.keys(annotations)) {
    addInvalid(problems, field, key, qualifiedNameProblems(key.toLowerCase()))
    size += key.length + (annotations[key] ?? '').length
  }
  if (size > annotationsLimitBytes) problems.push(tooLong(field, annotationsLimitBytes))
}

function checkOwners(owners: readonly OwnerReference[] | undefined, problems: FieldProblem[]): void {
  let controllers = 0
  owners?.forEach((owner, i) => {
    const at = `metadata.ownerReferences[${i}]`
    if (owner.apiVersion === '') problems.push(invalid(`${at}.apiVersion`, owner.apiVersion, 'version must not be empty'))
    if (owner.kind === '') problems.push(invalid(`${at}.kind`, owner.kind, 'kind must not be empty'))
    if (owner.name === '') problems.push(invalid(`${at}.name`, owner.name, 'name must not be empty'))
    if (owner.uid === '') problems.push(invalid(`${at}.uid`, owner.uid, 'uid must not be empty'))
    if (owner.controller === true && ++controllers === 2) {
      problems.push(invalid('metadata.ownerReferences', owners, 'Only one reference can have Controller set to true'))
    }
  })
}

/** Owners and labels are shared by all pods of a ReplicaSet: what was found good once is not looked at again. */
const goodLabels = new WeakSet<object>()
const goodOwners = new WeakSet<object>()

/** Labels, annotations, owners and finalizers. `stored`: the current version; what is the very same in it has been checked already. */
export function checkMeta(metadata: ObjectMeta, stored: ObjectMeta | undefined, problems: FieldProblem[]): void {
  const before = problems.length
  if (metadata.labels !== undefined && metadata.labels !== stored?.labels && !goodLabels.has(metadata.labels)) {
    checkLabels(metadata.labels, 'metadata.labels', problems)
    if (problems.length === before && Object.isFrozen(metadata.labels)) goodLabels.add(metadata.labels)
  }
  if (metadata.annotations !== stored?.annotations) checkAnnotations(metadata.annotations, 'metadata.annotations', problems)
  if (metadata.ownerReferences !== undefined && metadata.ownerReferences !== stored?.ownerReferences && !goodOwners.has(metadata.ownerReferences)) {
    checkOwners(metadata.ownerReferences, problems)
    if (problems.length === before && Object.isFrozen(metadata.ownerReferences)) goodOwners.add(metadata.ownerReferences)
  }
  metadata.finalizers?.forEach(
    (finalizer, i) => addInvalid(problems, `metadata.finalizers[${i}]`, finalizer, qualifiedNameProblems(finalizer)),
  )
}

/** Name and generateName of a new object, by the rule of its resource. */
export function checkName(metadata: ObjectMeta, name: string, rule: (name: string) => readonly string[], problems: FieldProblem[]): void {
  const { generateName } = metadata
  // A prefix may end in '-': the suffix comes behind it.
  if (generateName !== undefined && generateName !== '') {
    addInvalid(problems, 'metadata.generateName', generateName, rule(generateName.replace(/-+$/, '') || '-'))
  }
  if (name === '') problems.push(required('metadata.name', 'name or generateName is required'))
  else addInvalid(problems, 'metadata.name', name, rule(name))
}

/** What an update may not touch. */
export function checkMetaUpdate(next: ObjectMeta, current: ObjectMeta, problems: FieldProblem[]): void {
  if (next.uid !== '' && next.uid !== current.uid) problems.push(invalid('metadata.uid', next.uid, 'field is immutable'))
  if (next.name !== '' && next.name !== current.name) problems.push(invalid('metadata.name', next.name, 'field is immutable'))
  if (current.deletionTimestamp !== undefined) {
    const known = current.finalizers ?? []
    const added = (next.finalizers ?? []).filter((finalizer) => !known.includes(finalizer))
    if (added.length > 0) {
      problems.push(
        forbidden(
          'metadata.finalizers',
          `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map(
            (name) => `"${name}"`,
          ).join(', ')}}`,
        ),
      )
    }
  }
}

