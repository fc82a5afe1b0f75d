// @vitest-environment jsdom
import { act, render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { NoticeLine } from '../../src/app/NoticeLine.tsx'
import { ClusterProvider } from '../../src/state/context.tsx'
import { fakeHost } from '../support/fake-host.ts'

function shown() {
  const { store, connection } = fakeHost()
  render(<ClusterProvider store={store} connection={connection}><NoticeLine /></ClusterProvider>)
  return { tell: (tone: 'good' | 'bad', text: string) => { act(() => { store.setState({ notice: { tone, text } }) }) } }
}
const marks = (): string[] => [...document.querySelectorAll('svg')].map((mark) => mark.outerHTML)

it('good and bad notices have marks of their own', () => {
  const { tell } = shown()
  tell('bad', 'text')
  const bad = marks()
  tell('good', 'text')
  expect(marks()).not.toEqual(bad)
})

it('one of more than 60 characters says that it is long, for the styles that let it be read whole', () => {
  const { tell } = shown()
  const isLong = (): boolean => screen.getByRole('alert').hasAttribute('data-long')
  tell('bad', 'x'.repeat(60))
  expect(isLong()).toBe(false)
  tell('bad', 'x'.repeat(61))
  expect(isLong()).toBe(true)
  expect(screen.getByTitle('x'.repeat(61))).toBeInTheDocument()
})
