import { describe, expect, it } from 'vitest'
import { createClusterStore } from '../../src/state/cluster-store.ts'
import { foundNamed, maxFound, search } from '../../src/state/search.ts'
import { deploymentRecord, frame, nodeColumns, podColumns, serviceRecord } from '../support/frames.ts'

const store = createClusterStore('dark')
store.applyFrame(frame(0, {
  nodes: nodeColumns([{ slot: 0, name: 'node-1' }, { slot: 1, name: 'node-2', status: 'unknown' }]),
  pods: podColumns([
    { slot: 0, name: 'web-a1', node: 0 }, { slot: 1, name: 'web-b2', status: 'pending' },
    ...Array.from({ length: 40 }, (_, i) => ({ slot: 2 + i, name: `job-${i}`, node: 1, place: i })),
  ]),
  records: [deploymentRecord(), serviceRecord()],
}))
const { view } = store.getState()
const names = (query: string): string[] => search(view, query).map(({ kind, name }) => `${kind} ${name}`)

describe('search', () => {
  it('finds by a part of the name, exact names first', () => {
    expect(names('web').slice(0, 2)).toEqual(['Deployment web', 'Service web'])
    expect(names('web')).toContain('Pod web-b2')
    expect(names('scheduler')).toEqual(['Component Scheduler'])
  })
  it('finds by kind, state and place, all words together', () => {
    expect(names('pods pending')).toEqual(['Pod web-b2'])
    expect(names('notready')).toEqual(['Node node-2'])
    expect(names('web node-1')).toEqual(['Pod web-a1'])
    expect(names('Deployment/web')).toEqual(['Deployment web'])
  })
  it('lists no more than can be read, and nothing for nothing', () => {
    expect(names('job')).toHaveLength(maxFound)
    expect(names('  ')).toEqual([])
    expect(names('no such thing')).toEqual([])
  })
  it('finds what begins with what was typed, and what is called so, behind many that only hold it', () => {
    const many = createClusterStore('dark')
    const pods = [...Array.from({ length: 40 }, (_, i) => `old-job-${i}`), ...Array.from({ length: 20 }, (_, i) => `job-${i}`), 'job']
    many.applyFrame(frame(0, { pods: podColumns(pods.map((name, slot) => ({ slot, name }))) }))
    const found = search(many.getState().view, 'job').map(({ name }) => name)
    expect(found).toEqual(['job', ...Array.from({ length: maxFound - 1 }, (_, i) => `job-${i}`)])
  })
  it('finds a node by its name behind many others', () => {
    const many = createClusterStore('dark')
    many.applyFrame(frame(0, { nodes: nodeColumns(Array.from({ length: 300 }, (_, slot) => ({ slot, name: `node-${slot + 1}` }))) }))
    expect(search(many.getState().view, 'node-2').map(({ name }) => name).slice(0, 3)).toEqual(['node-2', 'node-20', 'node-21'])
    expect(search(many.getState().view, 'node-300').map(({ name }) => name)).toEqual(['node-300'])
  })
  it('says where a thing is', () => expect(search(view, 'web-b2')[0]!.says).toBe('Pending, on no node yet'))
  it('finds the nodes and pods that the cluster named for a label', () => {
    expect(foundNamed(view, new Set(['default/web-a1'])).map(({ name }) => name)).toEqual(['web-a1'])
    expect(foundNamed(view, new Set(['default/web-a1', 'default/web-b2', 'default/gone'])).map(({ name }) => name)).toEqual(['web-a1', 'web-b2'])
    expect(foundNamed(view, new Set(['/node-1', 'default/web-a1'])).map(({ kind, name }) => `${kind} ${name}`)).toEqual(['Node node-1', 'Pod web-a1'])
    expect(foundNamed(view, new Set())).toEqual([])
  })
})
