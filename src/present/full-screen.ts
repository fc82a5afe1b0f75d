/** Full screen where the browser grants it. The stage works without it: an iframe or a policy may refuse. */

/** Asks for full screen; resolves with whether it was granted. */
export async function enterFullScreen(element: HTMLElement): Promise<boolean> {
  if (!document.fullscreenEnabled || document.fullscreenElement !== null) return document.fullscreenElement !== null
  try {
    await element.requestFullscreen({ navigationUI: 'hide' })
    return true
  } catch {
    // Refused (no user gesture, no permission): the stage fills the window instead.
    return false
  }
}

/** Leaves full screen if the page is in it. */
export async function leaveFullScreen(): Promise<void> {
  if (document.fullscreenElement !== null) await document.exitFullscreen()
}
