/**
 * The paths that printer columns and scale subresources use: `.spec.a`, `.a['b.c']`, `.list[0]`, `.list[?(@.type=="Ready")].status`.
 * Source: k8s.io/client-go/util/jsonpath, as far as such paths go. Of several values the first counts.
 */
type Step =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'filter'; readonly path: readonly string[]; readonly value: string }

const stepPattern = /^(?:\.((?:\\.|[^.[\]\\])+)|\['((?:[^'\\]|\\.)*)'\]|\[(-?\d{1,6}|\*)\]|\[\?\(@\.([\w.-]+)\s*==\s*["']([^"']*)["']\)\])/

/** The steps of a path; undefined: it is none that is read here. */
function parseSimplePath(path: string): readonly Step[] | undefined {
  const steps: Step[] = []
  let rest = path.trim().replace(/^\{(.*)\}$/, '$1').replace(/^\$/, '')
  if (rest !== '' && !rest.startsWith('.') && !rest.startsWith('[')) rest = `.${rest}`
  while (rest !== '') {
    const match = stepPattern.exec(rest)
    if (match === null) return undefined
    const [whole, plain, quoted, index, field, value] = match
    if (index !== undefined) steps.push({ kind: 'index', index: index === '*' ? 0 : Number(index) })
    else if (field !== undefined) steps.push({ kind: 'filter', path: field.split('.'), value: value ?? '' })
    else steps.push({ kind: 'member', name: (plain ?? quoted ?? '').replaceAll(/\\(.)/g, '$1') })
    rest = rest.slice(whole.length)
  }
  return steps
}

function member(value: unknown, name: string): unknown {
  const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, name)
  return isThere ? (value as Readonly<Record<string, unknown>>)[name] : undefined
}

function take(value: unknown, step: Step): unknown {
  if (step.kind === 'member') return member(value, step.name)
  if (!Array.isArray(value)) return undefined
  const list: readonly unknown[] = value
  if (step.kind === 'index') return list.at(step.index)
  return list.find((item) => String(step.path.reduce(member, item)) === step.value)
}

/** The value at a path; undefined: there is none. */
export function valueAtPath(value: unknown, path: string): unknown {
  return parseSimplePath(path)?.reduce(take, value)
}

/** The value with a number put at a path of plain members. */
export function withValueAtPath<T extends object>(value: T, path: string, number: number): T {
  const names = (parseSimplePath(path) ?? []).flatMap((step) => (step.kind === 'member' ? [step.name] : []))
  const put = (target: unknown, at: number): unknown => {
    const name = names[at]
    return name === undefined ? number : { ...(target as object | undefined), [name]: put(member(target, name), at + 1) }
  }
  return put(value, 0) as T
}
