// @vitest-environment jsdom
import { fireEvent, render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { createLecture } from '../../src/app/lecture.ts'
import { useKeys } from '../../src/app/use-keys.ts'
import { readUrlOptions } from '../../src/embed/url-options.ts'
import { ClusterProvider } from '../../src/state/context.tsx'
import { fakeHost } from '../support/fake-host.ts'
import { frame } from '../support/frames.ts'

function opened() {
  const host = fakeHost()
  host.show(frame(0))
  host.port.takeCommands()
  const lecture = createLecture(host, readUrlOptions(''))
  const Keys = () => {
    useKeys(lecture)
    return (
      <>
        <p>text</p><input aria-label="field" /><div contentEditable role="textbox" aria-label="editor" /><button>press</button>
        <svg><g className="react-flow__edge" role="button" aria-label="line"><path data-testid="path" /></g></svg>
      </>
    )
  }
  const { unmount } = render(<ClusterProvider store={host.store} connection={host.connection}><Keys /></ClusterProvider>)
  /** Whether the page obeyed Space, and a step. */
  const obeyed = (element: Element): readonly boolean[] => [' ', '.'].map((key) => {
    const isLeft = fireEvent.keyDown(element, { key })
    return host.port.takeCommands().length > 0 && !isLeft
  })
  return { obeyed, unmount, host }
}

it('keys are the page’s, but in fields all are the field’s, and Space is the button’s or the line’s that has the focus', () => {
  const { obeyed } = opened()
  expect(obeyed(screen.getByText('text'))).toEqual([true, true])
  expect(obeyed(screen.getByLabelText('field'))).toEqual([false, false])
  expect(obeyed(screen.getByLabelText('editor'))).toEqual([false, false])
  expect(obeyed(screen.getByText('press'))).toEqual([false, true])
  expect(obeyed(screen.getByTestId('path'))).toEqual([false, true])
})

it('keys that something else has taken, or that an open dialog has, are not the page’s', () => {
  const { obeyed } = opened()
  const text = screen.getByText('text')
  const take = (event: Event): void => { event.preventDefault() }
  text.addEventListener('keydown', take)
  fireEvent.keyDown(text, { key: '.' })
  expect(obeyed(text)).toEqual([false, false])
  text.removeEventListener('keydown', take)
  const dialog = document.body.appendChild(document.createElement('dialog'))
  dialog.setAttribute('open', '')
  expect(obeyed(text)).toEqual([false, false])
  dialog.remove()
  expect(obeyed(text)).toEqual([true, true])
})

it('a page that is gone hears no keys', () => {
  const { obeyed, unmount } = opened()
  unmount()
  expect(obeyed(document.body)).toEqual([false, false])
})
