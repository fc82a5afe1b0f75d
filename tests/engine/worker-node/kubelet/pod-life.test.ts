import { describe, expect, it } from 'vitest'
import { deletePodGracefully, removePod } from '../fake-api-server.ts'
import { boundPod, container, eventsAbout, give, machineOf, run, startMachines, statusOf } from '../machines.ts'

const nginx = container('app', 'nginx:1.29')
const shell = (name: string, script: string, more = {}): typeof nginx => container(name, 'busybox:1.37', { command: ['sh', '-c', script], ...more })
const secondsIn = (line: string): number => Number(/^ *([\d.]+)s/.exec(line)?.[1])
const story = (machines: ReturnType<typeof startMachines>): string => machines.api.story.join('\n')

describe('a pod that is bound to a node', () => {
  it('lives the life that people know', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [nginx]))
    run(machines, 10)
    deletePodGracefully(machines.sim, machines.api, 'web', 30)
    run(machines, 5)
    expect(machines.api.story.map((line) => line.trim()).join('\n')).toMatchInlineSnapshot(`
      "3.0s patch web Pending Ready=False(ContainersNotReady) app=waiting:ContainerCreating
      3.3s event Normal Pulling web: Pulling image "nginx:1.29"
      5.9s event Normal Pulled web: Successfully pulled image "nginx:1.29" in 2.584s (2.585s including waiting). Image size: 72246886 bytes.
      5.9s event Normal Created web: Created container: app
      6.0s event Normal Started web: Started container app
      7.0s patch web Running Ready=True app=running
      13.0s delete web grace 30
      13.0s event Normal Killing web: Stopping container app
      13.3s patch web Succeeded Ready=False(PodCompleted) app=terminated:Completed:0
      13.3s gone web"
    `)
    expect(machineOf(machines).pods.size).toBe(0)
    expect(machines.runtimes.machines[0]!.sandboxes.size).toBe(0)
  })

  it('writes its conditions in upstream’s order and keeps the times of those that did not change', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [nginx]))
    run(machines, 10)
    const { conditions, podIP, hostIP } = statusOf(machines, 'web')
    expect(conditions!.map((one) => `${one.type}=${one.status} ${one.lastTransitionTime.slice(17)}`)).toEqual([
      'PodReadyToStartContainers=True 07Z', 'Initialized=True 03Z', 'Ready=True 07Z', 'ContainersReady=True 07Z', 'PodScheduled=True 00Z',
    ])
    expect([podIP, hostIP]).toEqual(['10.244.1.2', '172.18.1.2'])
  })

  it('does without the Pulling event when the image is there, and says so', () => {
    const machines = startMachines()
    machineOf(machines).images.set('nginx:1.29', 1)
    give(machines, boundPod('web', [nginx]))
    run(machines, 5)
    expect(eventsAbout(machines, 'web')[0]).toBe('Normal Pulled: Container image "nginx:1.29" already present on machine')
  })

  it('asks the registry each time with imagePullPolicy Always', () => {
    const machines = startMachines()
    for (const name of ['one', 'two']) {
      give(machines, boundPod(name, [container('app', 'nginx', { imagePullPolicy: 'Always' })]))
      run(machines, 8)
    }
    expect(eventsAbout(machines, 'two').slice(0, 2)).toEqual([
      'Normal Pulling: Pulling image "nginx"', expect.stringContaining('Successfully pulled image "nginx" in '),
    ])
  })

  it.each(['bad image !!', 'Nginx:1.29', 'nginx:', 'nginx:-x'])('cannot read the image name "%s", says so once and starts nothing', (image) => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', image)]))
    run(machines, 30)
    expect(statusOf(machines, 'web').containerStatuses![0]!.state.waiting).toEqual({
      reason: 'InvalidImageName', message: `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`,
    })
    expect(eventsAbout(machines, 'web').map((event) => event.split(':')[0])).toEqual(['Warning InspectFailed', 'Warning Failed'])
  })

  it.each(['nginx', 'a/b/c:1', 'localhost:5000/x_y:V1', 'registry.k8s.io/pause:3.10'])('reads the image name "%s"', (image) => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', image)]))
    run(machines, 30)
    expect(statusOf(machines, 'web').containerStatuses![0]!.state.running).toBeDefined()
  })

  it('never pulls with imagePullPolicy Never', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'nginx', { imagePullPolicy: 'Never' })]))
    run(machines, 5)
    expect(statusOf(machines, 'web').containerStatuses![0]!.state.waiting).toEqual({
      reason: 'ErrImageNeverPull', message: 'Container image "nginx" is not present with pull policy of Never',
    })
  })

  it('speaks as release 1.29 where texts differ, and acts as the stand-in of the recorded traces does', () => {
    const latency = (us: number): { baseUs: number; jitterUs: number } => ({ baseUs: us, jitterUs: 0 })
    const machines = startMachines({
      kubelet: { compatibility: 'v1.29', standInKubelet: { startDelayMs: 1000, stopDelayMs: 500 } },
      runtime: {
        imagesPresent: true, stopUs: 500_000,
        latencies: { sandbox: latency(0), create: latency(1_000_000), start: latency(0), stopSandbox: latency(0), remove: latency(0), quick: latency(0) },
      },
    })
    give(machines, boundPod('web', [container('nginx', 'nginx:1.25')]))
    run(machines, 2)
    deletePodGracefully(machines.sim, machines.api, 'web', 30)
    run(machines, 2)
    expect(machines.api.story.map((line) => line.trim())).toEqual([
      '3.0s patch web Pending Ready=False(ContainersNotReady) nginx=waiting:ContainerCreating',
      '3.0s event Normal Pulled web: Container image "nginx:1.25" already present on machine',
      '4.0s event Normal Created web: Created container nginx',
      '4.0s event Normal Started web: Started container nginx',
      '4.0s patch web Running Ready=True nginx=running',
      '5.0s delete web grace 30',
      '5.0s event Normal Killing web: Stopping container nginx',
      '5.5s patch web Succeeded Ready=False(PodCompleted) nginx=terminated:Completed:0',
      '5.5s gone web',
    ])
  })
})

