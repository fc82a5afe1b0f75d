import { describe, expect, it } from 'vitest'
import { historyHash, runFor, world } from '../../../src/engine/index.ts'
import { deploymentManifest, serviceManifest } from './manifests.ts'
import { ask, runSeconds, scriptPod, second, startWhole, type WholeCluster } from './whole-cluster.ts'

const pods = '/api/v1/namespaces/default/pods'

function withLoad(script: string): WholeCluster {
  const whole = startWhole()
  ask(whole, 'POST', '/apis/apps/v1/namespaces/default/deployments', JSON.parse(deploymentManifest('web', 2, 'shop/api:2.4')))
  ask(whole, 'POST', '/api/v1/namespaces/default/services', JSON.parse(serviceManifest('web', 30080).replace('"targetPort":80', '"targetPort":8080')))
  runSeconds(whole, 15)
  ask(whole, 'POST', pods, scriptPod('load', script))
  runSeconds(whole, 10)
  return whole
}
function served(whole: WholeCluster): number {
  return whole.cluster.runtimes.machines.flatMap((machine) => [...(machine?.sandboxes.values() ?? [])]).flatMap((sandbox) => sandbox.containers)
    .reduce((sum, one) => sum + (one.activity?.served ?? 0), 0)
}
const logOf = (whole: WholeCluster): string => ask(whole, 'GET', `${pods}/load/log`).body as unknown as string

describe('a program that makes requests', () => {
  it('loads the pods of a Service at its script’s pace, and prints the answers', () => {
    const whole = withLoad('while sleep 0.09; do wget -q -O- http://web; done')
    const before = served(whole)
    runSeconds(whole, 10)
    expect(served(whole) - before).toBe(100)
    expect(logOf(whole)).toMatch(/^\{"service":"api","pod":"web-[^"]+","path":"\/"\}\n/)
  })
  it('prints nothing of what it throws away, and why an answer did not come', () => {
    const quiet = withLoad('while sleep 1; do curl -s -o /dev/null http://web; done')
    expect([served(quiet) > 3, logOf(quiet)]).toEqual([true, ''])
    expect(logOf(withLoad('curl -s http://nobody; sleep 100'))).toBe('curl: (6) Could not resolve host: nobody\n')
  })
  it('ends its requests with the program, and goes on with them after the runtime has crashed', () => {
    const whole = withLoad('while sleep 1; do curl -s http://web; done')
    const node = (ask(whole, 'GET', `${pods}/load`).body['spec'] as { nodeName: string }).nodeName
    world(whole.cluster, { type: 'crashProcess', process: 'container-runtime', node })
    runSeconds(whole, 20)
    const before = served(whole)
    runSeconds(whole, 10)
    expect(served(whole) - before).toBeGreaterThan(8)
    expect(served(whole) - before).toBeLessThan(11)
    world(whole.cluster, { type: 'crashContainer', namespace: 'default', pod: 'load', container: 'main' })
    runSeconds(whole, 1)
    const end = served(whole)
    runSeconds(whole, 10)
    expect(served(whole)).toBe(end)
  })
  it('can be copied in the middle, and runs on to the same history', () => {
    const whole = withLoad('while sleep 0.3; do wget -qO- http://web; done')
    const copy = structuredClone(whole.cluster)
    for (const cluster of [whole.cluster, copy]) runFor(cluster, 5 * second)
    expect(historyHash(copy)).toBe(historyHash(whole.cluster))
    expect(copy.runtimes).toEqual(whole.cluster.runtimes)
  })
})
