import { describe, expect, it } from 'vitest'
import { programOf } from '../../../src/engine/world/programs.ts'
import { container } from '../worker-node/machines.ts'

const limited = (memory: string): object => ({ resources: { limits: { memory }, requests: {} } })
const hungry = ['--vm', '1', '--vm-bytes', '250M', '--vm-hang', '1']

describe('a program that takes more memory than its container may', () => {
  it.each([
    ['stress by its command', 'polinux/stress', { command: ['stress'], args: hungry }], ['stress by its image', 'polinux/stress', { args: hungry }],
    ['stress in a shell', 'busybox', { command: ['sh', '-c', `stress ${hungry.join(' ')}`] }], ['with a sign between', 'a/stress-ng', { args: ['--vm=1', '--vm-bytes=250M'] }],
    ['the other stress', 'vish/stress', { args: ['-mem-total', '250Mi'] }],
  ])('is killed: %s', (_, image, more) => {
    expect(programOf(container('a', image, { ...more, ...limited('200Mi') })).exit).toMatchObject({ code: 137, reason: 'OOMKilled' })
    expect(programOf(container('a', image, { ...more, ...limited('300Mi') })).exit).toBeUndefined()
    expect(programOf(container('a', image, more)).exit).toBeUndefined()
  })
  it('is killed as it starts when it is an image whose use is known, and not when nobody knows it', () => {
    expect(programOf(container('a', 'mysql:8', limited('128Mi'))).exit).toMatchObject({ reason: 'OOMKilled' })
    expect(programOf(container('a', 'nginx', limited('128Mi'))).exit).toBeUndefined()
    expect(programOf(container('a', 'nobody/knows', { ports: [{ name: undefined, containerPort: 80, hostPort: undefined, protocol: 'TCP' }], ...limited('1Mi') })).exit).toBeUndefined()
    expect(programOf(container('a', 'mysql:8', { command: ['sleep', '1h'], ...limited('128Mi') })).exit).toMatchObject({ code: 0 })
  })
  it('may end before by itself', () => {
    const args = ['--vm', '1', '--vm-bytes', '4G', '--timeout', '1s']
    expect(programOf(container('a', 'stress', { args, ...limited('3Gi') })).exit).toEqual({ afterUs: 1_000_000, code: 0 })
  })
})

describe('stress', () => {
  it('takes the cores that it is told', () => {
    expect(programOf(container('a', 'vish/stress', { args: ['-cpus', '2'] })).load).toMatchObject({ milliCpu: 2000 })
    expect(programOf(container('a', 'stress', { args: ['--cpu', '1', '--vm', '2'] })).load).toMatchObject({ milliCpu: 3000, memoryBytes: 513 * 1_048_576 })
  })
})
