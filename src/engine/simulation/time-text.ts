/** Timestamps as text, from simulated time only. The one place that turns time into text; the text of a second is made once. */
const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

/** Calendar text `YYYY-MM-DDThh:mm:ss` of whole seconds since 1970, UTC, years 1970 to 2199. */
function calendarText(unixSeconds: number): string {
  let days = Math.floor(unixSeconds / 86_400)
  const rest = unixSeconds - days * 86_400
  let year = 1970
  for (;;) {
    const length = isLeap(year) ? 366 : 365
    if (days < length) break
    days -= length
    year++
  }
  let month = 11
  const leap = isLeap(year) ? 1 : 0
  while (daysBefore[month]! + (month > 1 ? leap : 0) > days) month--
  const day = days - daysBefore[month]! - (month > 1 ? leap : 0) + 1
  const clock = `${pad(Math.floor(rest / 3600), 2)}:${pad(Math.floor(rest / 60) % 60, 2)}:${pad(rest % 60, 2)}`
  return `${year}-${pad(month + 1, 2)}-${pad(day, 2)}T${clock}`
}

/** Texts of the seconds asked for last, by the second's low bits: a status tells of several seconds, a cluster of one more at a time. */
const kept = 64
const seconds: number[] = new Array<number>(kept).fill(-1)
const calendars: string[] = new Array<string>(kept).fill('')
const texts: string[] = new Array<string>(kept).fill('')

/** Place of a second in the columns above. */
function placeOf(second: number): number {
  const at = second & (kept - 1)
  if (seconds[at] !== second) {
    seconds[at] = second
    calendars[at] = calendarText(second)
    texts[at] = `${calendars[at]}Z`
  }
  return at
}

/** RFC 3339 with whole seconds, as metav1.Time prints it. `epochMs`: wall time at simulated time 0. */
export function timeText(simTimeUs: number, epochMs: number): string {
  const second = Math.floor((epochMs * 1000 + simTimeUs) / 1_000_000)
  return texts[placeOf(second)]!
}

/** RFC 3339 with microseconds, as metav1.MicroTime prints it. */
export function microTimeText(simTimeUs: number, epochMs: number): string {
  const totalUs = epochMs * 1000 + simTimeUs
  const second = Math.floor(totalUs / 1_000_000)
  return `${calendars[placeOf(second)]!}.${pad(totalUs - second * 1_000_000, 6)}Z`
}

/** The text that was read last, and its microseconds since 1970: the same moment is asked for again and again. */
let readText = ''
let readUs = 0

/** Simulated microseconds of a timestamp written by either function above; undefined when the text is no such timestamp. */
export function parseTimeText(text: string, epochMs: number): number | undefined {
  if (text !== readText) {
    const unixUs = unixMicroseconds(text)
    if (unixUs === undefined) return undefined
    readText = text
    readUs = unixUs
  }
  return readUs - epochMs * 1000
}

function unixMicroseconds(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?Z$/.exec(text)
  if (match === null) return undefined
  const [, y, mo, d, h, mi, s, fraction] = match
  const year = Number(y)
  let days = 0
  for (let at = 1970; at < year; at++) days += isLeap(at) ? 366 : 365
  const month = Number(mo) - 1
  days += (daysBefore[month] ?? 0) + (month > 1 && isLeap(year) ? 1 : 0) + Number(d) - 1
  const seconds = days * 86_400 + Number(h) * 3600 + Number(mi) * 60 + Number(s)
  const micros = fraction === undefined ? 0 : Number(fraction.padEnd(6, '0').slice(0, 6))
  return seconds * 1_000_000 + micros
}
