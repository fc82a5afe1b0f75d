import { describe, expect, it } from 'vitest'
import { commandForKey, keyMap } from '../../src/app/key-map.ts'

const press = (key: string, held: Partial<Record<'ctrlKey' | 'altKey' | 'metaKey', boolean>> = {}) => ({ key, ctrlKey: false, altKey: false, metaKey: false, ...held })

describe('the keys', () => {
  it('go back and forward with Alt, and only with it', () => {
    expect(commandForKey(press('ArrowLeft', { altKey: true }))).toBe('back')
    expect(commandForKey(press('ArrowRight', { altKey: true }))).toBe('forward')
    expect(commandForKey(press('ArrowLeft'))).toBeUndefined()
  })
  it('with other modifiers stay the browser’s', () => {
    expect(commandForKey(press('c', { ctrlKey: true }))).toBeUndefined()
    expect(commandForKey(press('c', { altKey: true }))).toBeUndefined()
    expect(commandForKey(press('ArrowLeft', { altKey: true, metaKey: true }))).toBeUndefined()
    expect(commandForKey(press('c'))).toBe('catchMessage')
  })
  it('are obeyed with Shift or Caps Lock where a capital means nothing of its own', () => {
    expect(commandForKey(press('F'))).toBe('present')
    expect(commandForKey(press('G'))).toBe('largePlots')
  })
  it('mean one thing each', () => expect(new Set(keyMap.map(({ key }) => key)).size).toBe(keyMap.length))
})
