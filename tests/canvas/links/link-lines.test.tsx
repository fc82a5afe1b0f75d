// @vitest-environment jsdom
import { fireEvent, render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { EdgeSpec } from '../../../src/canvas/links/edge-specs.ts'
import { LinkLines } from '../../../src/canvas/links/LinkLines.tsx'
import { lineElement } from '../../../src/canvas/picture-elements.ts'

const spec: EdgeSpec = {
  id: 'head:api-etcd', kind: 'api-etcd', link: 7, node: -1, points: [{ x: 0, y: 0 }, { x: 0, y: 90 }], dead: false, trunk: false, scale: 1,
  chip: { x: 9, y: 30, text: 'TCP 2379 · gRPC' }, name: 'API Server to etcd',
}

it('chooses a line by a click on it or on its chip, by Enter and by Space', () => {
  const chosen: string[] = []
  render(<LinkLines lines={[lineElement(spec, -1, undefined)]} onSelect={({ id }) => { chosen.push(id) }} />)
  const line = screen.getByRole('button', { name: 'API Server to etcd' })
  fireEvent.click(line)
  fireEvent.keyDown(line, { key: 'Enter' })
  fireEvent.keyDown(line, { key: ' ' })
  fireEvent.click(screen.getByText('TCP 2379 · gRPC'))
  expect(chosen).toEqual(['head:api-etcd', 'head:api-etcd', 'head:api-etcd', 'head:api-etcd'])
})

it('marks the line of the selected link, and no line when none is known', () => {
  expect([lineElement(spec, 7, undefined).selected, lineElement(spec, 8, undefined).selected]).toEqual([true, false])
  expect(lineElement({ ...spec, link: undefined }, -1, undefined).selected).toBe(false)
})

it('draws heads and crosses where they stand: with a transform of its own each would be one more thing to put together for every card that comes', () => {
  const lines = [spec, { ...spec, id: 'dead', dead: true }, { ...spec, id: 'far', scale: 3 }].map((one) => lineElement(one, -1, undefined))
  const { container } = render(<LinkLines lines={lines} onSelect={() => undefined} />)
  expect([...container.querySelectorAll('.link-head')].map((head) => head.getAttribute('d'))).toEqual(['M4 84L0 90L-4 84', 'M12 72L0 90L-12 72'])
  expect(container.querySelector('.link-cross')?.getAttribute('d')).toBe('M-4 41L4 49M4 41L-4 49')
  expect(container.querySelectorAll('svg [transform]')).toHaveLength(0)
})
