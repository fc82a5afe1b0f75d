import { expect, it } from 'vitest'
import { formsNow, hasLines, nextForms } from '../../../src/canvas/kernels/card-forms.ts'
import type { CardForm, CardForms } from '../../../src/canvas/kernels/card-forms.ts'

const slots = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)
const shells: CardForms = new Map(slots(0, 14).map((slot) => [slot, 'shell']))
/** Slots of the cards of a form. */
const of = (forms: CardForms, form: CardForm): number[] => [...forms.keys()].filter((slot) => forms.get(slot) === form)

it('shells turn into full cards one a frame, each once, and back', () => {
  let forms = formsNow(shells, new Set(shells.keys()), 'full', false)
  const seen = [of(forms, 'full').length]
  while (of(forms, 'full').length < 14 && seen.length < 100) {
    forms = nextForms(forms, 'full')
    seen.push(of(forms, 'full').length)
  }
  expect(seen).toEqual(slots(0, 15))
  expect(of(nextForms(forms, 'shell'), 'full')).toEqual(slots(1, 14))
})

it('cards that come are full at once, and so is one alone; while the camera moves they come by parts', () => {
  const wider = new Set(slots(0, 16))
  expect(of(formsNow(shells, wider, 'full', false), 'full')).toEqual([14, 15])
  expect(of(formsNow(shells, wider, 'full', true), 'bare')).toEqual([14, 15])
  expect(of(formsNow(shells, wider, 'shell', true), 'shell')).toEqual(slots(0, 16))
  for (const moving of [false, true]) expect(of(formsNow(new Map([[0, 'shell']]), new Set([0]), 'full', moving), 'full')).toEqual([0])
})

it('a card that is put up by parts is finished before others that stand there turn, with its pods first and then its lines', () => {
  let forms = formsNow(shells, new Set(slots(0, 16)), 'full', true)
  const seen: unknown[] = []
  for (let frame = 0; frame < 5; frame += 1) {
    forms = nextForms(forms, 'full')
    seen.push([0, 14, 15].map((slot) => forms.get(slot)))
  }
  expect(seen).toEqual([
    ['shell', 'unlinked', 'bare'], ['shell', 'full', 'bare'], ['shell', 'full', 'unlinked'], ['shell', 'full', 'full'], ['full', 'full', 'full'],
  ])
  expect(['shell', 'bare', 'unlinked', 'full', undefined].map((form) => hasLines(form as CardForm | undefined))).toEqual([true, false, false, true, false])
})

it('a card of which only a part is there becomes what is wanted by then', () => {
  const forms = formsNow(new Map(), new Set([1, 2]), 'full', true)
  expect([...nextForms(nextForms(forms, 'shell'), 'shell').values()]).toEqual(['shell', 'shell'])
})
