/** Puts text on the clipboard; resolves with undefined, or in words why the browser refused. */
export async function copyText(text: string): Promise<string | undefined> {
  try {
    await navigator.clipboard.writeText(text)
    return undefined
  } catch (error) {
    return `The browser does not let the page copy: ${error instanceof Error ? error.message : String(error)}`
  }
}
