import { describe, expect, it } from 'vitest'
import { createEdgeMemory, edgeSpecs } from '../../../src/canvas/links/edge-specs.ts'
import type { EdgeInput, EdgeSpec, NodeLinks } from '../../../src/canvas/links/edge-specs.ts'
import { compactLayout } from '../../../src/canvas/kernels/compact-layout.ts'
import { clusterLayout } from '../../../src/canvas/kernels/layout.ts'
import { links } from '../../../src/kubernetes/architecture.ts'
import type { LinkKind } from '../../../src/kubernetes/architecture.ts'

const node = (slot: number, more: Partial<NodeLinks> = {}): NodeLinks => ({
  slot,
  place: slot,
  name: `node-${slot + 1}`,
  reachable: true,
  links: new Map(),
  ...more,
})
const input = (more: Partial<EdgeInput> = {}): EdgeInput => ({
  layout: clusterLayout(3),
  mode: 'single',
  nodes: [node(0), node(1), node(2)],
  headLinks: new Map(),
  nodePort: 30080,
  ...more,
})
const names = (more?: Partial<EdgeInput>): string[] => edgeSpecs(input(more)).map((spec) => spec.name)
const spec = (id: string, more?: Partial<EdgeInput>) => edgeSpecs(input(more)).find((found) => found.id === id)!

describe('links have names', () => {
  it('of the control plane alone where machines are hidden', () => {
    expect(edgeSpecs(input({ mode: 'hidden' })).every(({ node: slot, trunk }) => slot < 0 && !trunk)).toBe(true)
    expect(names({ mode: 'hidden' })).toContain('API Server to etcd, TCP 2379 · gRPC')
  })
  it('that say who dials whom over which port', () => {
    expect(names()).toEqual(
      expect.arrayContaining([
        'kubelet node-1 to API Server, TCP 6443 · HTTPS',
        'kube-proxy node-2 to API Server, TCP 6443 · HTTPS',
        'API Server to kubelet node-3, TCP 10250',
        'API Server to etcd, TCP 2379 · gRPC',
        'kubectl to API Server, TCP 6443 · HTTPS',
        'Scheduler to API Server, TCP 6443 · HTTPS',
        'Controller Manager to API Server, TCP 6443 · HTTPS',
        'kubelet node-1 to container runtime, CRI · unix socket',
        'node-1 to the other nodes, UDP 8472 · VXLAN',
        'clients to Service (NodePort), NodePort 30000-32767',
      ]),
    )
  })
  it('and every label of the architecture is among them, but for etcd’s peers, of which there are none', () => {
    for (const { kind, label } of links)
      expect(
        names().some((name) => name.includes(label)),
        label,
      ).toBe(kind !== 'etcd-peer')
  })
  it('of their own: no two are the same', () => expect(new Set(names()).size).toBe(names().length))
})

