import { describe, expect, it } from 'vitest'
import { createLeaderElection, electionTick, onElectionResponse, type ElectionAddress } from '../../../src/engine/client/leader-election.ts'
import { clientTimers } from '../../../src/engine/client/timers.ts'
import { noAnswer } from '../../../src/engine/client/api-client.ts'
import type { Lease } from '../../../src/kubernetes/types/discovery.ts'
import { createWire, response, runWire } from './bench-link.ts'

function setup() {
  const wire = createWire()
  const election = createLeaderElection('kube-controller-manager', 'me')
  const address: ElectionAddress = { client: wire.client, link: wire.link, purpose: 2 }
  wire.onTimer = (event) => { if (event.op === clientTimers.leaderElection) electionTick(wire.sim, election, address) }
  const reply = (code: number, object?: Lease): boolean => {
    const request = wire.requests.at(-1)!
    return onElectionResponse(wire.sim, election, address, code === 0 ? noAnswer(request.id) : response(request.id, { code, object }), request.verb)
  }
  electionTick(wire.sim, election, address)
  runWire(wire, 1_000)
  return { wire, election, reply }
}
const leaseOf = (request: { readonly body: unknown }): Lease => request.body as Lease

describe('leader election', () => {
  it('creates the Lease when there is none, and leads', () => {
    const { wire, election, reply } = setup()
    reply(404)
    runWire(wire, 1_000)
    expect(wire.requests.at(-1)).toMatchObject({ verb: 'create', namespace: 'kube-system', name: 'kube-controller-manager' })
    expect(leaseOf(wire.requests.at(-1)!).spec).toMatchObject({ holderIdentity: 'me', leaseDurationSeconds: 15, leaseTransitions: 0 })
    expect(reply(201, leaseOf(wire.requests.at(-1)!))).toBe(true)
    expect(election.leading).toBe(true)
  })
  it('renews every two seconds', () => {
    const { wire, reply } = setup()
    reply(404)
    runWire(wire, 1_000)
    reply(201, leaseOf(wire.requests.at(-1)!))
    runWire(wire, 2_100_000)
    expect(wire.requests.at(-1)!.verb).toBe('update')
    expect(wire.requests).toHaveLength(3)
  })
  it('waits while another leads, and takes over 15 s after its last renewal', () => {
    const { wire, election, reply } = setup()
    reply(404)
    runWire(wire, 1_000)
    const made = leaseOf(wire.requests.at(-1)!)
    const other: Lease = { ...made, spec: { ...made.spec, holderIdentity: 'other' } }
    reply(409)
    while (wire.sim.nowUs < 14_000_000) {
      runWire(wire, 2_000_000)
      if (wire.requests.at(-1)!.verb === 'get') reply(200, other)
    }
    expect(election.leading).toBe(false)
    runWire(wire, 3_000_000)
    reply(200, other)
    runWire(wire, 1_000)
    expect(wire.requests.at(-1)!.verb).toBe('update')
    expect(leaseOf(wire.requests.at(-1)!).spec).toMatchObject({ holderIdentity: 'me', leaseTransitions: 1 })
  })
  it('steps down when it could not renew for ten seconds', () => {
    const { wire, election, reply } = setup()
    reply(404)
    runWire(wire, 1_000)
    reply(201, leaseOf(wire.requests.at(-1)!))
    for (let i = 0; i < 8; i++) {
      runWire(wire, 2_000_000)
      reply(0)
    }
    expect(election.leading).toBe(false)
  })
})
