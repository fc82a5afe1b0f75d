/** Letters of what fills the window, in px: on the stage nothing is smaller than 20; one thing alone is read from the last row. */
export function largeText(presenting: boolean, alone: boolean): number {
  return (presenting ? 20 : 15) + (alone ? 4 : 0)
}
