// @vitest-environment jsdom
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { clusterLayout } from '../../src/canvas/kernels/layout.ts'
import { noAttention } from '../../src/canvas/nodes/attention.ts'
import { DeploymentsCard } from '../../src/canvas/nodes/DeploymentsCard.tsx'
import { WorkersRegion } from '../../src/canvas/nodes/Regions.tsx'
import { deploymentsView } from '../../src/canvas/nodes/objects-view.ts'
import { fixtureStore } from '../../src/gallery/fixture-provider.tsx'
import { fixtures, Gallery } from '../../src/gallery/Gallery.tsx'
import { trouble } from '../../src/gallery/sample-clusters.ts'
import { stubCanvasDom } from '../canvas/dom-stubs.ts'

beforeAll(stubCanvasDom)

const ignore = () => undefined
const deploymentsProps = {
  height: 163, selectedDeployment: -1, selectedReplicaSet: -1, attention: noAttention, onScale: () => Promise.resolve({ ok: true }),
  onSelectDeployment: ignore, onSelectReplicaSet: ignore,
}

const card = (file: string, state: string) => {
  const node = fixtures.find(([name]) => name === file)?.[1].states[state]
  if (node === undefined) throw new Error(`no fixture ${file}/${state}`)
  return render(node)
}

describe('every fixture', () => {
  it.each(
    fixtures
      .filter(([name]) => name !== 'pictures')
      .flatMap(([name, { states }]) => Object.keys(states).map((state) => [name, state] as const)),
  )('%s, %s: is accessible and puts a mark and a word on every status', async (name, state) => {
    const { container } = card(name, state)
    expect(container.textContent).not.toBe('')
    const { violations } = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false }, 'nested-interactive': { enabled: true } },
    })
    expect(violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([])
    for (const pod of container.querySelectorAll('.compact-pod')) expect(pod.querySelector('.status-glyph')).not.toBeNull()
    for (const pod of container.querySelectorAll('.pod-card:not(.compact-pod)')) {
      expect(pod.querySelector('.pod-name .status-glyph')).not.toBeNull()
      expect(pod.querySelector('.pod-status')?.textContent).toMatch(/^[A-Z]/)
    }
  })
  it('is listed', () => {
    render(<Gallery path="worker-node" />)
    expect(screen.getByRole('link', { name: 'Control plane and kubectl' })).toBeInTheDocument()
    expect(screen.getByRole('heading', { name: 'Worker node' })).toBeInTheDocument()
  })
})

describe('a worker node’s card', () => {
  it('is a group with the node’s name and state, its parts are buttons', () => {
    card('worker-node', 'ready')
    const node = screen.getByRole('group', { name: 'Node node-1, Ready' })
    for (const name of ['kubelet on node-1', 'kube-proxy on node-1', 'container runtime containerd on node-1'])
      expect(within(node).getByRole('button', { name })).toBeInTheDocument()
    expect(within(node).getByText('lease 34 s left')).toBeInTheDocument()
  })
  it('never cuts a pod’s suffix and keeps its whole name for who cannot see it', () => {
    card('worker-node', 'ready')
    const pod = screen.getByRole('button', { name: 'Pod web-7d4b9c6f58-x7k2p, Running, 2/2 ready, revision 1' })
    expect(pod).toHaveTextContent('web-…-x7k2p')
    expect(pod).toHaveAttribute('title', 'web-7d4b9c6f58-x7k2p')
  })
  it('says belief and machine apart', () => {
    card('worker-node', 'powered off')
    expect(screen.getByRole('group', { name: 'Node node-2, NotReady, powered off' })).toHaveTextContent('silent 358 s of 50')
    expect(screen.getAllByText('Terminating')).toHaveLength(3)
  })
  it('says what is stopped in words', () => {
    card('worker-node', 'more pods than places, kube-proxy stopped')
    expect(screen.getByRole('button', { name: 'kube-proxy on node-3, stopped' })).toHaveTextContent('stopped')
    expect(screen.getByText(/\+2 more/)).toBeInTheDocument()
  })
})

describe('a node of the small picture', () => {
  it('has the same parts by the same names, and its pods with their suffix', () => {
    card('compact-node', 'ready')
    const node = screen.getByRole('group', { name: 'Node node-1, Ready' })
    for (const name of ['kubelet on node-1', 'kube-proxy on node-1', 'container runtime containerd on node-1'])
      expect(within(node).getByRole('button', { name })).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Pod web-7d4b9c6f58-x7k2p, Running, 2/2 ready, revision 1' })).toHaveTextContent(/-x7k2p$/)
  })
  it('counts the pods that have no place', () => {
    card('compact-node', 'more pods than places')
    expect(screen.getByText(/\+27 more/)).toBeInTheDocument()
  })
})

