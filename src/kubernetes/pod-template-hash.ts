/**
 * The hash that names a Deployment's ReplicaSets. Upstream: FNV-1a 32 over a dump of the template, printed as decimal digits, each digit
 * mapped to a letter that makes no words. Our dump is JSON with sorted fields, so the values differ from upstream's, the form does not.
 * Source: pkg/controller/controller_utils.go (ComputeHash), apimachinery/pkg/util/rand (SafeEncodeString).
 */
import type { PodTemplateSpec } from './types/core.ts'

export const podTemplateHashLabel = 'pod-template-hash'
/** Digits 0 to 9 as `SafeEncodeString` spells them. */
const alphabet = '456789bcdf'

function dump(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(dump).join(',')}]`
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : JSON.stringify(value)
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  fields.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${name}:${dump(field)}`).join(',')}}`
}

const texts = new WeakMap<PodTemplateSpec, string>()

/** A template as text, without its hash label: two templates are the same revision when their texts are equal. Memoised by the object. */
export function templateText(template: PodTemplateSpec): string {
  const known = texts.get(template)
  if (known !== undefined) return known
  const { labels, annotations, name } = template.metadata
  const plain = Object.entries(labels ?? {}).filter(([key]) => key !== podTemplateHashLabel)
  const text = dump({ metadata: { name, labels: Object.fromEntries(plain), annotations: annotations ?? {} }, spec: template.spec })
  texts.set(template, text)
  return text
}

/** The value of label `pod-template-hash`: at most ten characters. `collisionCount` is that of the Deployment's status. */
export function podTemplateHash(template: PodTemplateSpec, collisionCount: number | undefined): string {
  const text = templateText(template) + (collisionCount === undefined ? '' : String(collisionCount))
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i) & 0xff
    hash = Math.imul(hash, 0x01000193)
  }
  let encoded = ''
  for (const digit of String(hash >>> 0)) encoded += alphabet[Number(digit)]
  return encoded
}
