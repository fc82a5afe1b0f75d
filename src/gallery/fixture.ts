import type { ReactNode } from 'react'

/** One card in all its states. The gallery shows them, the component tests render them. */
export interface Fixture {
  readonly title: string
  /** Size of the card in world units. */
  readonly width: number
  readonly height: number
  readonly states: Readonly<Record<string, ReactNode>>
}
