/** Keys on the stage. A clicker sends PageDown and PageUp, F5 or Escape, and B or a full stop for its blank button. */

export type PresentCommand = 'next' | 'previous' | 'pause' | 'leave'

const keys: Readonly<Record<string, PresentCommand>> = {
  ' ': 'next',
  Enter: 'next',
  ArrowRight: 'next',
  ArrowDown: 'next',
  PageDown: 'next',
  ArrowLeft: 'previous',
  ArrowUp: 'previous',
  PageUp: 'previous',
  Backspace: 'previous',
  p: 'pause',
  b: 'pause',
  '.': 'pause',
  f: 'leave',
  F5: 'leave',
  Escape: 'leave',
}

/** What is read of a key that is pressed. */
type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>

/** What a key means on the stage, or undefined. With a modifier held, keys belong to the browser. */
export function presentCommand(press: KeyPress): PresentCommand | undefined {
  if (press.ctrlKey || press.altKey || press.metaKey) return undefined
  const name = press.key.length === 1 ? press.key.toLowerCase() : press.key
  return Object.hasOwn(keys, name) ? keys[name] : undefined
}
