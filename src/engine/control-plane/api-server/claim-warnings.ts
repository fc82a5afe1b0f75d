/** Volumes of claims: they are kept and nothing acts on them, so a pod runs even where its claim does not exist. That is told. */

const member = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined)

function claimFields(object: unknown): readonly string[] {
  const spec = member(object, 'spec')
  const template = member(member(spec, 'template'), 'spec')
  const volumes = member(template ?? spec, 'volumes')
  if (!Array.isArray(volumes)) return []
  const at = template === undefined ? 'spec' : 'spec.template.spec'
  return volumes.flatMap((volume, i) => (member(volume, 'persistentVolumeClaim') === undefined ? [] : [`${at}.volumes[${i}].persistentVolumeClaim`]))
}

/** What to tell of a pod or a template that has been written; `before`: of what stood there already nothing is said. */
export function claimWarnings(object: unknown, before?: unknown): readonly string[] {
  const known = claimFields(before)
  return claimFields(object).filter((field) => !known.includes(field)).map((field) => `field "${field}" is accepted but not simulated`)
}
