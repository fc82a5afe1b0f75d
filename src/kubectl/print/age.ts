/** Times as kubectl prints them, against the cluster's clock. Source: pkg/printers/internalversion/printers.go (translateTimestampSince). */
import { ageText, humanDuration } from '../../kubernetes/duration.ts'

/** Time since a timestamp, e.g. `5m3s`; `<unknown>` without one. */
export function since(timestamp: string | null | undefined, nowMs: number): string {
  if (timestamp === undefined || timestamp === null || timestamp === '') return ageText(undefined, 0)
  return humanDuration((nowMs - Date.parse(timestamp)) / 1000)
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (value: number): string => String(value).padStart(2, '0')

/** RFC 1123 with a numeric zone, as describe prints it: `Sun, 22 Nov 2026 10:41:12 +0000`. */
export function longTime(timestamp: string | undefined): string {
  if (timestamp === undefined || timestamp === '') return '<unset>'
  const date = new Date(timestamp)
  const day = `${days[date.getUTCDay()] ?? ''}, ${two(date.getUTCDate())} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`
}