describe('several containers', () => {
  it('start in order, and images are pulled one at a time on a node', () => {
    const machines = startMachines()
    give(machines, boundPod('one', [nginx, container('side', 'envoy:v1.35')]))
    run(machines, 0.5)
    give(machines, boundPod('two', [container('db', 'postgres:17')]))
    run(machines, 20)
    const pulls = [...machines.api.events.values()].filter((event) => event.reason === 'Pulled').map((event) => event.message)
    const waited = pulls.map((text) => /in ([\d.]+)s \(([\d.]+)s including/.exec(text)!.slice(1).map(Number))
    expect(pulls.map((text) => /"(.*?)"/.exec(text)![1])).toEqual(['nginx:1.29', 'postgres:17', 'envoy:v1.35'])
    // postgres waited for nginx, envoy (which was asked for later) for postgres.
    expect(waited[1]![1]! - waited[1]![0]!).toBeGreaterThan(2)
    expect(waited[2]![1]! - waited[2]![0]!).toBeGreaterThan(2)
    const reasons = eventsAbout(machines, 'one').map((text) => text.split(' ')[1] + (text.includes('side') || text.includes('envoy') ? ' side' : ' app'))
    expect(reasons).toEqual(['Pulling: app', 'Pulled: app', 'Created: app', 'Started: app', 'Pulling: side', 'Pulled: side', 'Created: side', 'Started: side'])
  })

  it('wait for init containers, which run one after another; a sidecar among them stays', () => {
    const machines = startMachines()
    const initContainers = [shell('wait', 'sleep 6'), shell('mesh', 'sleep infinity', { restartPolicy: 'Always' }), shell('migrate', 'sleep 4')]
    give(machines, boundPod('web', [nginx], { initContainers }))
    run(machines, 30)
    const patches = machines.api.story.filter((line) => line.includes('patch')).map((line) => line.replace(/^.*?\) |^.*Ready=True /, ''))
    expect(patches).toEqual([
      'wait=waiting:PodInitializing mesh=waiting:PodInitializing migrate=waiting:PodInitializing app=waiting:PodInitializing',
      'wait=running(unready) mesh=waiting:PodInitializing migrate=waiting:PodInitializing app=waiting:PodInitializing',
      'wait=terminated:Completed:0 mesh=waiting:PodInitializing migrate=waiting:PodInitializing app=waiting:PodInitializing',
      'wait=terminated:Completed:0 mesh=running migrate=running(unready) app=waiting:PodInitializing',
      'wait=terminated:Completed:0 mesh=running migrate=terminated:Completed:0 app=waiting:PodInitializing',
      'wait=terminated:Completed:0 mesh=running migrate=terminated:Completed:0 app=running',
    ])
    expect(statusOf(machines, 'web').phase).toBe('Running')
    machines.api.story = []
    deletePodGracefully(machines.sim, machines.api, 'web', 5)
    run(machines, 10)
    const killed = machines.api.story.filter((line) => line.includes('Killing')).map((line) => line.replace(/^.*container /, ''))
    expect(killed).toEqual(['app', 'mesh'])
  })
})

