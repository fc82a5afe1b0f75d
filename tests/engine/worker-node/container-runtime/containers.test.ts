import { describe, expect, it } from 'vitest'
import { createContainer } from '../../../../src/engine/worker-node/container-runtime/containers.ts'
import { createRuntimes, type Sandbox } from '../../../../src/engine/worker-node/container-runtime/state.ts'
import { container } from '../machines.ts'

function idsOf(seed: number, count: number): readonly string[] {
  const runtimes = createRuntimes(seed)
  const sandbox: Sandbox = { podUid: 'u', slot: 0, namespace: 'default', name: 'web', ip: '10.244.0.2', ready: true, containers: [] }
  return Array.from({ length: count }, () => createContainer(runtimes, sandbox, container('app', 'nginx:1.25'), 0).id)
}

describe('the id of a container', () => {
  it('is 64 hexadecimal digits that follow from seed and number', () => {
    expect(idsOf(1, 1)).toEqual(['containerd://dfc03b475e0d95c19563eec81afaabad5b7f5db53794b1c9b001a9257b0bbde8'])
    expect(idsOf(7, 2)[1]).toBe('containerd://b982b7a83a1d31a998cc7610950e630411f4cfe31417c7f11f1a85e5b8de3d5a')
  })
  it('is another for every container, and stays when the next one is made', () => {
    const ids = idsOf(3, 500)
    expect(new Set(ids).size).toBe(500)
    expect(ids.every((id) => /^containerd:\/\/[0-9a-f]{64}$/.test(id))).toBe(true)
  })
})
