// @vitest-environment jsdom
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { Dialog } from '../../../src/ui/controls/Dialog.tsx'
import { Menu } from '../../../src/ui/controls/Menu.tsx'
import { Segments } from '../../../src/ui/controls/Segments.tsx'
import { Stepper, wholeNumber } from '../../../src/ui/controls/Stepper.tsx'
import { Tabs } from '../../../src/ui/controls/Tabs.tsx'

describe('a stepper', () => {
  it('counts three quick clicks as three, before the value follows', async () => {
    const onChange = vi.fn<(value: number) => Promise<{ ok: boolean }>>(() => Promise.resolve({ ok: true }))
    render(<Stepper label="Size" value={3} max={10} onChange={onChange} />)
    const more = screen.getByRole('button', { name: 'Size: one more' })
    for (let i = 0; i < 3; i += 1) await userEvent.click(more)
    expect(onChange.mock.calls).toEqual([[4], [5], [6]])
    expect(screen.getByRole('textbox', { name: 'Size' })).toHaveValue('6')
  })

  it('shows the value again when it follows', () => {
    const { rerender } = render(<Stepper label="Size" value={3} max={10} onChange={() => Promise.resolve({ ok: true })} />)
    rerender(<Stepper label="Size" value={8} max={10} onChange={() => Promise.resolve({ ok: true })} />)
    expect(screen.getByRole('textbox')).toHaveValue('8')
  })

  it('shows the value again when what was asked for is refused', async () => {
    render(<Stepper label="Size" value={3} max={10} onChange={() => Promise.resolve({ ok: false })} />)
    await userEvent.click(screen.getByRole('button', { name: 'Size: one more' }))
    await waitFor(() => { expect(screen.getByRole('textbox', { name: 'Size' })).toHaveValue('3') })
  })

  it('sends a typed number once, on Enter', async () => {
    const onChange = vi.fn<(value: number) => Promise<{ ok: boolean }>>(() => Promise.resolve({ ok: true }))
    render(<Stepper label="Size" value={3} max={50} onChange={onChange} />)
    const field = screen.getByRole('textbox')
    await userEvent.clear(field)
    await userEvent.type(field, '12{Enter}')
    await userEvent.tab()
    expect(onChange.mock.calls).toEqual([[12]])
  })

  it.each(['-1', '51', 'many', '', '1.5'])('refuses "%s" in words and does not send it', async (text) => {
    const onChange = vi.fn<(value: number) => Promise<{ ok: boolean }>>(() => Promise.resolve({ ok: true }))
    render(<Stepper label="Size" value={3} max={50} onChange={onChange} />)
    const field = screen.getByRole('textbox')
    await userEvent.clear(field)
    if (text !== '') await userEvent.type(field, text)
    await userEvent.keyboard('{Enter}')
    expect(onChange).not.toHaveBeenCalled()
    expect(screen.getByRole('alert')).toHaveTextContent('from 0 to 50')
  })

  it('steps with the arrow keys within its bounds', async () => {
    const onChange = vi.fn<(value: number) => Promise<{ ok: boolean }>>(() => Promise.resolve({ ok: true }))
    render(<Stepper label="Size" value={0} max={1} onChange={onChange} />)
    screen.getByRole('textbox').focus()
    await userEvent.keyboard('{ArrowDown}{ArrowUp}{ArrowUp}')
    expect(onChange.mock.calls).toEqual([[1]])
  })

  it('reads whole numbers only', () => expect([wholeNumber(' 7 ', 0, 9), wholeNumber('1e1', 0, 99), wholeNumber('10', 0, 9)]).toEqual([7, undefined, undefined]))
})

describe('tabs', () => {
  function Two() {
    const [selected, setSelected] = useState('a')
    return <Tabs label="About" tabs={[{ id: 'a', label: 'First' }, { id: 'b', label: 'Second' }]} selected={selected} onSelect={setSelected}>{selected}</Tabs>
  }
  it('are walked with the arrows; only the selected one is in the tab order', async () => {
    render(<Two />)
    await userEvent.tab()
    await userEvent.keyboard('{ArrowRight}')
    expect(screen.getByRole('tab', { name: 'Second' })).toHaveFocus()
    expect(screen.getByRole('tabpanel', { name: 'Second' })).toHaveTextContent('b')
    expect(screen.getByRole('tab', { name: 'First' })).toHaveAttribute('tabindex', '-1')
    await userEvent.keyboard('{ArrowRight}')
    expect(screen.getByRole('tab', { name: 'First' })).toHaveAttribute('aria-selected', 'true')
  })
})

describe('a menu', () => {
  it('opens with Down, walks with arrows, chooses with Enter and gives the focus back', async () => {
    const chosen = vi.fn<(id: string) => void>()
    const item = (id: string) => ({ id, label: id, says: undefined, onChoose: () => { chosen(id) } })
    render(<Menu label="Add" items={[item('one'), item('two')]} />)
    screen.getByRole('button', { name: 'Add' }).focus()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}')
    expect(chosen.mock.calls).toEqual([['two']])
    expect(screen.queryByRole('menu')).toBeNull()
    expect(screen.getByRole('button', { name: 'Add' })).toHaveFocus()
  })

  it('closes on Escape and on a press elsewhere without choosing', async () => {
    render(<><Menu label="Add" items={[{ id: 'x', label: 'x', says: undefined, onChoose: () => { throw new Error('chosen') } }]} /><p>elsewhere</p></>)
    await userEvent.click(screen.getByRole('button', { name: 'Add' }))
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByRole('menu')).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Add' }))
    await userEvent.click(screen.getByText('elsewhere'))
    expect(screen.queryByRole('menu')).toBeNull()
  })
})

describe('segments', () => {
  it('say which one is pressed', async () => {
    const onSelect = vi.fn<(id: string) => void>()
    render(<Segments label="Pace" segments={[{ id: 'a', label: '1×', says: 'Real time' }, { id: 'b', label: 'Auto', says: 'By itself' }]} selected="b" onSelect={onSelect} />)
    expect(screen.getByRole('button', { name: 'Auto' })).toHaveAttribute('aria-pressed', 'true')
    await userEvent.click(screen.getByRole('button', { name: '1×' }))
    expect(onSelect.mock.calls).toEqual([['a']])
  })
})

describe('a dialog', () => {
  it('is named, closes on Escape, and keeps keys from the page behind', async () => {
    const onClose = vi.fn<() => void>()
    const page = vi.fn<() => void>()
    window.addEventListener('keydown', page)
    render(<Dialog title="Keys" onClose={onClose}><p>inside</p></Dialog>)
    screen.getByRole('button', { name: 'Close' }).focus()
    await userEvent.keyboard('f{Escape}')
    window.removeEventListener('keydown', page)
    expect(screen.getByRole('dialog', { name: 'Keys' })).toBeInTheDocument()
    expect(onClose).toHaveBeenCalledTimes(1)
    expect(page).not.toHaveBeenCalled()
  })
})
