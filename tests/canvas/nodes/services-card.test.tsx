// @vitest-environment jsdom
import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { noAttention } from '../../../src/canvas/nodes/attention.ts'
import type { ServiceView } from '../../../src/canvas/nodes/objects-view.ts'
import { ServicesCard } from '../../../src/canvas/nodes/ServicesCard.tsx'

const service = (name: string, ready: number, total: number): ServiceView => ({
  slot: total, name, type: 'ClusterIP', address: '10.96.1.1:80', ready, total, endpoints: [],
})

function lineOf(view: ServiceView): string {
  const { unmount } = render(
    <ServicesCard services={[view]} height={140} selectedService={-1} attention={noAttention} onSelectService={() => undefined} />,
  )
  const tile = screen.getByRole('button')
  const count = tile.querySelector('.service-head > :last-child')?.textContent
  const name = tile.querySelector('.cut-text > [aria-hidden]')?.textContent ?? tile.querySelector('.cut-text')?.textContent
  unmount()
  return `${name} ${count}`
}

describe('the line of a Service', () => {
  it('has the word beside a short count, and the count alone where it is long', () => {
    expect(lineOf(service('app-1', 3, 3))).toBe('app-1 3/3 ready')
    expect(lineOf(service('app-1', 50, 50))).toBe('app-1 50/50 ready')
    expect(lineOf(service('app-1', 499, 500))).toBe('app-1 499/500')
  })
  it('cuts a long name the more the longer the count is', () => {
    expect(lineOf(service('storefront-api', 3, 3))).toMatch(/^.{8} 3\/3 ready$/)
    expect(lineOf(service('storefront-api', 50, 50))).toMatch(/^.{6} 50\/50 ready$/)
    expect(lineOf(service('storefront-api', 10_000, 10_000))).toMatch(/^.{6} 10000\/10000$/)
  })
})
