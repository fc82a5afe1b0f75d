import type { Selection } from '../../state/selection.ts'
import { ComponentInspector } from './ComponentInspector.tsx'
import { DeploymentInspector } from './DeploymentInspector.tsx'
import { HopInspector } from './HopInspector.tsx'
import { LinkInspector } from './LinkInspector.tsx'
import { NodeInspector } from './NodeInspector.tsx'
import { PodInspector } from './PodInspector.tsx'
import { ReplicaSetInspector } from './ReplicaSetInspector.tsx'
import { ServiceInspector } from './ServiceInspector.tsx'

/** The inspector of one kind of thing. */
export function SelectedThing({ selection }: { readonly selection: Selection }) {
  switch (selection.kind) {
    case 'pod': return <PodInspector slot={selection.slot} />
    case 'node': return <NodeInspector slot={selection.slot} />
    case 'deployment': return <DeploymentInspector slot={selection.slot} />
    case 'replicaset': return <ReplicaSetInspector slot={selection.slot} />
    case 'service': return <ServiceInspector slot={selection.slot} />
    case 'component': return <ComponentInspector componentKey={selection.key} />
    case 'link': return <LinkInspector id={selection.id} />
    case 'hop': return <HopInspector id={selection.id} />
  }
}