describe('the other cards', () => {
  it('name a component title first', () => {
    card('control-plane', 'controller manager')
    expect(screen.getByRole('button', { name: 'Controller Manager kube-controller-manager' })).toHaveTextContent('replicaset: 1 key queued')
  })
  it('list a Deployment’s ReplicaSets with desired, current and ready', () => {
    card('objects', 'a rolling update')
    expect(screen.getByRole('button', { name: 'ReplicaSet web-6bd79f8c4d, revision 2: 2 desired, 2 current, 0 ready' })).toBeInTheDocument()
    expect(screen.getByRole('group', { name: 'Deployment web, 4 of 6 ready' })).toBeInTheDocument()
  })
  it('say what became of the clients’ requests, and why not', () => {
    card('objects', 'clients failing')
    expect(screen.getByRole('group', { name: 'clients' })).toHaveTextContent(/16 ok\/s.*4 failed\/s.*connection timed out/)
  })
  it('show on request the Deployments that have no room', async () => {
    const { deployments, ...props } = { deployments: deploymentsView(fixtureStore(trouble).getState().view), ...deploymentsProps }
    render(<DeploymentsCard {...props} deployments={[0, 1, 2, 3].map((slot) => ({ ...deployments[0]!, slot, name: `app-${slot}` }))} />)
    expect(screen.queryByRole('button', { name: 'Deployment app-3' })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: '+3 more' }))
    expect(screen.getByRole('button', { name: 'Deployment app-3' })).toBeInTheDocument()
  })
  it('outline pods that are still to come where they will first appear', () => {
    card('control-plane', 'tray with pods still to come')
    const tray = screen.getByRole('group', { name: 'Unscheduled pods, 1, 7 more still to come' })
    expect(tray).toHaveTextContent(/web7 to come/)
    expect(tray.querySelectorAll('.ghost-pod')).toHaveLength(3)
  })
  it('say in a Deployment’s strip what is missing and what has to go', () => {
    card('objects', 'a rolling update')
    const strip = screen.getByRole('img', { name: '6 wanted, 0 ready, 2 not ready yet, 4 to come, 11 to go' })
    expect([...strip.children].map((pip) => pip.className.replace('pip is-', '')).join(' ')).toMatch(/^(starting ){2}(toCome ){4}(toGo ?){11}$/)
  })
  it('mark a pod whose revision is on its way out', () => {
    card('worker-node', 'more pods than places, kube-proxy stopped')
    const pod = screen.getByRole('button', { name: /d9xc4.*has to go/ })
    expect(pod).toHaveClass('is-outdated')
    expect(screen.getByRole('button', { name: /t5zpb/ })).not.toHaveClass('is-outdated')
  })
  it('cut a Deployment’s name, and never its stepper, for a large number of replicas', () => {
    const deployment = deploymentsView(fixtureStore(trouble).getState().view)[0]!
    const named = { ...deployment, name: 'checkout-api' }
    const nameAt = (replicas: number): string | null => {
      const { container, unmount } = render(<DeploymentsCard {...deploymentsProps} deployments={[{ ...named, replicas }]} />)
      const text = container.querySelector('.deployment-name .cut-text [aria-hidden]')?.textContent ?? null
      unmount()
      return text
    }
    expect(nameAt(5)?.length).toBeGreaterThan(nameAt(50_000)!.length)
    expect(nameAt(50_000)).toMatch(/^c.*…/)
  })
  it('offer a machine where there is none', async () => {
    let added = 0
    render(<WorkersRegion nodes={0} layout={clusterLayout(0)} onAddNode={() => { added += 1 }} />)
    expect(screen.getByText(/Pods wait in the tray/)).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Add a node' }))
    expect(added).toBe(1)
  })
  it('say nothing of the kind where there are machines', () => {
    render(<WorkersRegion nodes={1} layout={clusterLayout(1)} onAddNode={ignore} />)
    expect(screen.queryByRole('button')).toBeNull()
  })
  it('nor where machines without a Node object say so themselves', () => {
    render(<WorkersRegion nodes={0} machines={2} layout={clusterLayout(2)} onAddNode={ignore} />)
    expect(screen.queryByText(/No machine/)).toBeNull()
  })
  it('say that the tray is empty', () => {
    card('control-plane', 'tray empty')
    expect(screen.getByRole('group', { name: 'Unscheduled pods, 0' })).toHaveTextContent('none waiting')
  })
})