describe('an image that no registry holds', () => {
  it('gives ErrImagePull, ImagePullBackOff, and tries again after 10, 20, 40 s', () => {
    const machines = startMachines()
    give(machines, boundPod('bad', [container('app', 'ngnix:does-not-exist')]))
    run(machines, 90)
    const waits = machines.api.story.filter((line) => line.includes('patch')).map((line) => line.replace(/^.*waiting:/, ''))
    expect(waits.slice(0, 5)).toEqual(['ContainerCreating', 'ErrImagePull', 'ImagePullBackOff', 'ErrImagePull', 'ImagePullBackOff'])
    const tries = machines.api.story.filter((line) => line.includes('Pulling bad')).map(secondsIn)
    const failed = machines.api.story.filter((line) => line.includes('Failed bad: Failed to pull') || /Failed bad x\d/.test(line)).map(secondsIn)
    expect(tries).toHaveLength(4)
    expect(tries[1]! - failed[0]!).toBeCloseTo(10, 0)
    expect(tries[3]! - tries[2]!).toBeGreaterThan(40)
    expect(statusOf(machines, 'bad').containerStatuses![0]!.state.waiting!.message).toContain(
      'Back-off pulling image "ngnix:does-not-exist": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image',
    )
  })
})

describe('the end of a pod', () => {
  it.each([
    ['a program that ignores SIGTERM is killed when its grace ends', shell('app', 'sleep infinity'), 30, 30, 'Failed', 'terminated:Error:137'],
    ['a shorter grace ends it sooner', shell('app', 'sleep infinity'), 4, 4, 'Failed', 'terminated:Error:137'],
    ['a server stops by itself', nginx, 30, 0.3, 'Succeeded', 'terminated:Completed:0'],
    ['a program that ends by itself first keeps its exit code', shell('app', 'sleep 15; exit 3'), 30, 7, 'Failed', 'terminated:Error:3'],
  ])('%s', (_name, what, grace, seconds, phase, ended) => {
    const machines = startMachines()
    give(machines, boundPod('web', [what]))
    run(machines, 10)
    deletePodGracefully(machines.sim, machines.api, 'web', grace)
    run(machines, 40)
    const end = machines.api.story.at(-2)!
    expect(end).toContain(`patch web ${phase}`)
    expect(end).toContain(ended)
    expect(machines.api.story.at(-1)).toContain('gone web')
    expect(Math.abs(secondsIn(end) - 13 - seconds)).toBeLessThan(1.5)
  })

  it('gives a container two seconds at least', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [shell('app', 'sleep infinity')]))
    run(machines, 10)
    deletePodGracefully(machines.sim, machines.api, 'web', 1)
    run(machines, 1.9)
    expect(story(machines)).not.toContain('gone web')
    run(machines, 1)
    expect(story(machines)).toContain('gone web')
  })

  it('comes sooner when the grace is shortened later', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [shell('app', 'sleep infinity')]))
    run(machines, 10)
    deletePodGracefully(machines.sim, machines.api, 'web', 30)
    run(machines, 2)
    deletePodGracefully(machines.sim, machines.api, 'web', 3)
    run(machines, 5)
    expect(story(machines)).toContain('gone web')
  })

  it('also comes when the object was removed by force: nothing is written, the containers are stopped', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [nginx]))
    run(machines, 10)
    const writes = machines.api.requests.length
    removePod(machines.sim, machines.api, 'default', 'web')
    run(machines, 5)
    expect(machines.runtimes.machines[0]!.sandboxes.size).toBe(0)
    expect(machines.api.requests.slice(writes).filter((request) => request.resource === 'pods')).toEqual([])
  })

  it('is possible while the pod still waits for its image', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'postgres:17')]))
    run(machines, 1)
    deletePodGracefully(machines.sim, machines.api, 'web', 30)
    run(machines, 1)
    expect(story(machines)).toContain('gone web')
    give(machines, boundPod('next', [nginx]))
    run(machines, 10)
    expect(statusOf(machines, 'next').phase).toBe('Running')
  })
})

describe('admission', () => {
  it.each([
    ['cpu', { cpu: '64' }, 'OutOfcpu', 'Node didn\'t have enough resource: cpu, requested: 64000, used: 0, capacity: 4000'],
    ['memory', { memory: '32Gi' }, 'OutOfmemory', 'Node didn\'t have enough resource: memory, requested: 34359738368, used: 0, capacity: 17179869184'],
  ])('refuses a pod that asks for too much %s', (_name, requests, reason, message) => {
    const machines = startMachines()
    give(machines, boundPod('big', [container('app', 'nginx', { resources: { requests, limits: undefined } })]))
    run(machines, 5)
    expect(statusOf(machines, 'big')).toMatchObject({ phase: 'Failed', reason, message: `Pod was rejected: ${message}`, containerStatuses: undefined })
    expect(eventsAbout(machines, 'big')).toEqual([`Warning ${reason}: ${message}`])
  })
})
