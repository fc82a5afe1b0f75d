import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64Text } from '../../src/kubernetes/base64-text.ts'

describe('a base64 text', () => {
  it('is read as the text that was put into it', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => { expect(decodeBase64Text(Buffer.from(text).toString('base64'))).toBe(Buffer.from(text).toString('utf8')) }))
  })
  it('of bytes that are no text has a mark for each that can\'t be read', () => expect(decodeBase64Text('/w==')).toBe('\ufffd'))
})
