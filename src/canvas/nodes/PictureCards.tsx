/** The cards of the picture at their places in the world. */
import { memo } from 'react'
import type { ComponentType } from 'react'
import { regionZIndex } from '../picture-elements.ts'
import type { CardProps, HeadCardName, HeadData, PictureCard, WorkerCardName, WorkerData } from '../picture-elements.ts'
import {
  ApiServerNode, ClientsNode, ControllerManagerNode, ControlPlaneNode, DeploymentsNode, EtcdNode, KubectlNode, NetworkNode, SchedulerNode, ServicesNode,
  TrayNode, WorkersNode,
} from './HeadNodes.tsx'
import { UnregisteredNode } from './UnregisteredMachine.tsx'
import { CompactWorkerNode, ShellNode, WorkerNode } from './WorkerNodes.tsx'

const headCards: Readonly<Record<HeadCardName, ComponentType<CardProps<HeadData>>>> = {
  controlPlane: ControlPlaneNode, workers: WorkersNode, etcd: EtcdNode, apiServer: ApiServerNode, controllerManager: ControllerManagerNode,
  scheduler: SchedulerNode, tray: TrayNode, kubectl: KubectlNode, deployments: DeploymentsNode, services: ServicesNode, clients: ClientsNode,
  network: NetworkNode,
}
const workerCards: Readonly<Record<WorkerCardName, ComponentType<CardProps<WorkerData>>>> = {
  worker: WorkerNode, compact: CompactWorkerNode, shell: ShellNode,
}

function Content({ card }: { card: PictureCard }) {
  if (card.kind === 'machine') return <UnregisteredNode data={card.data} />
  if (card.kind === 'worker') {
    const Worker = workerCards[card.type]
    return <Worker data={card.data} />
  }
  const Head = headCards[card.type]
  return <Head data={card.data} />
}

/** Stands by its left upper corner: a transform of its own for each card makes a browser put many more layers together. */
const Card = memo(function Card({ card }: { card: PictureCard }) {
  const { id, type, box, zIndex, faded } = card
  return (
    <div
      className={`react-flow__node react-flow__node-${type}${faded ? ' is-faded' : ''}`}
      data-id={id}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height, zIndex, pointerEvents: zIndex <= regionZIndex ? 'none' : 'all' }}
    >
      <Content card={card} />
    </div>
  )
})

export const PictureCards = memo(function PictureCards({ cards }: { cards: readonly PictureCard[] }) {
  const machines = cards.findIndex(({ kind }) => kind !== 'head')
  const heads = machines < 0 ? cards.length : machines
  return (
    <div className="react-flow__nodes">
      {cards.slice(0, heads).map((card) => <Card key={card.id} card={card} />)}
      <div className="world-ground" />
      {cards.slice(heads).map((card) => <Card key={card.id} card={card} />)}
    </div>
  )
})
