/** Texts out of base64 (RFC 4648), as Secrets hold them. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The text whose UTF-8 bytes a base64 text holds; bytes that are no UTF-8 become the replacement character. */
export function decodeBase64Text(base64: string): string {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const letter of base64) {
    const value = alphabet.indexOf(letter)
    if (value < 0) continue
    bits = ((bits << 6) | value) & 0xffffff
    held += 6
    if (held < 8) continue
    held -= 8
    bytes.push((bits >> held) & 0xff)
  }
  return utf8Text(bytes)
}

function utf8Text(bytes: readonly number[]): string {
  let text = ''
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at++]!
    const more = first < 0x80 ? 0 : first >= 0xf0 && first < 0xf8 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : -1
    const rest = bytes.slice(at, at + Math.max(0, more))
    if (more < 0 || rest.length < more || rest.some((byte) => (byte & 0xc0) !== 0x80)) {
      text += '\ufffd'
      continue
    }
    at += more
    const code = rest.reduce((all, byte) => (all << 6) | (byte & 0x3f), more === 0 ? first : first & (0x3f >> more))
    text += code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code)
  }
  return text
}
