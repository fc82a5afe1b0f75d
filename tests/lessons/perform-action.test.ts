import { describe, expect, it } from 'vitest'
import { performAction } from '../../src/lessons/perform-action.ts'
import type { Doors } from '../../src/lessons/perform-action.ts'
import type { RestRequest, RestResponse } from '../../src/protocol/rest.ts'

/** Doors that note what goes through them and answer by path. */
function doorsThat(answer: (request: RestRequest) => RestResponse): { doors: Doors; went: string[] } {
  const went: string[] = []
  const doors: Doors = {
    request: (request, label) => {
      went.push(`${request.method} ${request.path} (${label})`)
      return Promise.resolve(answer(request))
    },
    world: (command) => {
      went.push(command.type)
      return Promise.resolve(undefined)
    },
    pace: (command) => { went.push(command.pace) },
  }
  return { doors, went }
}
const refusing = (status: number, body: unknown): RestResponse => ({ status, body })

describe('an action of a lesson', () => {
  it('goes through the door that its kind has', async () => {
    const { doors, went } = doorsThat(() => refusing(200, {}))
    expect(await performAction({ type: 'pace', command: { pace: 'auto' } }, doors)).toBeUndefined()
    expect(await performAction({ type: 'world', command: { type: 'cutApiServer' } }, doors)).toBeUndefined()
    expect(await performAction({ type: 'request', request: { method: 'DELETE', path: '/x' }, label: 'delete x' }, doors)).toBeUndefined()
    expect(went).toEqual(['auto', 'cutApiServer', 'DELETE /x (delete x)'])
  })
  it('applies a manifest as kubectl does', async () => {
    const { doors, went } = doorsThat((request) => refusing(request.method === 'GET' ? 404 : 201, {}))
    const manifest = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: notes'
    expect(await performAction({ type: 'apply', manifest }, doors)).toBeUndefined()
    expect(went).toEqual(['GET /api/v1/namespaces/default/configmaps/notes (apply configmap/notes)', 'POST /api/v1/namespaces/default/configmaps (apply configmap/notes)'])
  })
  it('tells a refusal in the cluster’s words', async () => {
    const { doors } = doorsThat(() => refusing(422, { kind: 'Status', message: 'spec.replicas: must be >= 0' }))
    expect(await performAction({ type: 'request', request: { method: 'PATCH', path: '/x' }, label: 'x' }, doors)).toBe('spec.replicas: must be >= 0')
    expect(await performAction({ type: 'request', request: { method: 'PATCH', path: '/x' }, label: 'x' }, doorsThat(() => refusing(500, 'oh')).doors)).toContain('500')
  })
  it('tells a connection that breaks, and never rejects', async () => {
    const { doors } = doorsThat(() => { throw new Error('the worker is gone') })
    expect(await performAction({ type: 'request', request: { method: 'GET', path: '/x' }, label: 'x' }, doors)).toBe('the worker is gone')
  })
})
