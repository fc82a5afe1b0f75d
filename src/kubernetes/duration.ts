/**
 * Durations and ages as kubectl prints them. Source: k8s.io/apimachinery/pkg/util/duration/duration.go, pkg/printers
 * (translateTimestampSince).
 */
const minute = 60
const hour = 3600
const day = 86_400
const year = 365 * day

const whole = (value: number): number => Math.floor(value)

/** Two units; the smaller is left out when it is zero. */
function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`
}

/** Seconds as `119s`, `9m59s`, `3h`, `7d23h`, `2y5d`. Up to two seconds in the future count as `0s`, more is `<invalid>`. */
export function humanDuration(seconds: number): string {
  const total = Math.trunc(seconds)
  if (total < -1) return '<invalid>'
  if (total < 0) return '0s'
  if (total < 2 * minute) return `${total}s`
  const minutes = whole(total / minute)
  if (minutes < 10) return pair(minutes, 'm', total % minute, 's')
  if (minutes < 180) return `${minutes}m`
  const hours = whole(total / hour)
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = whole(total / day)
  if (hours < 8 * 24) return pair(days, 'd', hours % 24, 'h')
  if (total < 2 * year) return `${days}d`
  const years = whole(total / year)
  return total < 8 * year ? pair(years, 'y', days % 365, 'd') : `${years}y`
}

/** AGE column: time since a moment, both in seconds since 1970 (or any other common start); `<unknown>` without one. */
export function ageText(sinceSeconds: number | undefined, nowSeconds: number): string {
  return sinceSeconds === undefined ? '<unknown>' : humanDuration(nowSeconds - sinceSeconds)
}
