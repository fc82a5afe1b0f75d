import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { captionLengthMax, lessonFaultText, parseLesson } from '../../src/lessons/parse-lesson.ts'

const head = 'title: T\nabout: A\nsteps:\n'
const faultsOf = (text: string): string => {
  const parsed = parseLesson(text)
  return parsed.ok ? '' : lessonFaultText(parsed.errors)
}
const stepFaults = (step: string): string => faultsOf(`${head}  - caption: C\n${step}`)

describe('lessons in public/lessons', () => {
  const names = readdirSync('public/lessons')
  it('exist', () => expect(names).toContain('tour.yaml'))
  it.each(names)('%s is without a fault', (name) => {
    expect(faultsOf(readFileSync(`public/lessons/${name}`, 'utf8'))).toBe('')
  })
  it.each(names)('%s names only manifests that exist', (name) => {
    const parsed = parseLesson(readFileSync(`public/lessons/${name}`, 'utf8'))
    const manifests = readdirSync('public/manifests')
    for (const manifest of parsed.ok ? parsed.lesson.cluster.manifests ?? [] : []) expect(manifests).toContain(manifest)
  })
  it('the tour has 10 to 14 steps that look somewhere', () => {
    const parsed = parseLesson(readFileSync('public/lessons/tour.yaml', 'utf8'))
    const steps = parsed.ok ? parsed.lesson.steps : []
    expect(steps.length).toBeGreaterThanOrEqual(10)
    expect(steps.length).toBeLessThanOrEqual(14)
    expect(steps.filter((step) => step.look === undefined)).toEqual([])
  })
})

describe('a lesson', () => {
  it('reads every kind of action and condition', () => {
    const parsed = parseLesson(`${head}
  - caption: C
    then: D
    look: pod/shop/web-1
    do:
      - pace: 0.5
      - world: { type: stopProcess, process: kubelet, node: node-1 }
      - apply: |
          { apiVersion: v1, kind: ConfigMap, metadata: { name: notes } }
      - request: { method: PATCH, path: /api/v1/x, body: { a: 1 }, label: patch x }
    waitFor:
      - { seconds: 3 }
      - { object: nodes, name: node-1, path: "status.conditions[type=Ready].status", not: "True" }
      - { count: pods, namespace: shop, labels: { app: web }, where: [{ path: status.phase, equals: Running }], atLeast: 2 }
`)
    expect(parsed).toMatchObject({ ok: true, lesson: { steps: [{
      after: 'D',
      look: { kind: 'pod', namespace: 'shop', name: 'web-1' },
      do: [
        { type: 'pace', command: { pace: 'rate', rate: 0.5 } },
        { type: 'world', command: { type: 'stopProcess', process: 'kubelet', node: 'node-1' } },
        { type: 'apply', manifest: '{ apiVersion: v1, kind: ConfigMap, metadata: { name: notes } }' },
        { type: 'request', label: 'patch x', request: { method: 'PATCH', path: '/api/v1/x', body: '{"a":1}', headers: { 'content-type': 'application/merge-patch+json' } } },
      ],
      waitFor: { type: 'all', conditions: [
        { type: 'seconds', seconds: 3 },
        { type: 'object', resource: 'nodes', namespace: '', name: 'node-1', test: { compare: 'not', value: 'True' } },
        { type: 'count', namespace: 'shop', labels: { app: 'web' }, compare: 'atLeast', value: 2 },
      ] },
    }] } })
  })

  it('tells all faults at once, each with line and column', () => {
    expect(faultsOf('title: 7\nsteps:\n  - caption: C\n    loko: etcd\n')).toBe([
      'line 1, column 1: about is missing',
      'line 1, column 8: title must be text (put it in quotes)',
      'line 4, column 5: steps[0].loko is not a field here; known are caption, then, look, do, waitFor',
    ].join('\n'))
  })
  it('tells where the YAML breaks', () => {
    expect(faultsOf('title: T\nabout: [')).toMatch(/^line 2, column \d+: the text is not YAML/)
  })
  it.each(['', '[]', 'just words', '{}', '\u0000'])('refuses %j in plain words', (text) => expect(faultsOf(text)).not.toBe(''))
  it('refuses a caption that would not fit on one line', () => {
    expect(faultsOf(`${head}  - caption: ${'x'.repeat(captionLengthMax + 1)}`)).toContain(`at most ${captionLengthMax}`)
    expect(faultsOf(`${head}  - caption: ${'x'.repeat(captionLengthMax)}`)).toBe('')
  })
  it.each([
    ['    look: the moon', 'must be everything'],
    ['    do: [{ pace: 1000 }]', 'a speed from 0.01 to 100'],
    ['    do: [{}]', 'exactly one of request, world, apply, pace'],
    ['    do: [{ world: { type: explode } }]', 'must be one of powerOff'],
    ['    do: [{ world: { type: powerOff } }]', 'world.node is missing'],
    ['    do: [{ world: { type: powerOff, node: a, pod: b } }]', 'world.pod is not a field here'],
    ['    do: [{ world: { type: stopProcess, process: kubelet } }]', 'the field node is missing'],
    ['    do: [{ world: { type: stopProcess, process: sched } }]', 'must be one of etcd'],
    ['    do: [{ world: { type: setReadiness, namespace: a, pod: b, container: c, ready: 1 } }]', 'true or false'],
    ['    do: [{ request: { method: SHOUT, path: /x, label: l } }]', 'must be one of GET'],
    ['    do: [{ request: { method: GET, path: x, label: l } }]', 'must start with /'],
    ['    do: [{ apply: "a: [" }]', 'no manifest that can be applied'],
    ['    waitFor: { seconds: soon }', 'must be a number'],
    ['    waitFor: { seconds: 1, count: pods, equals: 1 }', 'exactly one of object, count, seconds'],
    ['    waitFor: { object: gods, name: a, path: b, equals: 1 }', 'must be one of namespaces'],
    ['    waitFor: { object: pods, name: a, path: "b..c", equals: 1 }', 'is not a path'],
    ['    waitFor: { object: pods, name: a, path: b, atLeast: many }', 'must be a number'],
    ['    waitFor: { count: pods }', 'exactly one of equals'],
  ])('refuses %s', (step, words) => expect(stepFaults(step)).toContain(words))
})
