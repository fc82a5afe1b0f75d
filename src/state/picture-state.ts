/** What the user asked of the picture, beyond what is selected. */
export interface PictureState {
  /** Goes up when a message is to be caught: the next one, or the next after the one that is caught. */
  readonly catches: number
  /** Hop that was caught on the picture: while it is selected its card stands beside its packet. */
  readonly caught: number | undefined
}

export const firstPicture: PictureState = { catches: 0, caught: undefined }
