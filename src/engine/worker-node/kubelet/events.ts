/** Events that a kubelet writes about its pods and its Node. */
import type { Container, ObjectReference } from '../../../kubernetes/types/core.ts'
import type { PendingCall } from '../../client/api-client.ts'
import { onEventAnswer, recordEvent } from '../../client/event-recorder.ts'
import type { ApiResponse } from '../../control-plane/api-server/messages.ts'
import type { Simulation } from '../../simulation/simulation.ts'
import type { KubeletMachine, KubeletsState } from './state.ts'
import type { ContainerWork, PodWorker } from './worker-state.ts'

type EventType = 'Normal' | 'Warning'

/** An Event about a pod, or about one container of it. */
export function podEvent(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, c: ContainerWork | undefined, type: EventType, reason: string,
  message: string,
): void {
  record(sim, state, m, referenceTo(w, c), type, reason, message)
}

/** Field paths by container: containers are shared by all pods of a template. */
const fieldPaths = new WeakMap<Container, string>()

function fieldPathOf(c: ContainerWork): string {
  const known = fieldPaths.get(c.spec)
  if (known !== undefined) return known
  const list = c.init ? 'initContainers' : c.ephemeral ? 'ephemeralContainers' : 'containers'
  const path = `spec.${list}{${c.spec.name}}`
  fieldPaths.set(c.spec, path)
  return path
}

/** The last reference serves again while the pod's version and the container are the same: events come in rows, and are kept for an hour. */
function referenceTo(w: PodWorker, c: ContainerWork | undefined): ObjectReference {
  const { metadata } = w.pod
  const fieldPath = c === undefined ? undefined : fieldPathOf(c)
  const { about } = w
  if (about !== undefined && w.aboutRevision === metadata.resourceVersion && about.fieldPath === fieldPath) return about
  const made: ObjectReference = {
    kind: 'Pod', namespace: metadata.namespace, name: metadata.name, uid: w.uid, apiVersion: 'v1',
    resourceVersion: String(metadata.resourceVersion), fieldPath,
  }
  w.about = made
  w.aboutRevision = metadata.resourceVersion
  return made
}

/** An Event about the Node; its reference has the Node's name as uid, as upstream's kubelet writes it. */
export function nodeEvent(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, type: EventType, reason: string, message: string,
): void {
  record(sim, state, m, {
    kind: 'Node', namespace: '', name: m.nodeName, uid: m.nodeName, apiVersion: 'v1', resourceVersion: undefined, fieldPath: undefined,
  }, type, reason, message)
}

function record(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, regarding: ObjectReference, type: EventType, reason: string, message: string,
): void {
  recordEvent(sim, state.recorder, state.client, m.eventAddress, { regarding, type, reason, message })
}

/** Answer of an Event's call. */
export function onEventWritten(sim: Simulation, state: KubeletsState, m: KubeletMachine, pending: PendingCall, response: ApiResponse): void {
  onEventAnswer(sim, state.recorder, state.client, m.eventAddress, pending, response)
}
