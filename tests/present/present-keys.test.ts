import { describe, expect, it } from 'vitest'
import { presentCommand } from '../../src/present/present-keys.ts'

const press = (key: string, held: Partial<Parameters<typeof presentCommand>[0]> = {}): ReturnType<typeof presentCommand> =>
  presentCommand({ key, ctrlKey: false, altKey: false, metaKey: false, ...held })

describe('keys on the stage', () => {
  it.each([' ', 'ArrowRight', 'PageDown', 'Enter'])('%j goes on', (key) => expect(press(key)).toBe('next'))
  it.each(['ArrowLeft', 'PageUp', 'Backspace'])('%s goes back', (key) => expect(press(key)).toBe('previous'))
  it.each(['b', 'B', '.', 'p'])('%s, the clicker’s blank button among them, pauses', (key) => expect(press(key)).toBe('pause'))
  it.each(['Escape', 'F', 'f', 'F5'])('%s leaves', (key) => expect(press(key)).toBe('leave'))
  it('leaves other keys, and keys with a modifier, to the browser', () => {
    expect([press('Tab'), press('x'), press('constructor'), press('p', { ctrlKey: true }), press('ArrowLeft', { altKey: true }), press('f', { metaKey: true })])
      .toEqual(Array.from({ length: 6 }, () => undefined))
  })
})
