/** Full screen where the browser grants it. The stage works without it: an iframe or a policy may refuse. */

// Some browsers have no full screen at all: then the field is undefined, not null.
const isFullScreen = (): boolean => document.fullscreenElement instanceof Element

/** Without a press just now browsers refuse and warn; a lesson that an address opens has none. Older browsers don't tell. */
const hasGesture = (): boolean => !('userActivation' in navigator) || navigator.userActivation.isActive

/** Asks for full screen; resolves with whether it was granted. */
export async function enterFullScreen(element: HTMLElement): Promise<boolean> {
  if (isFullScreen() || !document.fullscreenEnabled || !hasGesture()) return isFullScreen()
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
  if (isFullScreen()) await document.exitFullscreen()
}
