import { describe, expect, it } from 'vitest'
import { complete } from '../../src/kubectl/complete.ts'

const names = (info: { readonly name: string }, namespace: string, pod?: string): Promise<readonly string[]> => Promise.resolve(
  pod === 'web' ? ['app', 'sidecar'] : { pods: namespace === 'shop' ? ['cart-1'] : ['web-a', 'web-b'], deployments: ['web'], namespaces: ['default', 'shop'], nodes: ['node-1'] }[info.name] ?? [],
)
const offered = async (line: string): Promise<readonly string[]> => (await complete(line, 'default', names)).candidates

describe('Tab', () => {
  it.each([
    ['des', ['describe']], ['kubectl ap', ['api-resources', 'api-versions', 'apply']], ['k rollout re', ['restart', 'resume']], ['get dep', ['deployments']], ['get pods w', ['web-a', 'web-b']],
    ['get pods web-a w', ['web-b']], ['get pod/w', ['pod/web-a', 'pod/web-b']], ['get pods -n s', ['shop']], ['get pods --namespace=s', ['--namespace=shop']],
    ['get pods -n shop c', ['cart-1']], ['-n shop get pods c', ['cart-1']], ['get pods -o y', ['yaml']], ['get --sh', ['--show-kind', '--show-labels', '--show-managed-fields']], ['logs w', ['web-a', 'web-b']],
    ['drain n', ['node-1']], ['exec web -c ', ['app', 'sidecar']], ['logs web --container=s', ['--container=sidecar']], ['top no', ['node']], ['explain depl', ['deployments']], ['scale deploy w', ['web']], ['create dep', ['deployment']], ['get pods; get no', ['nodes']], ['nosuch x', []], ['get nosuch x', []],
  ])('after "%s" offers %j', async (line, expected) => expect(await offered(line)).toEqual(expected))
  it('says where the candidates begin', async () => expect(await complete('get pods we', 'default', names)).toMatchObject({ start: 9 }))
})
