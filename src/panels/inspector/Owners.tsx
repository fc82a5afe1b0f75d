import type { ClusterView } from '../../state/cluster-view.ts'
import { useCluster, useRecordsVersion } from '../../state/context.tsx'
import { select } from '../../state/page-actions.ts'
import type { Selection } from '../../state/selection.ts'
import { Icon } from '../../ui/icons.tsx'
import type { IconName } from '../../ui/icons.tsx'

interface Owner {
  readonly selection: Selection
  readonly icon: IconName
  readonly kind: string
  readonly name: string
  readonly says: string
}

/** The owners of a pod, outermost first: its Deployment, its ReplicaSet; none for a pod that nobody owns. */
function ownersOf(view: ClusterView, pod: number): readonly Owner[] {
  const set = view.replicaSets.get(view.pods.replicaSet[pod] ?? -1)
  const deployment = view.deployments.get(set?.deployment ?? -1)
  const owners: Owner[] = []
  if (deployment !== undefined) {
    const { slot, name, readyReplicas, replicas } = deployment
    owners.push({ selection: { kind: 'deployment', slot }, icon: 'deployment', kind: 'Deployment', name, says: `${readyReplicas}/${replicas} ready` })
  }
  if (set !== undefined) owners.push({ selection: { kind: 'replicaset', slot: set.slot }, icon: 'deployment', kind: 'ReplicaSet', name: set.name, says: `revision ${set.revision}, ${set.ready}/${set.desired} ready` })
  return owners
}

/** Services that have the pod among the endpoints that the page knows. */
function servicesOf(view: ClusterView, pod: number): readonly Owner[] {
  const names = view.pods.names[pod]
  return [...view.services.values()].flatMap(({ slot, name, namespace, endpoints, clusterIP }) => {
    const endpoint = namespace === names?.namespace ? endpoints.find((one) => one.pod === names.name) : undefined
    return endpoint === undefined ? [] : [{ selection: { kind: 'service', slot } as const, icon: 'service' as const, kind: 'Service', name, says: `${clusterIP}, ${endpoint.ready ? 'sends to it' : 'does not send to it'}` }]
  })
}

/** Whose pod it is, as a tree, and which Services lead to it. */
export function Owners({ slot }: { readonly slot: number }) {
  const { view } = useCluster()
  useRecordsVersion()
  const owners = ownersOf(view, slot)
  const services = servicesOf(view, slot)
  return (
    <>
      {owners.length === 0 ? null : <><h3>Owners</h3><OwnerList owners={owners} pod={view.pods.names[slot]?.name ?? ''} /></>}
      {services.length === 0 ? null : <><h3>Behind</h3><ul className="owners">{services.map((service) => <li key={service.name}><OwnerLine owner={service} /></li>)}</ul></>}
    </>
  )
}

function OwnerList({ owners, pod }: { readonly owners: readonly Owner[]; readonly pod: string }) {
  const [first, ...inner] = owners
  return (
    <ul className="owners">
      <li>
        {first === undefined ? <span className="owner-line"><Icon name="pod" size={13} /><b className="mono">{pod}</b></span> : <OwnerLine owner={first} />}
        {first === undefined ? null : <OwnerList owners={inner} pod={pod} />}
      </li>
    </ul>
  )
}

function OwnerLine({ owner }: { readonly owner: Owner }) {
  const { store } = useCluster()
  return (
    <span className="owner-line">
      <Icon name={owner.icon} size={13} />
      <button type="button" className="link-to mono" aria-label={`${owner.kind} ${owner.name}`} onClick={() => { select(store, owner.selection) }}>{owner.name}</button>
      <span className="quiet">{owner.says}</span>
    </span>
  )
}
