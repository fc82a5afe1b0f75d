/** Messages in words. */
import type { HopAnswer } from '../protocol/inspect.ts'
import type { Outcome } from '../protocol/subject.ts'

/** "201 Created", "409 AlreadyExists". */
export function outcomeText({ code, reason }: Outcome): string {
  return `${code} ${reason ?? (code === 500 ? 'Internal Server Error' : code === 201 ? 'Created' : 'OK')}`
}

/** Simulated microseconds in two digits: "0.62 ms", "1.2 s". */
export function delayText(us: number): string {
  return us >= 1_000_000 ? `${Number((us / 1_000_000).toPrecision(2))} s` : `${Number((us / 1000).toPrecision(2))} ms`
}

/** What an answer says, how large it is and how long it took: "200 OK, revision 318, 2000 bytes, after 1.2 ms". */
export function answerText({ outcome, revision, bytes, failed, lost, latencyUs }: HopAnswer): string {
  return [
    outcome === undefined ? (failed ? 'failed' : '') : outcomeText(outcome),
    revision === undefined ? '' : `revision ${revision}`,
    `${bytes} bytes`,
    lost ? 'lost on the way' : `after ${delayText(latencyUs)}`,
  ].filter((part) => part !== '').join(', ')
}
