/** ConfigMaps, Secrets, ServiceAccounts. Source: pkg/registry/core/{configmap,secret,serviceaccount}/strategy.go. */
import { dnsSubdomainProblems } from '../../../../kubernetes/names.ts'
import type { ConfigMap, Secret, ServiceAccount } from '../../../../kubernetes/types/core.ts'
import type { Labels, ObjectMeta } from '../../../../kubernetes/types/meta.ts'
import { encodeBase64 } from '../base64.ts'
import { deepEqual } from '../deep-equal.ts'
import { invalid, type FieldProblem } from '../field-errors.ts'
import { configMapSchema, secretSchema, serviceAccountSchema } from '../schema/core.ts'
import { checkConfigMap, checkImmutable, checkSecret } from '../validation/others.ts'
import { never, type Strategy } from './strategy.ts'

function buildConfigMap(from: ConfigMap, metadata: ObjectMeta): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: from.data, binaryData: from.binaryData, immutable: from.immutable }
}

export const configMapStrategy: Strategy = {
  schema: configMapSchema,
  hasGeneration: never,
  nameProblems: dnsSubdomainProblems,
  create(_state, body, metadata, problems) {
    const object = buildConfigMap(body as ConfigMap, metadata)
    checkConfigMap(object, problems)
    return object
  },
  update(_state, body, current, metadata, problems) {
    const object = buildConfigMap(body as ConfigMap, metadata)
    const old = current as ConfigMap
    checkConfigMap(object, problems)
    checkImmutable(object, old, !deepEqual(object.data, old.data) || !deepEqual(object.binaryData, old.binaryData), problems)
    return object
  },
  updateStatus: undefined,
  withMetadata: (object, metadata) => buildConfigMap(object as ConfigMap, metadata),
}

/** `stringData` is plain text that a client may write; it is stored in `data`. */
function mergedData(secret: Secret & { readonly stringData?: Labels | undefined }): Labels | undefined {
  if (secret.stringData === undefined) return secret.data
  const data: Record<string, string> = { ...secret.data }
  for (const key of Object.keys(secret.stringData)) data[key] = encodeBase64(secret.stringData[key] ?? '')
  return data
}

function buildSecret(from: Secret, metadata: ObjectMeta, type: string): Secret {
  return { apiVersion: 'v1', kind: 'Secret', metadata, type, data: mergedData(from), immutable: from.immutable }
}

function checkType(next: Secret, current: Secret, problems: FieldProblem[]): void {
  if (next.type !== current.type) problems.push(invalid('type', next.type, 'field is immutable'))
}

export const secretStrategy: Strategy = {
  schema: secretSchema,
  hasGeneration: never,
  nameProblems: dnsSubdomainProblems,
  create(_state, body, metadata, problems) {
    const raw = body as Secret
    const object = buildSecret(raw, metadata, (raw.type ?? '') === '' ? 'Opaque' : raw.type)
    checkSecret(object, problems)
    return object
  },
  update(_state, body, current, metadata, problems) {
    const raw = body as Secret
    const old = current as Secret
    const object = buildSecret(raw, metadata, (raw.type ?? '') === '' ? old.type : raw.type)
    checkSecret(object, problems)
    checkType(object, old, problems)
    checkImmutable(object, old, !deepEqual(object.data, old.data), problems)
    return object
  },
  updateStatus: undefined,
  withMetadata: (object, metadata) => buildSecret(object as Secret, metadata, (object as Secret).type),
}

function buildServiceAccount(from: ServiceAccount, metadata: ObjectMeta): ServiceAccount {
  return {
    apiVersion: 'v1', kind: 'ServiceAccount', metadata, secrets: from.secrets, imagePullSecrets: from.imagePullSecrets,
    automountServiceAccountToken: from.automountServiceAccountToken,
  }
}

export const serviceAccountStrategy: Strategy = {
  schema: serviceAccountSchema,
  hasGeneration: never,
  nameProblems: dnsSubdomainProblems,
  create: (_state, body, metadata) => buildServiceAccount(body as ServiceAccount, metadata),
  update: (_state, body, _current, metadata) => buildServiceAccount(body as ServiceAccount, metadata),
  updateStatus: undefined,
  withMetadata: (object, metadata) => buildServiceAccount(object as ServiceAccount, metadata),
}
