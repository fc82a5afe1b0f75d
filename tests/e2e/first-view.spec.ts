import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { components, links } from '../../src/kubernetes/architecture.ts'
import { untilReady } from './objects.ts'
import { openPodium, openSite } from './podium-page.ts'
import type { Podium, Site } from './podium-page.ts'

const nodes = ['node-1', 'node-2', 'node-3']
let site: Site
beforeAll(async () => { site = await openSite() })
afterAll(async () => { await site.close() })

const opened = async (options: Parameters<typeof openPodium>[1], visit: (podium: Podium) => Promise<void>): Promise<void> => {
  const podium = await openPodium(site, options)
  try {
    await visit(podium)
    expect(podium.faults).toEqual([])
    expect(podium.outside).toEqual([])
  } finally {
    await podium.close()
  }
}

describe('the first view', () => {
  it('opens under a sub-path without a fault and without another host', () => opened({}, async (podium) => {
    await podium.button('API Server kube-apiserver').waitFor()
  }))

  it('opens inside an iframe without a fault', () => opened({ framed: true, query: 'embed' }, async (podium) => {
    await podium.button('Pause').waitFor()
    await podium.button('API Server kube-apiserver').waitFor()
  }))

  it('opens inside a sandboxed iframe, where no worker can be made of an address', () => opened({ framed: 'sandbox', query: 'embed' }, async (podium) => {
    await podium.button('Pause').waitFor()
    await podium.button('API Server kube-apiserver').waitFor()
  }))

  it('says what to do when it was opened as a file, which browsers let load no scripts', async () => {
    const page = await site.browser.newPage()
    await page.goto(pathToFileURL('dist/index.html').href)
    await page.getByRole('alert').getByText(/Serve this folder/).waitFor()
    await page.close()
  })

  it('shows every box of the picture by its name', () => opened({}, async (podium) => {
    await untilReady(podium, 'web', 3)
    const { frame } = podium
    for (const name of ['etcd', 'API Server kube-apiserver', 'Controller Manager kube-controller-manager', 'Scheduler kube-scheduler', 'kubectl, you', 'Cluster network']) {
      expect(await podium.button(name).count(), name).toBe(1)
    }
    for (const group of ['Control plane', 'clients', 'Deployments', 'Services', 'Worker Nodes, 3', 'Unscheduled pods, 0']) {
      expect(await frame.getByRole('group', { name: group, exact: true }).count(), group).toBe(1)
    }
    for (const node of nodes) {
      for (const name of [`kubelet on ${node}`, `kube-proxy on ${node}`, `container runtime containerd on ${node}`]) expect(await podium.button(name).count(), name).toBe(1)
    }
    expect(await podium.button(/^Pod web-[a-z0-9]+-[a-z0-9]{5}, Running, 2\/2 ready/).count()).toBe(3)
    // A box of the picture that is added to the architecture table must get its line above.
    expect(components.map((row) => row.title)).toHaveLength(12)
  }))

  it('shows every link of the picture by its name and port', () => opened({ width: 1920, height: 1080 }, async (podium) => {
    await untilReady(podium, 'web', 3)
    const ends: Readonly<Record<string, readonly string[]>> = {
      'kubectl-api': ['kubectl to API Server'],
      'controller-manager-api': ['Controller Manager to API Server'],
      'scheduler-api': ['Scheduler to API Server'],
      'api-etcd': ['API Server to etcd'],
      'kubelet-api': nodes.map((node) => `kubelet ${node} to API Server`),
      'proxy-api': nodes.map((node) => `kube-proxy ${node} to API Server`),
      'api-kubelet': nodes.map((node) => `API Server to kubelet ${node}`),
      cri: nodes.map((node) => `kubelet ${node} to container runtime`),
      vxlan: nodes.map((node) => `${node} to the other nodes`),
      'client-nodeport': ['clients to Service (NodePort)', ...nodes.map((node) => `Cluster network to ${node}`)],
      'pod-network': nodes.map((node) => `Pods of ${node} to each other`),
    }
    for (const link of links) {
      // 2380 comes when etcd has more members.
      if (link.kind === 'etcd-peer') continue
      const names = ends[link.kind] ?? []
      expect(names, link.kind).not.toEqual([])
      for (const name of names) expect(await podium.button(`${name}, ${link.label}`).count(), `${name}, ${link.label}`).toBe(1)
    }
    for (const port of ['TCP 6443 · HTTPS', 'TCP 2379 · gRPC', 'TCP 10250', 'CRI · unix socket', 'UDP 8472 · VXLAN']) {
      expect(await podium.frame.locator('.port-chip', { hasText: port }).count(), `chip ${port}`).toBeGreaterThan(0)
    }
  }))

  it('has web and api running and clients served within its first simulated minute', () => opened({ query: 'speed=10' }, async (podium) => {
    await untilReady(podium, 'web', 3)
    await untilReady(podium, 'api', 3)
    await podium.until('clients succeed', () => podium.clients(), (clients) => clients.succeededPerSecond > 0 && clients.failedPerSecond === 0)
    expect(await podium.simTimeUs()).toBeLessThan(60_000_000)
  }))

  it('says what is wrong with an address and opens all the same', () => opened({ query: 'nodes=many&theme=light' }, async (podium) => {
    await podium.frame.getByText('?nodes=many').waitFor()
    await podium.button('API Server kube-apiserver').waitFor()
    expect(await podium.frame.evaluate(() => document.documentElement.dataset['theme'])).toBe('light')
  }))
})
