// https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
import { describe, expect, it } from 'vitest'
import { podResources, qosClass } from '../../src/kubernetes/pod-resources.ts'
import type { Container, ResourceList } from '../../src/kubernetes/types/core.ts'
import { makeContainer, makeSpec } from '../engine/control-plane/scheduler/builders.ts'

const main = (requests?: ResourceList): Container => makeContainer(requests)
const sidecar = (requests: ResourceList): Container => makeContainer(requests, { restartPolicy: 'Always' })
const mebibyte = 1024 * 1024

describe('what a pod asks of a node', () => {
  it.each([
    ['the sum of its containers', [], [main({ cpu: '100m' }), main({ cpu: '0.2' })], 300],
    ['the largest init container when that is more', [main({ cpu: '1' }), main({ cpu: '2' })], [main({ cpu: '500m' })], 2000],
    ['not the init containers when they are less', [main({ cpu: '100m' })], [main({ cpu: '500m' })], 500],
    ['sidecars on top of the containers', [sidecar({ cpu: '300m' })], [main({ cpu: '500m' })], 800],
    ['an init container with the sidecars before it', [sidecar({ cpu: '300m' }), main({ cpu: '1' })], [main({ cpu: '500m' })], 1300],
    ['an init container without the sidecars after it', [main({ cpu: '1' }), sidecar({ cpu: '300m' })], [main({ cpu: '500m' })], 1000],
  ])('is %s', (_, initContainers, containers, cpuMilli) => {
    expect(podResources(makeSpec({ initContainers, containers })).cpuMilli).toBe(cpuMilli)
  })

  it('counts 100m and 200Mi for a container that names none, beside the real sum', () => {
    const resources = podResources(makeSpec({ containers: [main(), main({ cpu: '0', memory: '1Gi' })] }))
    expect(resources).toEqual({
      cpuMilli: 0, memoryBytes: 1024 * mebibyte, ephemeralBytes: 0, nonZeroCpuMilli: 100, nonZeroMemoryBytes: 1224 * mebibyte,
      other: undefined,
    })
  })

  it('keeps other resources by name', () => {
    const spec = makeSpec({ containers: [main({ 'example.com/gpu': '2', 'hugepages-2Mi': '0' })] })
    expect(podResources(spec).other).toEqual([{ name: 'example.com/gpu', amount: 2 }])
  })
})

describe('the quality-of-service class', () => {
  const both = (requests: ResourceList | undefined, limits: ResourceList | undefined): Container =>
    makeContainer(undefined, { resources: { requests, limits } })
  it.each([
    ['nothing', [both(undefined, undefined)], 'BestEffort'],
    ['zero', [both({ cpu: '0' }, undefined)], 'BestEffort'],
    ['another resource only', [both({ 'example.com/gpu': '1' }, { 'example.com/gpu': '1' })], 'BestEffort'],
    ['equal requests and limits', [both({ cpu: '1', memory: '1Gi' }, { cpu: '1000m', memory: '1024Mi' })], 'Guaranteed'],
    ['limits alone', [both(undefined, { cpu: '1', memory: '1Gi' })], 'Guaranteed'],
    ['a limit for cpu only', [both(undefined, { cpu: '1' })], 'Burstable'],
    ['one container without', [both({ cpu: '1', memory: '1Gi' }, { cpu: '1', memory: '1Gi' }), both(undefined, undefined)], 'Burstable'],
    ['requests below limits', [both({ cpu: '1', memory: '1Gi' }, { cpu: '2', memory: '1Gi' })], 'Burstable'],
  ])('with %s', (_, containers, expected) => {
    expect(qosClass(makeSpec({ containers }))).toBe(expected)
  })
})
