// @vitest-environment jsdom
import { act, render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useOneTabStop } from '../../../src/canvas/nodes/use-one-tab-stop.ts'

function Card({ name }: { name: string }) {
  return <button {...useOneTabStop()} tabIndex={-1} data-tab-stop="">{name}</button>
}
const Picture = ({ names }: { names: readonly string[] }) => <div className="react-flow__nodes">{names.map((name) => <Card key={name} name={name} />)}</div>
const tabStops = (): readonly (string | null)[] => screen.getAllByRole('button').filter(({ tabIndex }) => tabIndex === 0).map(({ textContent }) => textContent)

it('of many small cards one is a Tab stop: the first, then the one that had the focus last, and another when that one goes', () => {
  const { rerender } = render(<Picture names={['a', 'b', 'c']} />)
  expect(tabStops()).toEqual(['a'])
  act(() => { screen.getByText('b').focus() })
  expect(tabStops()).toEqual(['b'])
  rerender(<Picture names={['a', 'b', 'c', 'd']} />)
  expect(tabStops()).toEqual(['b'])
  rerender(<Picture names={['c', 'd']} />)
  expect(tabStops()).toEqual(['c'])
  rerender(<Picture names={['e']} />)
  expect(tabStops()).toEqual(['e'])
})
