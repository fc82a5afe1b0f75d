/** The body of a request, bounded. */
import type { IncomingMessage } from 'node:http'

/** A little more than the API server takes, so that it is the API server that refuses. */
const limitBytes = 3 * 1024 * 1024 + 1024

/** The body; undefined: it is too large (the rest of it is thrown away) or the client went away. */
export function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let bytes = 0
    request.on('data', (part: Buffer) => {
      bytes += part.length
      if (bytes <= limitBytes) parts.push(part)
      else parts.length = 0
    })
    request.on('end', () => { resolve(bytes <= limitBytes ? Buffer.concat(parts) : undefined) })
    request.on('error', () => { resolve(undefined) })
  })
}
