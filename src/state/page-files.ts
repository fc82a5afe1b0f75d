/** Files beside the page (lessons, manifests), remembered so that a lecture goes on when the network is gone. */

/** Text of every file that was had once, by address; only files of this program are asked for, so it stays small. */
const remembered = new Map<string, string>()

/** The text of a file from where the page came from. Without a network it is the text as it was had before; rejects with a sentence. */
export async function fetchTextFile(address: string): Promise<string> {
  const answer = await fetch(address).catch((error: unknown) => {
    const known = remembered.get(address)
    if (known !== undefined) return known
    throw new Error(`${address} could not be fetched (${error instanceof Error ? error.message : String(error)}).`, { cause: error })
  })
  if (typeof answer === 'string') return answer
  if (!answer.ok) throw new Error(`${address} could not be fetched: the server answered ${answer.status}.`)
  const text = await answer.text()
  // Many static servers answer an unknown path with their start page.
  if (/^\s*<!doctype html/i.test(text)) throw new Error(`${address} is not there: the server answered with a web page.`)
  remembered.set(address, text)
  return text
}
