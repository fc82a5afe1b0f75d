/** A client with a link to an API server that the test plays itself: what the client sends is collected, answers are given by hand. */
import { createApiClient, requestOptions, type ApiClient, type Call } from '../../../src/engine/client/api-client.ts'
import type { ApiRequest, ApiResponse } from '../../../src/engine/control-plane/api-server/messages.ts'
import { addLink } from '../../../src/engine/simulation/links.ts'
import { createSimulation, nextTimeUs, takeEvent, type Simulation } from '../../../src/engine/simulation/simulation.ts'
import type { SimulationEvent } from '../../../src/engine/simulation/event-queue.ts'
import { componentIds, messageTypes } from '../../../src/protocol/vocabulary.ts'

export interface Wire {
  readonly sim: Simulation
  readonly link: number
  readonly client: ApiClient
  readonly requests: ApiRequest[]
  /** Timers of the client's component. */
  onTimer: (event: SimulationEvent) => void
}

export function createWire(limits: readonly { readonly qps: number; readonly burst: number }[] = []): Wire {
  const sim = createSimulation(1, 1_767_225_600_000)
  const link = addLink(sim.links, 3, -1, -1, 500, 0)
  return { sim, link, client: createApiClient(componentIds.controllerManager, limits), requests: [], onTimer: () => undefined }
}

export function callTo(wire: Wire, some: Partial<Call> = {}): Call {
  return {
    verb: 'get', resource: 'pods', subresource: '', namespace: 'default', name: 'a', slot: -1, body: undefined, patchType: undefined,
    options: requestOptions({}), userAgent: 'test', node: -1, link: wire.link, ...some,
  }
}

/** Runs for a simulated duration. */
export function runWire(wire: Wire, us: number): void {
  const until = wire.sim.nowUs + us
  while (nextTimeUs(wire.sim) <= until) {
    const event = takeEvent(wire.sim)!
    if (event.op === messageTypes.apiRequest) wire.requests.push(event.payload as ApiRequest)
    else wire.onTimer(event)
  }
  wire.sim.nowUs = until
}

export function response(id: number, some: Partial<ApiResponse> = {}): ApiResponse {
  return { id, code: 200, object: undefined, slot: -1, status: undefined, list: undefined, ...some }
}
