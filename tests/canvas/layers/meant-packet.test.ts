// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { isForPacket } from '../../../src/canvas/layers/meant-packet.ts'

document.body.innerHTML = `
  <div class="react-flow">
    <div id="ground"></div>
    <svg><g role="button"><path id="line"/></g></svg>
    <div class="react-flow__node react-flow__node-network"><div role="button" id="network"></div></div>
    <div class="react-flow__node react-flow__node-worker">
      <div role="button" id="kubelet"></div>
      <button><i id="stepper"></i></button>
      <input id="replicas">
    </div>
    <div class="react-flow__panel"><div id="map"></div></div>
  </div>`

const flyingOver = (id: string, told: number | undefined): boolean => isForPacket(document.querySelector(`#${id}`)!, 7, told)

it.each([['ground'], ['line'], ['network']])('a click on the %s catches the packet that is there', (id) => {
  expect(flyingOver(id, undefined)).toBe(true)
})

it('a click on a card catches only the packet that the pointer reads', () => {
  expect(flyingOver('kubelet', undefined)).toBe(false)
  expect(flyingOver('kubelet', 6)).toBe(false)
  expect(flyingOver('kubelet', 7)).toBe(true)
})

it('a click on the map of the whole cluster goes there, whatever flies below it', () => {
  expect(flyingOver('map', 7)).toBe(false)
})

it.each([['stepper'], ['replicas']])('a click on a card’s %s never catches a packet', (id) => {
  expect(flyingOver(id, 7)).toBe(false)
})
