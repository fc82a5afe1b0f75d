import { expect, it } from 'vitest'
import { packOutcome, unpackOutcome } from '../../src/protocol/subject.ts'
import { answerText, delayText, outcomeText } from '../../src/state/hop-text.ts'

const answer = { id: 1, what: '', outcome: { code: 201, reason: undefined }, revision: 318, bytes: 2000, failed: false, lost: false, latencyUs: 1234 }

it('an answer in words', () => {
  expect(answerText(answer)).toBe('201 Created, revision 318, 2000 bytes, after 1.2 ms')
  expect(answerText({ ...answer, outcome: { code: 409, reason: 'Conflict' }, revision: undefined, failed: true })).toBe('409 Conflict, 2000 bytes, after 1.2 ms')
  expect(answerText({ ...answer, outcome: undefined, revision: undefined, failed: true })).toBe('failed, 2000 bytes, after 1.2 ms')
  expect(answerText({ ...answer, lost: true })).toMatch(/lost on the way$/)
})
it('a failure without a reason is none of success', () => {
  const outcome = unpackOutcome(packOutcome(500, undefined))
  expect(outcome === undefined ? '' : outcomeText(outcome)).toBe('500 Internal Server Error')
})
it('an outcome and a delay in words', () => {
  expect([outcomeText({ code: 200, reason: undefined }), outcomeText({ code: 404, reason: 'NotFound' })]).toEqual(['200 OK', '404 NotFound'])
  expect([delayText(620), delayText(30_000_000)]).toEqual(['0.62 ms', '30 s'])
})
