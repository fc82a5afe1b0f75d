// @vitest-environment jsdom
import { act, fireEvent, render, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { createLessonPlayer } from '../../src/present/lesson-player.ts'
import type { LessonPlayer } from '../../src/present/lesson-player.ts'
import { Stage } from '../../src/present/Stage.tsx'
import { ClusterProvider } from '../../src/state/context.tsx'
import type { FakeCluster } from './fake-cluster.ts'
import { fakeCluster } from './fake-cluster.ts'
import { lessonMachine as machine, lessonOf } from './lesson-of.ts'

async function onStage(steps?: string): Promise<{ cluster: FakeCluster; player: LessonPlayer; unmount: () => void }> {
  const cluster = fakeCluster()
  await cluster.frame(61_001_000)
  cluster.store.setState({ presenting: true })
  const player = createLessonPlayer(cluster.store, cluster.connection)
  if (steps !== undefined) player.open(lessonOf(steps), machine)
  const { unmount } = render(<ClusterProvider store={cluster.store} connection={cluster.connection}><Stage player={player} notice={null} /></ClusterProvider>)
  return { cluster, player, unmount }
}
const caption = (): string => screen.getByRole('status').textContent
const press = (key: string): boolean => fireEvent.keyDown(document.body, { key })

describe('the stage', () => {
  it('marks the page while it stands, so that labels can grow', async () => {
    const { unmount } = await onStage()
    expect(document.documentElement).toHaveAttribute('data-stage')
    unmount()
    expect(document.documentElement).not.toHaveAttribute('data-stage')
  })
  it('has the picture end where its foot begins, as high as that is', async () => {
    let measured: () => void = () => undefined
    vi.stubGlobal('ResizeObserver', class {
      constructor(callback: () => void) { measured = callback }
      observe(): void { /* asked below */ }
      disconnect(): void { /* nothing to free */ }
    })
    const { unmount } = await onStage()
    Object.defineProperty(screen.getByRole('contentinfo'), 'offsetHeight', { value: 131 })
    measured()
    expect(document.documentElement.style.getPropertyValue('--stage-foot')).toBe('131px')
    unmount()
    expect(document.documentElement.style.getPropertyValue('--stage-foot')).toBe('')
    vi.unstubAllGlobals()
  })
  it('shows the simulated clock', async () => {
    await onStage()
    expect(screen.getByRole('timer', { name: 'Simulated time' })).toHaveTextContent('00:01:01.001')
  })
  it('tells the last change in free play, and the space key pauses', async () => {
    const { cluster } = await onStage()
    const change = { id: 1, simTimeUs: 1, actor: 'Scheduler', text: 'Scheduler bound web-1 to node-3.', subject: { kind: 'Pod', namespace: 'default', name: 'web-1' }, tone: 'neutral' } as const
    await act(() => cluster.frame(62_000_000, { changes: [change] }))
    expect(caption()).toBe('Scheduler bound web-1 to node-3.')
    press(' ')
    expect(cluster.asked).toEqual(['pace pause'])
  })
  it('goes through a lesson by keys, forth and back, and counts its steps', async () => {
    await onStage('  - { caption: one }\n  - { caption: two }')
    expect(caption()).toBe('About it')
    press('PageDown')
    press(' ')
    expect([caption(), screen.getByText('2 of 2').textContent]).toEqual(['two', '2 of 2'])
    press('PageUp')
    expect(caption()).toBe('one')
  })
  it('goes through a lesson by mouse or finger too', async () => {
    const { cluster } = await onStage('  - { caption: one }\n  - { caption: two }')
    fireEvent.click(screen.getByRole('button', { name: 'Next step' }))
    fireEvent.click(screen.getByRole('button', { name: 'Next step' }))
    expect([caption(), screen.getByRole('button', { name: 'Next step' }).hasAttribute('disabled')]).toEqual(['two', true])
    fireEvent.click(screen.getByRole('button', { name: 'Previous step' }))
    expect(caption()).toBe('one')
    fireEvent.click(screen.getByRole('button', { name: 'Leave lecture mode' }))
    expect(cluster.store.getState().presenting).toBe(false)
  })
  it('says what it waits for, in the pacer’s words', async () => {
    await onStage('  - { caption: one, waitFor: { seconds: 50 } }')
    press('ArrowRight')
    expect(screen.getByText('waiting: node-2 silent 12 s of 50')).toBeVisible()
  })
  it('keeps its keys from the rest of the page', async () => {
    await onStage('  - { caption: one }')
    let heard = 0
    const listen = (): void => { heard += 1 }
    document.addEventListener('keydown', listen)
    press('ArrowRight')
    press('x')
    document.removeEventListener('keydown', listen)
    expect(heard).toBe(1)
  })
  it('leaves on Escape', async () => {
    const { cluster } = await onStage()
    press('Escape')
    expect(cluster.store.getState().presenting).toBe(false)
  })
  it('says why the lesson can’t go on', async () => {
    const { player } = await onStage()
    act(() => { player.store.setState({ fault: 'The lesson can’t see the cluster: the worker is gone' }) })
    expect(screen.getByRole('alert')).toHaveTextContent('the worker is gone')
  })
})
