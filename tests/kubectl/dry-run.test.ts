/** `--dry-run`: no command that declares the flag may write, whatever its words. */
import { describe, expect, it } from 'vitest'
import { common } from '../../src/kubectl/commands/command.ts'
import type { Command } from '../../src/kubectl/commands/command.ts'
import { commands } from '../../src/kubectl/commands/table.ts'
import type { RestRequest } from '../../src/protocol/rest.ts'
import { testCluster } from './test-cluster.ts'
import type { TestCluster } from './test-cluster.ts'

/** Every path of the table whose command declares the flag. */
function declaring(table: readonly Command[], before = ''): readonly string[] {
  return table.flatMap((command) => {
    const path = `${before}${command.name}`
    return [...(command.flags.some((one) => one.name === common.dryRun.name) ? [path] : []), ...declaring(command.inner ?? [], `${path} `)]
  })
}

const manifest = (name: string, mode: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  mode: ${mode}\n`
const here = (line: string, text: string): string => `${line} <<'END'\n${text}END`

/** For each path lines that would write if they were no dry run; FLAG stands for the flag. */
const lines: Readonly<Record<string, readonly string[]>> = {
  'create': [here('create -f - FLAG', manifest('made', 'a'))],
  'create deployment': ['create deployment made --image=nginx FLAG'],
  'create namespace': ['create ns made FLAG'],
  'create serviceaccount': ['create sa made FLAG'],
  'create configmap': ['create cm made --from-literal=a=b FLAG'],
  'create secret generic': ['create secret generic made --from-literal=a=b FLAG'],
  'create secret docker-registry': ['create secret docker-registry made --docker-username=u --docker-password=p FLAG'],
  'create secret tls': ['create secret tls made --cert=pem --key=pem FLAG'],
  'create job': ['create job made --image=nginx FLAG'],
  'create cronjob': ['create cronjob made --image=nginx --schedule="* * * * *" FLAG'],
  'create ingress': ['create ingress made --rule=example.org/=web:80 FLAG'],
  'create poddisruptionbudget': ['create pdb made --selector=app=web --min-available=1 FLAG'],
  'create quota': ['create quota made --hard=pods=1 FLAG'],
  'create priorityclass': ['create priorityclass made --value=1 FLAG'],
  'create role': ['create role made --verb=get --resource=pods FLAG'],
  'create clusterrole': ['create clusterrole made --verb=get --resource=pods FLAG'],
  'create rolebinding': ['create rolebinding made --role=reader --user=jane FLAG'],
  'create clusterrolebinding': ['create clusterrolebinding made --clusterrole=reader --user=jane FLAG'],
  'create service clusterip': ['create service clusterip made --tcp=80 FLAG'],
  'create service nodeport': ['create service nodeport made --tcp=80 FLAG'],
  'create service loadbalancer': ['create service loadbalancer made --tcp=80 FLAG'],
  'create service externalname': ['create service externalname made --external-name=example.org FLAG'],
  'expose': ['expose deployment web --port=80 FLAG'],
  'run': ['run made --image=nginx FLAG', 'run made --image=nginx --port=80 --expose FLAG'],
  'set env': ['set env deployment/web MODE=slow FLAG', 'set env deployment --all MODE=slow FLAG'],
  'set image': ['set image deployment/web nginx=nginx:1.27 FLAG', 'set image deployment/web *=nginx:1.27 FLAG -o yaml'],
  'set resources': ['set resources deployment web --limits=cpu=200m FLAG'],
  'set serviceaccount': ['set serviceaccount deployment web default2 FLAG'],
  'delete': ['delete deployment web FLAG', 'delete pods --all FLAG', 'delete pods --all --force FLAG', 'delete ns spare FLAG', here('delete -f - FLAG', manifest('settings', 'a'))],
  'rollout undo': ['rollout undo deployment/web FLAG', 'rollout undo deployment/web --to-revision=1 FLAG'],
  'scale': ['scale deployment web --replicas=5 FLAG', 'scale deployment web --replicas=5 --current-replicas=2 FLAG'],
  'cordon': ['cordon node-1 FLAG'],
  'uncordon': ['uncordon node-3 FLAG'],
  'drain': ['drain node-1 --force --timeout=10s FLAG', 'drain node-2 node-1 --force --grace-period=1 FLAG'],
  'taint': ['taint nodes node-1 a=b:NoSchedule FLAG', 'taint nodes --all a=b:NoExecute FLAG'],
  'apply': [here('apply -f - FLAG', manifest('made', 'a')), here('apply -f - FLAG', manifest('settings', 'changed'))],
  'replace': [here('replace -f - FLAG', manifest('settings', 'changed'))],
  'autoscale': ['autoscale deployment web --max=4 FLAG'],
  'patch': ['patch deployment web -p \'{"spec":{"replicas":5}}\' FLAG', 'patch deployment web --type=merge -p \'{"spec":{"replicas":5}}\' FLAG -o yaml'],
  'label': ['label deployment web tier=front FLAG', 'label deployment web app- FLAG', 'label deployment --all tier=front FLAG'],
  'annotate': ['annotate deployment web note=one FLAG', 'annotate deployment --all note=one FLAG'],
}
const all = Object.values(lines).flat()

const isWrite = ({ method }: RestRequest): boolean => method !== 'GET'
const isDry = ({ query }: RestRequest): boolean => query?.['dryRun'] === 'All'

async function preparedBench(): Promise<TestCluster> {
  const bench = testCluster()
  bench.files['pem'] = 'a key'
  await bench.run('create deployment web --image=nginx --replicas=2\ncreate ns spare\ncordon node-3\ncreate cm settings --from-literal=mode=slow')
  bench.wait(20)
  await bench.run('set image deployment/web nginx=nginx:1.26')
  bench.wait(40)
  bench.requests.length = 0
  return bench
}

/** What a write would change, without what the cluster changes by itself. */
async function written(bench: TestCluster): Promise<string> {
  const kinds = ['deployments,replicasets,pods,services,configmaps,secrets,serviceaccounts,jobs,cronjobs,ingresses,roles,rolebindings,pdb,quota', 'namespaces,priorityclasses,clusterroles,clusterrolebindings']
  const objects = await Promise.all(kinds.map((kind) => bench.run(`get ${kind} -A -o json`)))
  const nodes = await bench.run('get nodes -o jsonpath={.items[*].spec}')
  return `${objects.map(({ out }) => out).join('')}${nodes.out}`
}

describe('--dry-run', () => {
  it('is tried with every command that declares it', () => expect(Object.keys(lines).toSorted()).toEqual(declaring(commands).toSorted()))

  it('as client sends no write and says so', async () => {
    const bench = await preparedBench()
    const before = await written(bench)
    bench.requests.length = 0
    for (const line of all) {
      const { out, error, code } = await bench.run(line.replace('FLAG', '--dry-run=client'))
      expect({ line, error: error.replace(/^Warning: .*\n/gm, ''), code, said: out.includes('(dry run)') || line.includes('-o yaml') }).toEqual({ line, error: '', code: 0, said: true })
    }
    expect(bench.requests.filter(isWrite)).toEqual([])
    expect(await written(bench)).toBe(before)
  })

  it('as server sends every write with dryRun=All, says so and leaves the cluster as it was', async () => {
    const bench = await preparedBench()
    const before = await written(bench)
    for (const line of all) {
      bench.requests.length = 0
      const { out, error, code } = await bench.run(line.replace('FLAG', '--dry-run=server'))
      expect({ line, error: error.replace(/^Warning: .*\n/gm, ''), code, said: out.includes('(server dry run)') || line.includes('-o yaml') }).toEqual({ line, error: '', code: 0, said: true })
      const writes = bench.requests.filter(isWrite)
      expect({ line, writes: writes.length > 0, real: writes.filter((request) => !isDry(request)) }).toEqual({ line, writes: true, real: [] })
    }
    expect(await written(bench)).toBe(before)
  })

  it('tells a deletion’s options of it too, where an API server looks when there is a body', async () => {
    const bench = await preparedBench()
    await bench.run('delete deployment web --dry-run=server\ndrain node-1 node-2 --force --dry-run=server')
    const bodies = bench.requests.filter((one) => one.method === 'DELETE' || one.path.endsWith('/eviction')).map((one) => JSON.parse(one.body ?? '') as Record<string, unknown>)
    expect(bodies.length).toBe(3)
    expect(bodies.map((body) => body['dryRun'] ?? (body['deleteOptions'] as Record<string, unknown>)['dryRun'])).toEqual([['All'], ['All'], ['All']])
  })

  it('as client shows what a patch would make of the object', async () => {
    const bench = await preparedBench()
    const { out } = await bench.run('set image deployment/web nginx=nginx:9 --dry-run=client -o yaml')
    expect(out).toContain('image: nginx:9')
    expect(out).toContain('imagePullPolicy: ')
    expect((await bench.run('label deployment web app- --dry-run=client -o jsonpath={.metadata.labels}')).out).toBe('{}')
    expect((await bench.run('set env deployment/web A=b --dry-run=client -o jsonpath={.spec.template.spec.containers[*].env}')).out).toBe('[{"name":"A","value":"b"}]')
    expect((await bench.run('patch deployment web --type=json -p \'[]\' --dry-run=client')).error).toContain('use --dry-run=server')
  })

  it('refuses another word before anything is sent, and warns once of the flag alone', async () => {
    const bench = await preparedBench()
    const { error, code } = await bench.run('scale deployment web --replicas=5 --dry-run=maybe')
    expect([error, code, bench.requests.length]).toEqual(['error: Invalid dry-run value (maybe). Must be "none", "server", or "client".\n', 1, 0])
    const alone = await bench.run('label deployment web tier=front --dry-run')
    expect(alone).toEqual({ out: 'deployment.apps/web labeled (dry run)\n', error: 'W: --dry-run is deprecated and can be replaced with --dry-run=client.\n', code: 0 })
    expect(bench.requests.filter(isWrite)).toEqual([])
  })
})
