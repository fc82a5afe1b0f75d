/** `key=value` and `key-` as `label`, `annotate` and `set env` read them. Source: k8s.io/kubectl/pkg/cmd/label/label.go (parseLabels). */
import { plainError } from '../errors.ts'

interface KeyChanges {
  readonly set: Readonly<Record<string, string>>
  readonly removed: readonly string[]
}

/** What the words change. Throws kubectl's error for one that is neither. */
export function labelChanges(words: readonly string[], what = 'label'): KeyChanges {
  const set: Record<string, string> = {}
  const removed: string[] = []
  for (const word of words) {
    const equal = word.indexOf('=')
    if (equal > 0) set[word.slice(0, equal)] = word.slice(equal + 1)
    else if (equal < 0 && word.endsWith('-') && word.length > 1) removed.push(word.slice(0, -1))
    else throw plainError(`unknown ${what} spec: ${word}`)
  }
  for (const key of removed) if (Object.hasOwn(set, key)) throw plainError(`can not both modify and remove a ${what} in the same command`)
  return { set, removed }
}

/** Arguments split where the first `key=value` or `key-` stands: what comes before names objects. */
export function splitAtChanges(args: readonly string[]): { readonly names: readonly string[]; readonly changes: readonly string[] } {
  const first = args.findIndex((word) => word.includes('=') || (word.endsWith('-') && !word.includes('/')))
  const at = first < 0 ? args.length : first
  return { names: args.slice(0, at), changes: args.slice(at) }
}
