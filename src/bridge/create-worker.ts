/**
 * A worker that runs the script at `address`. In a frame that is a sandbox, whose origin is nobody's, the browser makes none of an address of
 * another origin: there a script of the frame's own brings in the other one, which therefore must be a classic one, as the built engine is.
 * Throws what `Worker` throws where it refuses both.
 */
export function createWorker(address: string): Worker {
  try {
    return new Worker(address, { type: 'module' })
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'SecurityError') throw error
    const script = new Blob([`importScripts(${JSON.stringify(address)})`], { type: 'text/javascript' })
    return new Worker(URL.createObjectURL(script))
  }
}
