/** Server-side apply of the subresource `scale`: its one field is the workload's own. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ManagedFieldsEntry } from '../../../../src/kubernetes/types/meta.ts'
import { bodyOf, createHarness, deploymentManifest, rest, statusOf, type Harness } from '../../harness.ts'

const deployments = '/apis/apps/v1/namespaces/default/deployments'
const web = `${deployments}/web`
const scale = (spec: object, more: object = {}): object => ({ apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'web' }, spec, ...more })

function apply(harness: Harness, body: object, manager: string, force = false): ReturnType<typeof rest> {
  return rest(harness, 'PATCH', `${web}/scale?fieldManager=${manager}${force ? '&force=true' : ''}`, body, 'application/apply-patch+yaml')
}

function withWeb(): Harness {
  const harness = createHarness()
  expect(rest(harness, 'POST', `${deployments}?fieldManager=maker`, deploymentManifest('web', 2)).status).toBe(201)
  return harness
}

interface Seen {
  readonly replicas: unknown
  /** "manager operation" of all that manage the number. */
  readonly owners: readonly string[]
}

function seen(harness: Harness): Seen {
  const { spec, metadata } = bodyOf(rest(harness, 'GET', web)) as unknown as { spec: { replicas: number }; metadata: { managedFields: readonly ManagedFieldsEntry[] } }
  const owns = ({ fieldsV1 }: ManagedFieldsEntry): boolean => Object.hasOwn((fieldsV1 as Record<string, object>)['f:spec'] ?? {}, 'f:replicas')
  return { replicas: spec.replicas, owners: metadata.managedFields.filter(owns).map(({ manager, operation }) => `${manager} ${operation}`).toSorted() }
}

describe('an applied Scale', () => {
  it('is told who manages the number, and takes it over with force', () => {
    const harness = withWeb()
    const refused = statusOf(apply(harness, scale({ replicas: 4 }), 'alice'))
    expect([refused.code, refused.message]).toEqual([409, 'Apply failed with 1 conflict: conflict with "maker" using apps/v1: .spec.replicas'])
    expect(bodyOf(apply(harness, scale({ replicas: 4 }), 'alice', true))).toMatchObject({ kind: 'Scale', spec: { replicas: 4 } })
    expect(seen(harness)).toEqual({ replicas: 4, owners: ['alice Apply'] })
    expect(bodyOf(rest(harness, 'GET', web)).metadata).toMatchObject({ generation: 2, managedFields: [{ manager: 'alice', apiVersion: 'apps/v1', subresource: 'scale' }, {}] })
  })
  it('with the same number is a second manager of it', () => {
    const harness = withWeb()
    expect(apply(harness, scale({ replicas: 2 }), 'alice').status).toBe(200)
    expect(seen(harness)).toEqual({ replicas: 2, owners: ['alice Apply', 'maker Update'] })
  })
  it.each<readonly [string, object, number, string]>([
    ['of another kind', scale({ replicas: 1 }, { kind: 'Deployment' }), 400, 'does not match the expected kind (autoscaling/v1, Kind=Scale)'],
    ['of another name', scale({ replicas: 1 }, { metadata: { name: 'x' } }), 400, 'does not match the name on the URL (web)'],
    ['with a field that a Scale does not have', scale({ replicas: 1, size: 2 }), 400, 'autoscaling/v1, Kind=Scale): .spec.size: field not declared in schema'],
    ['with a text for a number', scale({ replicas: 'many' }), 400, 'cannot unmarshal string'],
    ['below nothing', scale({ replicas: -1 }), 422, 'spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
    ['at an old revision', scale({ replicas: 3 }, { metadata: { name: 'web', resourceVersion: '1' } }), 409, 'the object has been modified'],
  ])('%s is refused', (_what, body, code, message) => {
    const harness = withWeb()
    const refused = statusOf(apply(harness, body, 'alice', true))
    expect(refused.message).toContain(message)
    expect(refused.code).toBe(code)
    expect(seen(harness)).toEqual({ replicas: 2, owners: ['maker Update'] })
  })
  it('of nothing that is there is not found', () => {
    expect(apply(createHarness(), scale({ replicas: 1 }), 'alice').status).toBe(404)
  })
})

interface Write {
  readonly how: 'apply' | 'force' | 'patch' | 'give up'
  readonly manager: string
  readonly replicas: number
}

/** The rule in words: an apply of another number is refused where somebody else manages it; who changes it has it alone; who gives it up loses it. */
function ruled({ replicas: now, owners }: { readonly replicas: number; readonly owners: readonly string[] }, { how, manager, replicas }: Write): { refused: boolean; replicas: number; owners: readonly string[] } {
  const own = `${manager} ${how === 'patch' ? 'Update' : 'Apply'}`
  const others = owners.filter((owner) => owner !== own)
  if (how === 'give up') {
    const gone = owners.includes(own) && others.length === 0
    return { refused: false, replicas: gone ? 0 : now, owners: others }
  }
  if (how === 'apply' && replicas !== now && others.length > 0) return { refused: true, replicas: now, owners }
  if (replicas !== now) return { refused: false, replicas, owners: [own] }
  return { refused: false, replicas, owners: how === 'patch' ? owners : [...others, own].toSorted() }
}

describe('any writes of a number of replicas', () => {
  it('leave the number and its managers that the rule says', () => {
    const writes = fc.array(fc.record<Write>({
      how: fc.constantFrom('apply', 'force', 'patch', 'give up'), manager: fc.constantFrom('alice', 'bob'), replicas: fc.integer({ min: 0, max: 2 }),
    }), { minLength: 1, maxLength: 8 })
    fc.assert(fc.property(writes, (all) => {
      const harness = withWeb()
      let expected: { readonly replicas: number; readonly owners: readonly string[] } = { replicas: 2, owners: ['maker Update'] }
      for (const write of all) {
        const { how, manager, replicas } = write
        const { refused, ...next } = ruled(expected, write)
        const answer = how === 'patch' ? rest(harness, 'PATCH', `${web}/scale?fieldManager=${manager}`, { spec: { replicas } }, 'application/merge-patch+json')
          : apply(harness, scale(how === 'give up' ? {} : { replicas }), manager, how === 'force')
        expect(answer.status).toBe(refused ? 409 : 200)
        expect(seen(harness)).toEqual(next)
        expected = next
      }
    }), { numRuns: 60 })
  })
})
