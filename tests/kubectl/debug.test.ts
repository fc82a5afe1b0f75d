import { describe, expect, it } from 'vitest'
import type { Pod } from '../../src/kubernetes/types/core.ts'
import { testCluster, type TestCluster } from './test-cluster.ts'

async function withPod(): Promise<TestCluster> {
  const bench = testCluster()
  await bench.run('run box --image=nginx:1.27 --labels=app=box')
  bench.wait(20)
  return bench
}
async function podOf(bench: TestCluster, name: string): Promise<Pod> {
  return JSON.parse((await bench.run(`get pod ${name} -o json`)).out) as Pod
}
const legacy = '--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example "--profile=general".\n'

describe('debug of a pod', () => {
  it('adds an ephemeral container, names it, and describe, logs and exec reach it', async () => {
    const bench = await withPod()
    const { out, error, code } = await bench.run('debug box --image=busybox:1.36 --target=box -- sh -c "echo hi; sleep 1h"')
    expect([error, code]).toEqual([legacy, 0])
    const [, name = ''] = /^Targeting container "box"\. .*\nDefaulting debug container name to (debugger-\w{5})\.\n$/.exec(out) ?? []
    bench.wait(10)
    expect((await podOf(bench, 'box')).spec.ephemeralContainers).toEqual([expect.objectContaining({
      name, image: 'busybox:1.36', command: ['sh', '-c', 'echo hi; sleep 1h'], targetContainerName: 'box',
    })])
    expect((await bench.run('describe pod box')).out).toMatch(new RegExp(`^Ephemeral Containers:\\n  ${name}:\\n    Container ID: `, 'm'))
    expect((await bench.run(`logs box -c ${name}`)).out).toBe('hi\n')
    expect((await bench.run(`exec box -c ${name} -- hostname`)).out).toBe('box\n')
    expect((await bench.run('logs box --tail=1')).error).toBe(`Defaulted container "box" out of: box, ${name} (ephem)\n`)
  })
  it('shows what the new container prints, or reads what is piped to it', async () => {
    const bench = await withPod()
    expect(await bench.run('debug box --image=busybox:1.36 -c one --attach --profile=general -- sh -c "echo hi; sleep 2; echo there"')).toMatchObject({ out: 'hi\nthere\n', code: 0 })
    expect(await bench.run("debug box --image=busybox:1.36 -c two -i --profile=general <<'END'\nhostname\nexit\nEND")).toEqual({
      out: 'box\n', error: 'If you don\'t see a command prompt, try pressing enter.\n', code: 0,
    })
    bench.wait(3)
    const { ephemeralContainerStatuses = [] } = (await podOf(bench, 'box')).status
    expect(ephemeralContainerStatuses.map(({ name, state }) => [name, state.terminated?.exitCode])).toEqual([['one', 0], ['two', 0]])
  })
  it('gives another name each time, and keeps those that are there', async () => {
    const bench = await withPod()
    await bench.run('debug box --image=busybox:1.36 --profile=general -q')
    await bench.run('debug box --image=busybox:1.36 --profile=general -q')
    const names = (await podOf(bench, 'box')).spec.ephemeralContainers?.map(({ name }) => name) ?? []
    expect([names.length, new Set(names).size]).toEqual([2, 2])
  })
  it.each([
    ['legacy', undefined], ['general', { capabilities: { add: ['SYS_PTRACE'] } }], ['baseline', undefined],
    ['netadmin', { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } }], ['sysadmin', { privileged: true }],
    ['restricted', { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }],
  ])('with the profile %s gives it %j', async (profile, securityContext) => {
    const bench = await withPod()
    await bench.run(`debug box --image=busybox:1.36 -c d --profile=${profile} --env=A=B,C=D`)
    const [container] = (await podOf(bench, 'box')).spec.ephemeralContainers ?? []
    expect(container?.securityContext).toEqual(securityContext)
    expect(container?.env).toEqual([{ name: 'A', value: 'B' }, { name: 'C', value: 'D' }])
  })
  it('makes a copy with a container more, apart from the workload', async () => {
    const bench = await withPod()
    expect((await bench.run('debug box --image=busybox:1.36 --copy-to=copy -c d --same-node -- sleep 60')).code).toBe(0)
    const copy = await podOf(bench, 'copy')
    expect(copy.metadata.labels).toBeUndefined()
    expect(copy.spec.nodeName).toBe((await podOf(bench, 'box')).spec.nodeName)
    expect(copy.spec.containers.map(({ name, image, command }) => [name, image, command])).toEqual([['box', 'nginx:1.27', undefined], ['d', 'busybox:1.36', ['sleep', '60']]])
  })
  it('makes a copy with other images, or another command, in the place of the original', async () => {
    const bench = await withPod()
    await bench.run('debug box --copy-to=one --set-image=box=nginx:1.28 --profile=general')
    await bench.run('debug box --copy-to=two -c box --replace --profile=general -- sleep 5')
    const one = await podOf(bench, 'one')
    expect([one.metadata.labels, one.spec.containers[0]?.image]).toEqual([{ app: 'box' }, 'nginx:1.28'])
    expect((await podOf(bench, 'two')).spec.containers.map(({ name, command }) => [name, command])).toEqual([['box', ['sleep', '5']]])
    bench.wait(5)
    expect((await bench.run('get pod box')).error).toContain('pods "box" not found')
  })
})

describe('debug of a node', () => {
  it('makes a pod on it that sees its files and network and tolerates everything', async () => {
    const bench = testCluster()
    const { out } = await bench.run('debug node/node-2 --image=busybox:1.36 --profile=sysadmin -- sleep 60')
    const [, name = ''] = /^Creating debugging pod (node-debugger-node-2-\w{5}) with container debugger on node node-2\.\n$/.exec(out) ?? []
    bench.wait(10)
    expect(await podOf(bench, name)).toMatchObject({
      spec: {
        nodeName: 'node-2', hostNetwork: true, restartPolicy: 'Never', tolerations: [{ operator: 'Exists' }],
        containers: [{ name: 'debugger', command: ['sleep', '60'], securityContext: { privileged: true } }],
      },
      status: { phase: 'Running' },
    })
  })
  it('gives it less under a profile that may less', async () => {
    const bench = testCluster()
    await bench.run('debug node/node-2 --image=busybox:1.36 --profile=baseline -- sleep 60')
    const { items } = JSON.parse((await bench.run('get pods -o json')).out) as { items: Pod[] }
    expect(items[0]?.spec.hostNetwork).toBeUndefined()
    expect(JSON.stringify(items[0]?.spec.volumes ?? [])).not.toContain('hostPath')
  })
})
