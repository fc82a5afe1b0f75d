/**
 * Which names and label texts are allowed. Each function returns what is wrong, in upstream's words; nothing wrong: an empty list. Source:
 * k8s.io/apimachinery/pkg/util/validation/validation.go.
 */

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const label1035 = '[a-z]([-a-z0-9]*[a-z0-9])?'
const qualified = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const labelText = '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?'

const dnsLabelPattern = new RegExp(`^${label}$`)
const label1035Pattern = new RegExp(`^${label1035}$`)
const qualifiedPattern = new RegExp(`^${qualified}$`)
const labelTextPattern = new RegExp(`^${labelText}$`)
const environmentPattern = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/

const dnsLabelText = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${label}')`
const subdomainText = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${label}(\\.${label})*')`
const label1035Text = `a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '${label1035}')`
const qualifiedText = `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${qualified}')`
const labelValueText = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '${labelText}')`
const environmentText = "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')"

function check(text: string, most: number, pattern: RegExp, message: string): readonly string[] {
  return verdict(text, most, pattern.test(text), message)
}

const nothing: readonly string[] = []

function verdict(text: string, most: number, matches: boolean, message: string): readonly string[] {
  if (matches && text.length <= most) return nothing
  const problems: string[] = []
  if (text.length > most) problems.push(`must be no more than ${most} bytes`)
  if (!matches) problems.push(message)
  return problems
}

const dash = 45
const dot = 46

/** Labels of letters, digits and inner '-', joined by dots. What a pattern says, at a fraction of its cost: every Event has such a name. */
function isSubdomain(text: string): boolean {
  let before = dot
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const plain = (code >= 97 && code <= 122) || (code >= 48 && code <= 57)
    if (!plain && (code === dash ? before === dot : code !== dot || before === dot || before === dash)) return false
    before = code
  }
  return before !== dot && before !== dash
}

/** Namespaces, containers, port names' DNS form: 63 characters without dots. */
export function dnsLabelProblems(text: string): readonly string[] {
  return check(text, 63, dnsLabelPattern, dnsLabelText)
}

/** Names of most objects: 253 characters, dots allowed. */
export function dnsSubdomainProblems(text: string): readonly string[] {
  return verdict(text, 253, isSubdomain(text), subdomainText)
}

/** Names of Services: like a DNS label, but must start with a letter. */
export function dns1035LabelProblems(text: string): readonly string[] {
  return check(text, 63, label1035Pattern, label1035Text)
}

/** Keys of labels, annotations, taints: an optional DNS prefix, a slash, and a name of at most 63 characters. */
export function qualifiedNameProblems(text: string): readonly string[] {
  const problems: string[] = []
  const parts = text.split('/')
  const name = parts.at(-1) ?? ''
  if (parts.length > 2) {
    return [
      'a qualified name ' + qualifiedText.replace('name part ', '') + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
    ]
  }
  if (parts.length === 2) {
    const prefix = parts[0] ?? ''
    if (prefix === '') problems.push('prefix part must be non-empty')
    else problems.push(...dnsSubdomainProblems(prefix).map((problem) => `prefix part ${problem}`))
  }
  if (name === '') problems.push('name part must be non-empty')
  else if (name.length > 63) problems.push('name part must be no more than 63 bytes')
  if (!qualifiedPattern.test(name)) problems.push(qualifiedText)
  return problems
}

/** Values of labels. */
export function labelValueProblems(text: string): readonly string[] {
  return check(text, 63, labelTextPattern, labelValueText)
}

/** Names of ports: at most 15 characters, at least one letter, no two hyphens in a row. */
export function portNameProblems(text: string): readonly string[] {
  const problems: string[] = []
  if (text.length > 15) problems.push('must be no more than 15 characters')
  if (!/^[-a-z0-9]+$/.test(text)) problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  if (!/[a-z]/.test(text)) problems.push('must contain at least one letter (a-z)')
  if (text.includes('--')) problems.push('must not contain consecutive hyphens')
  if (text.startsWith('-') || text.endsWith('-')) problems.push('must not begin or end with a hyphen')
  return problems
}

/** Names of environment variables. */
export function environmentNameProblems(text: string): readonly string[] {
  return environmentPattern.test(text) ? [] : [environmentText]
}

/** Keys of ConfigMaps and Secrets. */
export function dataKeyProblems(text: string): readonly string[] {
  return check(
    text, 253, /^[-._a-zA-Z0-9]+$/,
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
  )
}

/** Port numbers. */
export function portProblems(port: number): readonly string[] {
  return Number.isInteger(port) && port >= 1 && port <= 65535 ? [] : ['must be between 1 and 65535, inclusive']
}

/** Dotted IPv4 addresses without leading zeros. */
export function isIPv4(text: string): boolean {
  let parts = 1
  let value = -1
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit === dot - 48) {
      if (value < 0) return false
      parts++
      value = -1
    } else {
      if (digit < 0 || digit > 9 || value === 0) return false
      value = value < 0 ? digit : value * 10 + digit
      if (value > 255) return false
    }
  }
  return parts === 4 && value >= 0
}
