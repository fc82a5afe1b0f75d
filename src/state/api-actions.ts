/** Clicks that are requests to the API server: each is the call that kubectl would make, with kubectl's words as its label. */
import type { HostConnection } from '../bridge/host-connection.ts'
import { resourceInfo, resourcePath } from '../kubernetes/resources.ts'
import type { ResourceName } from '../kubernetes/resources.ts'
import type { RestRequest } from '../protocol/rest.ts'
import { restResult, resultOf } from './action-result.ts'
import type { ActionResult } from './action-result.ts'
import { removeMachine } from './world-actions.ts'

interface ObjectName {
  readonly namespace: string
  readonly name: string
}

const mergePatch = { 'content-type': 'application/merge-patch+json' }
const strategicMergePatch = { 'content-type': 'application/strategic-merge-patch+json' }

/** Sends any request; never rejects. */
function send(connection: HostConnection, request: RestRequest, label: string): Promise<ActionResult> {
  return resultOf(connection.request(request, label).then(restResult))
}

const pathOf = (resource: ResourceName, object: ObjectName, subresource = ''): string =>
  resourcePath(resourceInfo(resource), object.namespace, object.name, subresource)

/** What a field for replicas takes: an int32. The API server alone decides beyond that. */
export const maxReplicas = 2_147_483_647

/** `kubectl scale`: a merge patch of the scale subresource. `replicas` is checked by the API server, not here. */
export function scale(connection: HostConnection, resource: 'deployments' | 'replicasets', object: ObjectName, replicas: number): Promise<ActionResult> {
  const request: RestRequest = {
    method: 'PATCH', path: pathOf(resource, object, 'scale'), headers: mergePatch, body: JSON.stringify({ spec: { replicas } }),
  }
  return send(connection, request, `scale ${resourceInfo(resource).singular} ${object.name} --replicas=${replicas}`)
}

/** `kubectl set image deployment/NAME CONTAINER=IMAGE`: starts a rolling update when it differs. */
export function setImage(connection: HostConnection, object: ObjectName, container: string, image: string): Promise<ActionResult> {
  const body = JSON.stringify({ spec: { template: { spec: { containers: [{ name: container, image }] } } } })
  const request: RestRequest = { method: 'PATCH', path: pathOf('deployments', object), headers: strategicMergePatch, body }
  return send(connection, request, `set image deployment/${object.name} ${container}=${image}`)
}

/** `kubectl delete` of one object with its default grace and propagation. */
export function deleteObject(connection: HostConnection, resource: ResourceName, object: ObjectName): Promise<ActionResult> {
  const label = `delete ${resourceInfo(resource).singular} ${object.name}`
  return send(connection, { method: 'DELETE', path: pathOf(resource, object) }, label)
}

/** `kubectl delete pod`. */
export function deletePod(connection: HostConnection, pod: ObjectName): Promise<ActionResult> {
  return deleteObject(connection, 'pods', pod)
}

/** `kubectl cordon` and `uncordon`: `spec.unschedulable` of the Node. */
export function setCordoned(connection: HostConnection, node: string, cordoned: boolean): Promise<ActionResult> {
  const body = JSON.stringify({ spec: { unschedulable: cordoned ? true : null } })
  const request: RestRequest = { method: 'PATCH', path: pathOf('nodes', { namespace: '', name: node }), headers: strategicMergePatch, body }
  return send(connection, request, `${cordoned ? 'cordon' : 'uncordon'} ${node}`)
}

/** Takes a machine away for good, then deletes its Node: the other way round its kubelet would register again. */
export async function removeNode(connection: HostConnection, node: string): Promise<ActionResult> {
  const gone = await removeMachine(connection, node)
  if (!gone.ok) return gone
  return deleteObject(connection, 'nodes', { namespace: '', name: node })
}

/** The newest lines of a container's log, over API server and kubelet as `kubectl logs` asks. The body of the result is text. */
export function readLog(connection: HostConnection, pod: ObjectName, container: string, tailLines: number): Promise<ActionResult> {
  const request: RestRequest = { method: 'GET', path: pathOf('pods', pod, 'log'), query: { container, tailLines: String(tailLines) } }
  return send(connection, request, `logs ${pod.name} -c ${container}`)
}
