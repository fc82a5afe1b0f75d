/** Clicks on machines, cables, processes and clients: the second door. And the pace, which is no part of the history. */
import type { HostConnection } from '../bridge/host-connection.ts'
import type { PaceCommand } from '../protocol/host.ts'
import type { ProcessRef, WorldCommand } from '../protocol/world-commands.ts'
import { resultOf, worldResult } from './action-result.ts'
import type { ActionResult } from './action-result.ts'

/** Sends any world command; never rejects. */
export function command(connection: HostConnection, world: WorldCommand): Promise<ActionResult> {
  return resultOf(connection.world(world).then(worldResult))
}

/** Pulls the plug of a machine, or puts it back. */
export function setPower(connection: HostConnection, node: string, on: boolean): Promise<ActionResult> {
  return command(connection, { type: on ? 'powerOn' : 'powerOff', node })
}

/** Pulls the plugs of machines, or puts them back, all at once; the first refusal is the answer. */
export async function setPowerOfAll(connection: HostConnection, nodes: readonly string[], on: boolean): Promise<ActionResult> {
  const results = await Promise.all(nodes.map((node) => setPower(connection, node, on)))
  return results.find(({ ok }) => !ok) ?? { ok: true, body: undefined }
}

/** Cuts or heals a machine's network cable. */
export function setCable(connection: HostConnection, node: string, whole: boolean): Promise<ActionResult> {
  return command(connection, { type: whole ? 'healCable' : 'cutCable', node })
}

/** Cuts or heals the API server's network: every link on ports 6443 and 10250. */
export function setApiServerCable(connection: HostConnection, whole: boolean): Promise<ActionResult> {
  return command(connection, { type: whole ? 'healApiServer' : 'cutApiServer' })
}

/** A new machine with the cluster's default size joins under the next free name. */
export function addNode(connection: HostConnection): Promise<ActionResult> {
  return command(connection, { type: 'addNode' })
}

/** The machine is gone for good; its Node object stays until somebody deletes it. */
export function removeMachine(connection: HostConnection, node: string): Promise<ActionResult> {
  return command(connection, { type: 'removeNode', node })
}

export type ProcessVerb = 'stop' | 'crash' | 'start'
const processCommands = { stop: 'stopProcess', crash: 'crashProcess', start: 'startProcess' } as const

/** Stops (stays down), crashes (its supervisor restarts it) or starts a process. */
export function changeProcess(connection: HostConnection, verb: ProcessVerb, ref: ProcessRef): Promise<ActionResult> {
  return command(connection, { type: processCommands[verb], ...ref })
}

/** Kills the main process of a container. */
export function crashContainer(connection: HostConnection, namespace: string, pod: string, container: string): Promise<ActionResult> {
  return command(connection, { type: 'crashContainer', namespace, pod, container })
}

/** What a field for the clients' load takes; the simulated clients have no limit of their own. */
export const maxRequestsPerSecond = 1000

/** Requests per second that the clients send, and to which Service (unchanged when left out). */
export function setClientLoad(
  connection: HostConnection, requestsPerSecond: number, target?: { readonly namespace: string; readonly service: string },
): Promise<ActionResult> {
  return command(connection, { type: 'setClientLoad', requestsPerSecond, ...target })
}

/** Plays when paused, pauses when playing. */
export function togglePlay(connection: HostConnection, playing: boolean): void {
  connection.pace({ pace: playing ? 'pause' : 'play' })
}

/** The speeds of the tool bar; they leave a paused cluster paused. */
export const paceChoices: readonly { readonly id: string; readonly label: string; readonly says: string; readonly command: PaceCommand }[] = [
  { id: '0.1', label: '0.1×', says: 'A tenth of real time', command: { pace: 'rate', rate: 0.1 } },
  { id: '1', label: '1×', says: 'Real time', command: { pace: 'rate', rate: 1 } },
  { id: '10', label: '10×', says: 'Ten times real time', command: { pace: 'rate', rate: 10 } },
  { id: 'auto', label: 'Auto', says: 'Slow while messages that matter fly, fast through the waiting', command: { pace: 'auto' } },
]
