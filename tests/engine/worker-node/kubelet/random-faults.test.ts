import { describe, expect, it } from 'vitest'
import { rebuildSums } from '../../../../src/engine/worker-node/kubelet/admission.ts'
import { crashContainer } from '../../../../src/engine/worker-node/container-runtime/container-runtime.ts'
import { isUp } from '../../../../src/engine/simulation/processes.ts'
import { componentIds } from '../../../../src/protocol/vocabulary.ts'
import { forkRandom, nextInt } from '../../../../src/engine/simulation/random.ts'
import { closeWatches, deletePodGracefully, putPod, removePod } from '../fake-api-server.ts'
import {
  boot, boundPod, container, losePower, machineOf, restartKubelet, restartRuntime, run, startMachines, statusOf, stopKubelet, stopRuntime,
  type Machines,
} from '../machines.ts'

const shell = (script: string): ReturnType<typeof container> => container('app', 'busybox', { command: ['sh', '-c', script] })
const kinds = [
  (name: string) => boundPod(name, [container('app', 'nginx'), container('side', 'envoy')]),
  (name: string) => boundPod(name, [container('app', 'shop/api')], { initContainers: [shell('sleep 3')].map((one) => ({ ...one, name: 'init' })) }),
  (name: string) => boundPod(name, [shell('sleep 4; exit 1')]),
  (name: string) => boundPod(name, [shell('sleep infinity')], { terminationGracePeriodSeconds: 5 }),
  (name: string) => boundPod(name, [container('app', 'ngnix:does-not-exist')]),
]

interface Fuzz {
  readonly machines: Machines
  readonly log: string[]
  made: number
  powered: boolean
}

const up = (fuzz: Fuzz, component: number): boolean => isUp(fuzz.machines.sim.processes, component, 0)
const names = (fuzz: Fuzz): string[] => [...fuzz.machines.api.pods.values()].map((pod) => pod.metadata.name)

const acts: readonly ((fuzz: Fuzz, draw: (bound: number) => number) => string | undefined)[] = [
  (fuzz, draw) => {
    const name = `p${fuzz.made++}`
    putPod(fuzz.machines.sim, fuzz.machines.api, kinds[draw(kinds.length)]!(name))
    return `create ${name}`
  },
  (fuzz, draw) => {
    const name = names(fuzz)[draw(Math.max(1, names(fuzz).length))]
    if (name === undefined) return undefined
    deletePodGracefully(fuzz.machines.sim, fuzz.machines.api, name, draw(20))
    return `delete ${name}`
  },
  (fuzz, draw) => {
    const name = names(fuzz)[draw(Math.max(1, names(fuzz).length))]
    if (name === undefined) return undefined
    removePod(fuzz.machines.sim, fuzz.machines.api, 'default', name)
    return `remove ${name}`
  },
  (fuzz, draw) => {
    const name = names(fuzz)[draw(Math.max(1, names(fuzz).length))]
    return name !== undefined && crashContainer(fuzz.machines.sim, fuzz.machines.runtimes, 0, 'default', name, 'app') ? `crash ${name}` : undefined
  },
  (fuzz) => {
    if (!up(fuzz, componentIds.kubelet)) return undefined
    stopKubelet(fuzz.machines, 0)
    return 'stop kubelet'
  },
  (fuzz) => {
    if (!fuzz.powered || up(fuzz, componentIds.kubelet)) return undefined
    restartKubelet(fuzz.machines, 0)
    return 'start kubelet'
  },
  (fuzz) => {
    if (!up(fuzz, componentIds.containerRuntime)) return undefined
    stopRuntime(fuzz.machines, 0)
    return 'stop runtime'
  },
  (fuzz) => {
    if (!fuzz.powered || up(fuzz, componentIds.containerRuntime)) return undefined
    restartRuntime(fuzz.machines, 0)
    return 'start runtime'
  },
  (fuzz) => {
    if (!fuzz.powered) return undefined
    losePower(fuzz.machines, 0)
    fuzz.powered = false
    return 'power off'
  },
  (fuzz) => {
    if (fuzz.powered) return undefined
    boot(fuzz.machines, 0)
    fuzz.powered = true
    return 'power on'
  },
  (fuzz) => {
    fuzz.machines.api.up = !fuzz.machines.api.up
    return `api server ${fuzz.machines.api.up ? 'answers' : 'is silent'}`
  },
  (fuzz) => {
    closeWatches(fuzz.machines.sim, fuzz.machines.api)
    return 'close watches'
  },
]

/** Everything runs again and has had time: the node must come to rest as its pods say. */
function heal(fuzz: Fuzz): void {
  const { machines } = fuzz
  machines.api.up = true
  if (!fuzz.powered) boot(machines, 0)
  else {
    if (!up(fuzz, componentIds.containerRuntime)) restartRuntime(machines, 0)
    if (!up(fuzz, componentIds.kubelet)) restartKubelet(machines, 0)
  }
  closeWatches(machines.sim, machines.api)
  run(machines, 400)
}

// The last test looks at what the others have done.
describe('faults at random on one machine, then none', { shuffle: false }, () => {
  const reached = new Set<string>()
  it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))('seed %d comes to rest', (seed) => {
    const fuzz: Fuzz = { machines: startMachines({ seed }), log: [], made: 0, powered: true }
    const random = forkRandom(seed, 'faults')
    for (let i = 0; i < 40; i++) {
      const said = acts[nextInt(random, acts.length)]!(fuzz, (bound) => nextInt(random, bound))
      if (said !== undefined) {
        fuzz.log.push(`${(fuzz.machines.sim.nowUs / 1_000_000).toFixed(2)} ${said}`)
        reached.add(said.replace(/ p\d+$/, ''))
      }
      run(fuzz.machines, nextInt(random, 6000) / 1000)
    }
    heal(fuzz)
    const { machines } = fuzz
    const story = `seed ${seed}\n${fuzz.log.join('\n')}`
    for (const name of names(fuzz)) {
      const pod = machines.api.pods.get(`default/${name}`)!
      expect(pod.metadata.deletionTimestamp, `${name} hangs in Terminating; ${story}`).toBeUndefined()
      const broken = pod.spec.containers[0]!.image.includes('does-not-exist')
      expect(statusOf(machines, name).phase, `${name}; ${story}`).toBe(broken ? 'Pending' : 'Running')
    }
    const m = machineOf(machines)
    expect([...m.pods.values()].map((w) => w.pod.metadata.name).toSorted(), story).toEqual(names(fuzz).toSorted())
    expect(machines.runtimes.machines[0]!.sandboxes.size, story).toBe(names(fuzz).length)
    const addresses = [...machines.runtimes.machines[0]!.sandboxes.values()].filter((one) => one.ready).map((one) => one.ip)
    expect(new Set(addresses).size, story).toBe(addresses.length)
    const { admitted } = m
    rebuildSums(m)
    expect(m.admitted, story).toBe(admitted)
  })
  it('reached every kind of fault', () => expect(reached.size).toBeGreaterThanOrEqual(acts.length))
})
