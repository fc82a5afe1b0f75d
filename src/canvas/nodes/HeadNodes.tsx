/** The cards outside the nodes, each joined to the cluster's state. They are drawn at `scale` times their size. */
import { memo } from 'react'
import type { ReactNode } from 'react'
import type { ComponentName } from '../../kubernetes/architecture.ts'
import { scale as scaleObject } from '../../state/api-actions.ts'
import { arrangements, podGrouping } from '../../state/picture-actions.ts'
import { useCluster, useClusterState, useMembershipVersion, useRecordsVersion, useSimSecond, useTrayVersion } from '../../state/context.tsx'
import { follow, select } from '../../state/page-actions.ts'
import { addNode, setClientLoad } from '../../state/world-actions.ts'
import type { IconName } from '../../ui/icons.tsx'
import type { CardProps, HeadData } from '../picture-elements.ts'
import { useFocus } from '../use-focus.ts'
import { ClientsCard } from './ClientsCard.tsx'
import { ApiServerCard, ComponentCard, KubectlCard } from './ComponentCards.tsx'
import { componentView, trayView } from './component-view.ts'
import { DeploymentsCard } from './DeploymentsCard.tsx'
import { networkView, stationsKey, stationsOf } from './network-view.ts'
import { deploymentsView, podsToCome, servicesView } from './objects-view.ts'
import { ControlPlaneRegion, NetworkBar, WorkersRegion } from './Regions.tsx'
import { ServicesCard } from './ServicesCard.tsx'
import { TrayCard } from './TrayCard.tsx'
import { useAttention, useAttentionTo, useChosen, useSelectedSlot } from './use-chosen.ts'

type Props = CardProps<HeadData>

function Scaled({ data, children }: { data: Props['data']; children: ReactNode }) {
  const {
    layout: { headScale: factor },
    box,
  } = data
  return (
    <div
      className="scaled-card"
      style={{ width: box.width / factor, height: box.height / factor, transform: factor === 1 ? undefined : `scale(${factor})` }}
    >
      {children}
    </div>
  )
}

function useComponent(key: ComponentName) {
  const { view } = useCluster()
  useRecordsVersion()
  const crashed = view.components.get(key)?.state === 'crashed'
  useClusterState((state) => (crashed ? Math.floor(state.view.simTimeUs / 1_000_000) : 0))
  const chosen = useChosen({ kind: 'component', key })
  const attention = useAttention((subject) => subject.kind === 'Component' && subject.name === key)
  return { component: componentView(view, key), ...chosen, attention }
}

const joined = (key: ComponentName, icon: IconName) =>
  memo(function JoinedComponent({ data }: Props) {
    return (
      <Scaled data={data}>
        <ComponentCard icon={icon} {...useComponent(key)} />
      </Scaled>
    )
  })
export const EtcdNode = joined('etcd', 'etcd')
export const ControllerManagerNode = joined('kube-controller-manager', 'controllerManager')
export const SchedulerNode = joined('kube-scheduler', 'scheduler')

export const ApiServerNode = memo(function ApiServerNode({ data }: Props) {
  const { view } = useCluster()
  const props = useComponent('kube-apiserver')
  return (
    <Scaled data={data}>
      <ApiServerCard counts={view.apiServer} {...props} />
    </Scaled>
  )
})

export const KubectlNode = memo(function KubectlNode({ data }: Props) {
  const { view } = useCluster()
  const props = useComponent('kubectl')
  return (
    <Scaled data={data}>
      <KubectlCard kubectl={view.kubectl} {...props} />
    </Scaled>
  )
})

/** Renders when what Deployments ask for changed, or how many pods they have. */
function useGapVersion(): void {
  useRecordsVersion()
  useClusterState((state) => state.view.owned.version)
}

export const TrayNode = memo(function TrayNode({ data }: Props) {
  const { view, store } = useCluster()
  useTrayVersion()
  useGapVersion()
  const focus = useFocus()
  return (
    <Scaled data={data}>
      <TrayCard
        pods={trayView(view)}
        waiting={podsToCome(view)}
        isLit={(pod) => focus?.pods.has(pod.slot) === true}
        selectedPod={useSelectedSlot('pod')}
        attention={useAttentionTo('Pod')}
        onSelectPod={(slot) => {
          select(store, { kind: 'pod', slot })
        }}
      />
    </Scaled>
  )
})

export const DeploymentsNode = memo(function DeploymentsNode({ data }: Props) {
  const { view, store, connection } = useCluster()
  useGapVersion()
  return (
    <Scaled data={data}>
      <DeploymentsCard
        deployments={deploymentsView(view)}
        height={data.box.height / data.layout.headScale}
        selectedDeployment={useSelectedSlot('deployment')}
        selectedReplicaSet={useSelectedSlot('replicaset')}
        lit={useFocus()?.deployments}
        attention={useAttentionTo('Deployment', 'ReplicaSet')}
        onScale={(deployment, replicas) => follow(store, `scale deployment ${deployment.name}`, scaleObject(connection, 'deployments', deployment, replicas))}
        onSelectDeployment={(slot) => {
          select(store, { kind: 'deployment', slot })
        }}
        onSelectReplicaSet={(slot) => {
          select(store, { kind: 'replicaset', slot })
        }}
      />
    </Scaled>
  )
})

export const ServicesNode = memo(function ServicesNode({ data }: Props) {
  const { view, store } = useCluster()
  useRecordsVersion()
  return (
    <Scaled data={data}>
      <ServicesCard
        services={servicesView(view)}
        height={data.box.height / data.layout.headScale}
        selectedService={useSelectedSlot('service')}
        lit={useFocus()?.services}
        attention={useAttentionTo('Service', 'EndpointSlice')}
        onSelectService={(slot) => {
          select(store, { kind: 'service', slot })
        }}
      />
    </Scaled>
  )
})

export const ClientsNode = memo(function ClientsNode({ data }: Props) {
  const { view, store, connection } = useCluster()
  useRecordsVersion()
  useSimSecond()
  const chosen = useChosen({ kind: 'component', key: 'clients' })
  return (
    <Scaled data={data}>
      <ClientsCard
        clients={view.clients}
        simTimeUs={view.simTimeUs}
        nodes={view.nodes.count}
        {...chosen}
        onSetLoad={(load) => follow(store, `clients: ${load} requests/s`, setClientLoad(connection, load))}
      />
    </Scaled>
  )
})

export const ControlPlaneNode = memo(function ControlPlaneNode({ data }: Props) {
  return (
    <Scaled data={data}>
      <ControlPlaneRegion slim={data.layout.slim} />
    </Scaled>
  )
})

export const WorkersNode = memo(function WorkersNode({ data }: Props) {
  const { view, store, connection } = useCluster()
  useMembershipVersion()
  const add = (): void => {
    void follow(store, 'Add a node', addNode(connection))
  }
  const grouping = useClusterState(podGrouping)
  const podsBy = arrangements.find(({ name }) => name === grouping)?.label
  const machines = useClusterState((state) => state.view.unregistered?.count ?? 0)
  return <WorkersRegion nodes={view.nodes.count} machines={machines} layout={data.layout} podsBy={podsBy} onAddNode={add} />
})

export const NetworkNode = memo(function NetworkNode({ data }: Props) {
  const { view } = useCluster()
  useMembershipVersion()
  useClusterState((state) => stationsKey(state.view))
  const chosen = useChosen({ kind: 'component', key: 'cluster-network' })
  return <NetworkBar layout={data.layout} network={networkView(view)} stations={stationsOf(data.layout, view)} {...chosen} />
})
