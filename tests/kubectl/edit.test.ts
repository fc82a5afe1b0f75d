import { describe, expect, it } from 'vitest'
import { testCluster } from './test-cluster.ts'

describe('kubectl edit', () => {
  it('shows the YAML, patches what was changed of it and nothing else', async () => {
    const bench = testCluster()
    await bench.run('create deployment web --image=nginx:1.27 --replicas=2')
    bench.editor = (text) => {
      expect(text).toMatch(/^# Please edit the object below/)
      expect(text).not.toContain('managedFields')
      return text.replace('replicas: 2', 'replicas: 3')
    }
    bench.requests.length = 0
    expect(await bench.run('edit deployment web')).toEqual({ out: 'deployment.apps/web edited\n', error: '', code: 0 })
    const patch = bench.requests.find(({ method }) => method === 'PATCH')
    expect(JSON.parse(patch?.body ?? '')).toEqual({ spec: { replicas: 3 } })
  })

  it('writes nothing when nothing was changed, or the editor was given up', async () => {
    const bench = testCluster()
    await bench.run('create configmap a')
    bench.requests.length = 0
    for (const editor of [(text: string) => text, () => undefined, () => '']) {
      bench.editor = editor
      expect(await bench.run('edit cm/a')).toEqual({ out: '', error: 'Edit cancelled, no changes made.\n', code: 0 })
    }
    expect(bench.requests.every(({ method }) => method === 'GET')).toBe(true)
  })

  it('opens again with what was refused, in comments above the text as it was left', async () => {
    const bench = testCluster()
    await bench.run('create deployment web --image=nginx:1.27 --replicas=2')
    const shown: string[] = []
    bench.editor = (text) => {
      shown.push(text)
      return shown.length === 1 ? text.replace('replicas: 2', 'replicas: -2') : text.replace('replicas: -2', 'replicas: 4')
    }
    expect((await bench.run('edit deployment web')).out).toBe('deployment.apps/web edited\n')
    expect(shown[1]).toContain('# The Deployment "web" is invalid: spec.replicas: Invalid value: -2')
    expect(shown[1]).toContain('replicas: -2')
    expect((await bench.run('get deployment web -o jsonpath={.spec.replicas}')).out).toBe('4')
  })

  it('says so where there is no editor, and takes no other name', async () => {
    const bench = testCluster()
    await bench.run('create configmap a')
    bench.editor = (text) => (text.includes('was changed') ? '' : text.replace('name: a', 'name: b'))
    expect((await bench.run('edit cm a')).error).toBe('Edit cancelled, no changes made.\n')
  })
})
