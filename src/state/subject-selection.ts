/** From the subject of a change to what the inspector can look at. */
import type { Change } from '../protocol/frame.ts'
import type { ClusterView } from './cluster-view.ts'
import { nodeByName, podByName } from './selectors.ts'
import type { Selection } from './selection.ts'

/** The selection for a change's subject; undefined when it is gone or has no card. */
export function subjectSelection(view: ClusterView, subject: Change['subject']): Selection | undefined {
  switch (subject.kind) {
    case 'Pod': return bySlot('pod', podByName(view, subject.namespace, subject.name))
    case 'Node': return bySlot('node', nodeByName(view, subject.name))
    case 'Deployment': return bySlot('deployment', slotOf(view.deployments, subject))
    case 'ReplicaSet': return bySlot('replicaset', slotOf(view.replicaSets, subject))
    case 'Service': return bySlot('service', slotOf(view.services, subject))
    // A slice has no card of its own.
    case 'EndpointSlice': return bySlot('service', slotOf(view.services, { ...subject, name: serviceOfSlice(subject.name) }))
    case 'Component': return componentSelection(view, subject)
    case 'Other': return undefined
  }
}

/** A process of a machine carries the machine's name in place of a namespace; the clients are a box without a process. */
function componentSelection(view: ClusterView, { name, namespace }: Change['subject']): Selection | undefined {
  const key = namespace === '' ? name : `${name}/${namespace}`
  return view.components.has(key) || key === 'clients' ? { kind: 'component', key } : undefined
}

/** "web" of "web-x2f4k": a slice is named after its Service with a generated end (newEndpointSlice in pkg/controller/util/endpointslice). */
const serviceOfSlice = (slice: string): string => slice.slice(0, slice.lastIndexOf('-'))

function bySlot(kind: 'pod' | 'node' | 'deployment' | 'replicaset' | 'service', slot: number | undefined): Selection | undefined {
  return slot === undefined ? undefined : { kind, slot }
}

interface Named {
  readonly slot: number
  readonly namespace: string
  readonly name: string
}

function slotOf(records: ReadonlyMap<number, Named>, { namespace, name }: Change['subject']): number | undefined {
  for (const record of records.values()) if (record.namespace === namespace && record.name === name) return record.slot
  return undefined
}
