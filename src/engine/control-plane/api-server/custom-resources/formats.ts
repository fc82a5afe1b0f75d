/** Formats of texts that a schema may ask for. Others are taken as no format. Source: k8s.io/kube-openapi/pkg/validation/strfmt. */

const bytePart = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'
const ipv4 = new RegExp(`^(?:${bytePart}\\.){3}${bytePart}$`)
const uuid = (version: string, variant: string): RegExp => new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${version}[0-9a-f]{3}-?${variant}[0-9a-f]{3}-?[0-9a-f]{12}$`, 'i')

function isIpv6(text: string): boolean {
  const dotted = text.lastIndexOf(':')
  const tail = text.slice(dotted + 1)
  if (tail.includes('.')) return ipv4.test(tail) && isIpv6(`${text.slice(0, dotted + 1)}0:0`)
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8
}

function isCidr(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/')
  if (more.length > 0 || !/^\d{1,3}$/.test(bits)) return false
  return ipv4.test(address) ? Number(bits) <= 32 : isIpv6(address) && Number(bits) <= 128
}

function isHostname(text: string): boolean {
  return text.length <= 255 && text.split('.').every((label) => /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(label))
}

const daysOf = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function isDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const leap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0)
  const days = month === '02' && !leap ? 28 : daysOf[Number(month) - 1] ?? 0
  return Number(day) >= 1 && Number(day) <= days
}

function isDateTime(text: string): boolean {
  const time = /^[Tt ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:[.,]\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?$/
  return isDate(text.slice(0, 10)) && time.test(text.slice(10))
}

const tests: Readonly<Record<string, (text: string) => boolean>> = {
  ipv4: (text) => ipv4.test(text),
  ipv6: isIpv6,
  cidr: isCidr,
  mac: (text) => /^(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$/i.test(text),
  uuid: (text) => uuid('[0-9a-f]', '[0-9a-f]').test(text),
  uuid3: (text) => uuid('3', '[0-9a-f]').test(text),
  uuid4: (text) => uuid('4', '[89ab]').test(text),
  uuid5: (text) => uuid('5', '[89ab]').test(text),
  hostname: isHostname,
  // Simplified: an address alone, without a name before it.
  email: (text) => /^[^\s@<>(),;:"[\]]+@[^\s@<>(),;:"[\]]+$/.test(text),
  uri: (text) => /^(?:[a-z][a-z\d+.-]*:[^\s]+|\/[^\s]*)$/i.test(text),
  byte: (text) => text.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(text) && text !== '',
  date: isDate,
  'date-time': isDateTime,
  datetime: isDateTime,
  duration: (text) => /^(?:[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$|^0$|^\d+ ?(?:nanos?|micros?|millis?|s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?)$/.test(text),
  hexcolor: (text) => /^#?(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(text),
}

/** True when a text has the format, or nobody knows the format. */
export function hasFormat(format: string, text: string): boolean {
  return !Object.hasOwn(tests, format) || tests[format]!(text)
}