describe('chips', () => {
  it('show the label, and the NodePort that is used', () => {
    expect(spec('kubelet-api:0').chip?.text).toBe('TCP 6443 · HTTPS')
    expect(spec('client-nodeport:0').chip?.text).toBe(':30080')
    expect(spec('head:client-nodeport').chip?.text).toBe('NodePort 30080')
    expect(spec('head:client-nodeport', { nodePort: 0 }).chip?.text).toBe('NodePort 30000-32767')
  })
  it('serve two like lines once', () => expect(spec('proxy-api:0').chip).toBeUndefined())
  it('become short and larger where cards are small, and go where there is no room', () => {
    expect(spec('kubelet-api:0', { mode: 'plain', chipScale: 1.5 })).toMatchObject({ scale: 1.5, chip: { text: 'TCP 6443' } })
    expect(spec('kubelet-api:0', { mode: 'plain' }).chip).toBeUndefined()
    expect(spec('proxy-api:0', { mode: 'plain', chipScale: 1.5 }).scale).toBe(1.5)
  })
  it('stand at the first node for all where lines are close, and never make its lines thicker', () => {
    const close = { mode: 'plain', chipScale: 1.8, firstChipsOnly: true } as const
    expect(spec('kubelet-api:0', close)).toMatchObject({ scale: 1, chip: { text: 'TCP 6443', scale: 1.8, tight: true } })
    expect(spec('kubelet-api:1', close).chip).toBeUndefined()
  })
  it.each([[3, 762, 368], [3, 800, 404], [3, 900, 360], [2, 762, 368]])('in the bar of a small picture of %i nodes, %i x %i, cover no end of a VXLAN line, nor its title', (places, width, height) => {
    const layout = compactLayout(places, width, height)
    const chip = spec('vxlan:0', { layout })?.chip
    const ends = Array.from({ length: places }, (_, place) => place * layout.node.pitchX + layout.node.lanes.vxlan)
    expect(chip?.text).toBe('UDP 8472 · VXLAN')
    expect(ends.filter((end) => end > chip!.x - 6 && end < chip!.x + 145)).toEqual([])
    expect(chip!.x).toBeGreaterThan(layout.network.x + 300)
  })
  it('stand where the lines of all rows meet', () => {
    const rows = { mode: 'plain', layout: clusterLayout(12) } as const
    expect(spec('api-kubelet:0', rows).chip).toEqual(spec('trunk:api-kubelet', { ...rows, mode: 'trunk' }).chip)
    expect(spec('api-kubelet:1', rows).chip).toBeUndefined()
    expect(spec('api-kubelet:0', rows).scale).toBe(1)
  })
})

describe('a dead link', () => {
  it.each([
    ['its record is down', node(0, { links: new Map<LinkKind, { id: number; up: boolean }>([['kubelet-api', { id: 9, up: false }]]) })],
    ['its node is off', node(0, { reachable: false })],
  ])('is dead when %s', (_, off) => {
    expect(spec('kubelet-api:0', { nodes: [off] })).toMatchObject({
      dead: true,
      name: 'kubelet node-1 to API Server, TCP 6443 · HTTPS, cut',
    })
  })
  it('keeps its chip', () => expect(spec('kubelet-api:0', { nodes: [node(0, { reachable: false })] }).chip).toBeDefined())
  it('is not one that stays inside the machine', () => expect(spec('cri:0', { nodes: [node(0, { reachable: false })] }).dead).toBe(false))
})

it('bundles all nodes’ links into one trunk for each kind', () => {
  const trunks = edgeSpecs(input({ mode: 'trunk', layout: clusterLayout(40) })).filter((found) => found.trunk)
  expect(trunks.map((trunk) => trunk.kind)).toEqual(['api-kubelet', 'kubelet-api', 'proxy-api', 'vxlan', 'client-nodeport'])
})

it('lines of nodes stay the same objects while what they are drawn from is the same', () => {
  const memory = createEdgeMemory()
  const nodes = [node(0), node(1), node(2)]
  const given = input({ nodes })
  const ofNode = (found: readonly EdgeSpec[], slot: number): EdgeSpec => found.find((one) => one.node === slot)!
  const before = edgeSpecs(given, memory)
  const kept = (now: EdgeInput): boolean[] => {
    const found = edgeSpecs(now, memory)
    expect(found).toEqual(edgeSpecs(now))
    const same = [0, 1, 2].map((slot) => ofNode(found, slot) === ofNode(before, slot))
    edgeSpecs(given, Object.assign(memory, first))
    return same
  }
  const first = { ...memory }
  expect(kept({ ...given, nodes: [...nodes, node(3)] })).toEqual([true, true, true])
  expect(kept({ ...given, nodes: [nodes[0]!, node(1, { reachable: false }), nodes[2]!] })).toEqual([true, false, true])
  expect(kept({ ...given, nodes: [nodes[2]!, nodes[0]!, nodes[1]!] })).toEqual([false, true, false])
  expect(kept({ ...given, layout: clusterLayout(3) })).toEqual([false, false, false])
  expect(kept({ ...given, mode: 'plain' })).toEqual([false, false, false])
  expect(kept({ ...given, nodePort: 30081 })).toEqual([false, false, false])
  expect(kept({ ...given, chipScale: 2 })).toEqual([false, false, false])
  expect(kept({ ...given, firstChipsOnly: true })).toEqual([false, false, false])
})
