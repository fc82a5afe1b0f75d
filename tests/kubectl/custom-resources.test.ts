import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCluster } from './test-cluster.ts'
import type { TestCluster } from './test-cluster.ts'

const file = (name: string): string => readFileSync(`tests/fixtures/kubectl/files/${name}`, 'utf8')

describe('a kind that a definition made', () => {
  let bench: TestCluster
  beforeEach(async () => {
    bench = testCluster()
    for (const name of ['crd.yaml', 'widget.yaml', 'widget-2.yaml']) bench.files[name] = file(name)
    await bench.run('apply -f crd.yaml')
    bench.wait(5)
  })

  it('is asked for once it is named, and printed with the columns of its definition', async () => {
    await bench.run('apply -f widget.yaml')
    expect((await bench.run('get wd')).out.split('\n').map((row) => row.split(/ +/))).toEqual([['NAME', 'SIZE'], ['one', '3'], ['']])
    expect((await bench.run('get widgets -o wide')).out).toContain('COLOUR')
  })

  it('is applied by a merge patch whose lists are whole', async () => {
    await bench.run('apply -f widget.yaml')
    bench.requests.length = 0
    expect((await bench.run('apply -f widget-2.yaml')).out).toBe('widget.example.com/one configured\n')
    const patch = bench.requests.find(({ method }) => method === 'PATCH')
    expect(patch?.headers?.['content-type']).toBe('application/merge-patch+json')
    expect((JSON.parse(patch?.body ?? '') as { spec: unknown }).spec).toEqual({ size: 4, parts: ['b', 'c'], colour: null })
  })

  it('that nobody made is no kind, after one look at the definitions', async () => {
    bench.requests.length = 0
    expect((await bench.run('get gadgets')).error).toBe('error: the server doesn\'t have a resource type "gadgets"\n')
    expect(bench.requests.map(({ path }) => path)).toEqual(['/apis/apiextensions.k8s.io/v1/customresourcedefinitions'])
  })
})
