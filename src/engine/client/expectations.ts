/**
 * What a controller has asked for and not yet seen in its cache: until it has, it does not act again on that key, so a lagging cache makes
 * no pod twice. Source: pkg/controller/controller_utils.go (ControllerExpectations, UIDTrackingControllerExpectations).
 */
interface Expectation {
  adds: number
  /** Uids of objects that are being deleted. */
  deletes: Set<string>
  sinceUs: number
}
export type Expectations = Map<number, Expectation>

/** After this time they are void. */
export const expectationsTimeoutUs = 300_000_000

/** Starts anew for a key: nothing is expected yet. */
function expectation(expectations: Expectations, key: number, nowUs: number): Expectation {
  const found = expectations.get(key)
  if (found !== undefined) return found
  const made: Expectation = { adds: 0, deletes: new Set(), sinceUs: nowUs }
  expectations.set(key, made)
  return made
}

/** Sets the number of creations to wait for. */
export function expectCreations(expectations: Expectations, key: number, count: number, nowUs: number): void {
  const expected = expectation(expectations, key, nowUs)
  expected.adds = count
  expected.deletes.clear()
  expected.sinceUs = nowUs
}

export function expectDeletion(expectations: Expectations, key: number, uid: string, nowUs: number): void {
  const expected = expectation(expectations, key, nowUs)
  expected.deletes.add(uid)
  expected.sinceUs = nowUs
}

/** `count` creations were seen, or will never come. */
export function lowerCreations(expectations: Expectations, key: number, count: number): void {
  const expected = expectations.get(key)
  if (expected !== undefined) expected.adds -= count
}

/** The deletion of an object was seen (its deletionTimestamp or its end), or will never come. */
export function lowerDeletion(expectations: Expectations, key: number, uid: string): void {
  expectations.get(key)?.deletes.delete(uid)
}

/** True when all was seen, or the wait was too long. */
export function expectationsMet(expectations: Expectations, key: number, nowUs: number): boolean {
  const expected = expectations.get(key)
  if (expected === undefined) return true
  return (expected.adds <= 0 && expected.deletes.size === 0) || nowUs - expected.sinceUs > expectationsTimeoutUs
}
