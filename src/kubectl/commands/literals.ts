/** `--from-literal` and `--from-file` of ConfigMaps and Secrets. Source: k8s.io/kubectl/pkg/util/util.go. */
import { plainError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import type { Invocation } from './command.ts'

export const literalFlags = [
  flag('from-literal', 'list', 'Specify a key and literal value to insert (i.e. mykey=somevalue)'), flag('from-file', 'list', 'Key file'),
]

/** Keys and their texts. */
export async function literalData({ flags, kubectl }: Invocation, owner: string): Promise<Record<string, string>> {
  const data: Record<string, string> = {}
  const add = (key: string, value: string): void => {
    if (Object.hasOwn(data, key)) throw plainError(`cannot add key "${key}", another key by that name already exists in Data for ${owner}`)
    data[key] = value
  }
  for (const text of flags.list('from-file')) {
    const equal = text.indexOf('=')
    const name = text.slice(equal + 1)
    const content = await kubectl.readFile(name)
    if (content === undefined) throw plainError(`error reading ${name}: no such file or directory`)
    add(equal < 0 ? name.split('/').at(-1) ?? name : text.slice(0, equal), content)
  }
  for (const text of flags.list('from-literal')) {
    const equal = text.indexOf('=')
    if (equal < 1) throw plainError(`invalid literal source ${text}, expected key=value`)
    add(text.slice(0, equal), text.slice(equal + 1))
  }
  return data
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** UTF-8 text as base64. */
export function encodeBase64(text: string): string {
  const bytes = new TextEncoder().encode(text)
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const triple = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    for (let digit = 0; digit < 4; digit++) out += i + digit > bytes.length ? '=' : alphabet[(triple >> (18 - 6 * digit)) & 63]!
  }
  return out
}
