/** Numbers and sentences as text. */

const two = (value: number): string => String(value).padStart(2, '0')

/** Simulated microseconds as hh:mm:ss.mmm; hours grow beyond two digits. */
export function clockText(simTimeUs: number): string {
  const milliseconds = Math.floor(simTimeUs / 1000)
  const seconds = Math.floor(milliseconds / 1000)
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${String(milliseconds % 1000).padStart(3, '0')}`
}

/** Simulated microseconds as m:ss.mmm, the form of lists. */
export function momentText(simTimeUs: number): string {
  const milliseconds = Math.floor(simTimeUs / 1000)
  const seconds = Math.floor(milliseconds / 1000)
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}.${String(milliseconds % 1000).padStart(3, '0')}`
}

/** Simulated microseconds as m:ss. */
export function minuteText(simTimeUs: number): string {
  const seconds = Math.floor(simTimeUs / 1_000_000)
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`
}

/** Simulated seconds per wall second as "0.05×", "10×". */
export function rateText(rate: number): string {
  const digits = rate >= 10 ? 0 : rate >= 1 ? 1 : 2
  return `${Number(rate.toFixed(digits))}×`
}

/** CPU in millicores as cores: 250 -> "0.25". */
export function coresText(milli: number): string {
  return String(Number((milli / 1000).toFixed(2)))
}

/** Memory in mebibytes: 512 -> "512 Mi", 8192 -> "8 Gi"; number and unit stay on one line. */
export function memoryText(mebibytes: number): string {
  return mebibytes >= 1024 ? `${Number((mebibytes / 1024).toFixed(1))}\u00a0Gi` : `${Math.round(mebibytes)}\u00a0Mi`
}

/** "1 pod", "3 pods"; for words that take an s. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

/** A sentence in two: its actor when it begins with it ("Scheduler"), and the rest (" bound web"). */
export function splitActor(sentence: string, actor: string): { readonly actor: string; readonly rest: string } {
  return sentence.startsWith(actor) ? { actor, rest: sentence.slice(actor.length) } : { actor: '', rest: sentence }
}
