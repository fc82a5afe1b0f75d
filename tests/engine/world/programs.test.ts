import { describe, expect, it } from 'vitest'
import { completeImageName, imageOf, imageReference, pullError, unknownImage } from '../../../src/engine/world/images.ts'
import { programOf } from '../../../src/engine/world/programs.ts'
import { dateText } from '../../../src/engine/world/shell.ts'
import { container } from '../worker-node/machines.ts'

const second = 1_000_000
const sh = (script: string): ReturnType<typeof programOf> => programOf(container('a', 'busybox', { command: ['sh', '-c', script] }))

describe('programs', () => {
  it.each([
    ['sleep 5; exit 1', 5, 1], ['sleep 5 && exit 3', 5, 3], ['exit 7', 0, 7], ['true', 0, 0], ['sleep 1m', 60, 0],
    ['echo "a; b"; sleep 2', 2, 0], ['sleep 0.5', 0.5, 0], ['sleep 1\nsleep 2', 3, 0],
  ])('"%s" ends after %d s with code %d', (script, seconds, code) => expect(sh(script).exit).toEqual({ afterUs: seconds * second, code }))

  it.each(['sleep infinity', 'while true; do sleep 1; done', 'tail -f /dev/null', 'echo hi; sleep inf'])('"%s" runs for ever and ignores SIGTERM', (script) => {
    expect(sh(script)).toMatchObject({ exit: undefined, onTerm: undefined })
  })
  it('may be given as a list of words', () => {
    expect(programOf(container('a', 'busybox', { command: ['sleep', '9'] })).exit).toEqual({ afterUs: 9 * second, code: 0 })
    expect(programOf(container('a', 'busybox', { args: ['/bin/sleep', '8'] })).exit).toEqual({ afterUs: 8 * second, code: 0 })
  })
  it('of a shell image without a command end at once', () => expect(programOf(container('a', 'busybox')).exit).toEqual({ afterUs: 0, code: 0 }))
  it('that are a shell wait where somebody may type', () => {
    expect(programOf(container('a', 'busybox', { stdin: true }))).toMatchObject({ exit: undefined, onTerm: undefined })
    expect(programOf(container('a', 'busybox', { args: ['sh', '-c', 'exit 2'], stdin: true })).exit).toEqual({ afterUs: 0, code: 2 })
  })
  it('of a server run for ever, listen on the declared ports or else the image’s, and stop on SIGTERM', () => {
    const ports = [{ name: undefined, containerPort: 8080, hostPort: undefined, protocol: 'TCP' as const }]
    expect(programOf(container('a', 'nginx:1.29')).ports).toEqual([80])
    expect(programOf(container('a', 'nginx:1.29', { ports }))).toMatchObject({ ports: [8080], exit: undefined, onTerm: { afterUs: 200_000, code: 0 } })
    expect(programOf(container('a', 'nobody/knows:1', { ports }))).toMatchObject({ ports: [8080], startupUs: unknownImage.startupUs })
  })
  it('may become a server after a while', () => {
    const program = programOf(container('a', 'nginx', { command: ['sh', '-c', 'echo wait; sleep 3; exec nginx -g "daemon off;"'] }))
    expect(program).toMatchObject({ startupUs: 3_120_000, ports: [80], exit: undefined })
    const until = (us: number): string[] => program.lines.filter((line) => line.afterUs <= us).map((line) => line.text)
    expect(until(3 * second)).toEqual(['wait'])
    expect(until(4 * second).length).toBeGreaterThan(2)
  })
})

describe('scripts', () => {
  const texts = (script: string): string[] => sh(script).lines.map((line) => `${line.afterUs / second}: ${line.text}`)
  it('write once in each round of a for loop, with its variable filled in', () => {
    expect(texts('for i in a b; do echo "is $i"; sleep 2; done; echo end')).toEqual(['0: is a', '2: is b', '4: end'])
    expect(texts('for n in $(seq 2 4); do echo ${n}; done')).toEqual(['0: 2', '0: 3', '0: 4'])
  })
  it.each([
    ['echo up; while true; do echo hi; sleep 3; done', { fromUs: 0, periodUs: 3 * second, lines: [{ afterUs: 0, text: 'hi' }] }],
    ['sleep 1; while sleep 0.5; do date; done', { fromUs: second, periodUs: second / 2, lines: [{ afterUs: second / 2, text: '$(date)' }] }],
  ])('"%s" goes round for ever', (script, loop) => expect(sh(script)).toMatchObject({ exit: undefined, loop }))
  it('say nothing of a loop whose rounds take no time', () => expect(sh('while true; do echo x; done')).toMatchObject({ exit: undefined, loop: undefined }))
  it('end where an exit stands in a loop', () => expect(sh('for i in 1 2 3; do sleep 1; exit 4; done').exit).toEqual({ afterUs: second, code: 4 }))
  it('have dates as `date` prints them', () => expect(dateText('2026-11-02T07:05:09Z', 20759)).toBe('Mon Nov  2 07:05:09 UTC 2026'))
  it('set variables, and count them up in each round', () => {
    expect(sh('A=x; echo $A; B=$((B+2)); echo ${B}').lines).toEqual([{ afterUs: 0, text: 'x' }, { afterUs: 0, text: '2' }])
    expect(sh('i=5; while true; do echo "$i"; i=$((i+1)); echo "then $i"; sleep 1; done').loop).toMatchObject({
      lines: [{ text: '$((i+0))' }, { text: 'then $((i+1))' }], counters: [{ name: 'i', from: 5, step: 1 }],
    })
  })
  it('make files and take them away', () => {
    const { files, lines } = sh('touch /tmp/a; echo hi > /tmp/b; sleep 30; rm -f /tmp/a; sleep 600')
    expect(files).toEqual([{ path: '/tmp/a', fromUs: 0, untilUs: 30 * second, text: '' }, { path: '/tmp/b', fromUs: 0, untilUs: Infinity, text: 'hi\n' }])
    expect(lines).toEqual([])
  })
  it('leave what looks into the container to whoever reads the log', () => expect(sh('uname -a; env').lines.map((line) => line.text)).toEqual(['$(uname -a)', '$(env)']))
})

describe('a program', () => {
  const program = (image: string, ...command: string[]): ReturnType<typeof programOf> => programOf(container('a', image, { command }))
  it.each([
    'echo a | grep b', 'cat /x', 'ls', 'wget web || echo no', 'false', 'nosuch', 'nslookup web', 'A=$(cat /x); echo $A', 'set -e; sleep 1', 'cd /tmp; pwd', 'true; echo $?',
    'for f in $(ls); do echo $f; done', 'while true; do date | tee /tmp/x; sleep 1; done', 'while true; do cat /x; sleep 1; done', 'curl web; sleep 1h', 'echo $A > /tmp/x',
  ])('"%s" is run step by step, since what it finds decides', (script) => expect(sh(script).live).toBeDefined())
  it.each([
    'echo a; sleep 1', 'i=1; echo $((i+1))', 'while true; do echo "$(date) $(cat /x)"; sleep 1; done', 'while true; do wget -q -O- web; sleep 0.01; done', 'for i in $(seq 3); do echo $i; done',
    'echo hi > /tmp/x; exec nginx', 'tail -f /dev/null', 'trap "exit 0" TERM; while true; do sleep 1; done', '(sleep 1 && echo a) & wait', 'wget -qO- web & wait',
  ])('"%s" is known before it starts', (script) => expect(sh(script).live).toBeUndefined())
  it('without a shell is one command, of which nothing is filled in', () => {
    expect(program('busybox', 'cat', '$HOME').live).toMatchObject([{ pipe: [['cat', '\\$HOME']] }])
    expect(program('busybox', 'echo', 'hi').live).toBeUndefined()
  })
  it('that its image does not hold can not be started', () => {
    expect([program('busybox', 'nosuch').unstartable, program('nginx', 'ngnix', '-g').unstartable, program('alpine', './run').unstartable]).toEqual(['nosuch', 'ngnix', './run'])
    expect([program('busybox', 'ls').unstartable, program('busybox', 'tar', 'x').unstartable, program('nginx', '/docker-entrypoint.sh').unstartable]).toEqual([undefined, undefined, undefined])
  })
  it('of an image that nobody knows runs as a server does, alone or at a script\'s end', () => {
    const ports = [{ name: undefined, containerPort: 8000, hostPort: undefined, protocol: 'TCP' as const }]
    const served = (...command: string[]): object => programOf(container('a', 'python:3.12', { command, ports }))
    for (const words of [['python', 'app.py'], ['sh', '-c', 'python migrate.py && gunicorn app'], ['sh', '-c', 'until nc -z db 5432; do sleep 1; done; exec gunicorn app']]) {
      expect(served(...words)).toMatchObject({ ports: [8000], exit: undefined, onTerm: { code: 0 } })
    }
    expect(served('sleep', '3')).toMatchObject({ ports: [], exit: { afterUs: 3 * second, code: 0 } })
  })
})

describe('images of the tutorials', () => {
  it('have the tags that they have, and no other', () => {
    const bootcamp = 'gcr.io/google-samples/kubernetes-bootcamp'
    expect([pullError(`${bootcamp}:v2`), pullError(bootcamp)]).toEqual([undefined, undefined])
    expect(pullError(`${bootcamp}:v10`)).toContain('kubernetes-bootcamp:v10: not found')
  })
})

describe('images', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx:latest'], ['nginx:1.29', 'docker.io/library/nginx:1.29'], ['shop/api:2.4', 'docker.io/shop/api:2.4'],
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:3.10'], ['localhost:5000/x', 'localhost:5000/x:latest'],
    ['nginx@sha256:abc', 'docker.io/library/nginx@sha256:abc'],
  ])('%s is completed to %s', (image, complete) => expect(completeImageName(image)).toBe(complete))
  it('are found by repository whatever registry and tag', () => {
    expect(imageOf('nginx:1.25')).toBe(imageOf('docker.io/library/nginx'))
    expect(imageOf('registry.k8s.io/pause:3.10').kind).toBe('idle')
    expect(imageOf('other/thing')).toBe(unknownImage)
  })
  it('have a reference that depends on the name alone', () => {
    expect(imageReference('nginx:1.29')).toMatch(/^docker\.io\/library\/nginx@sha256:[0-9a-f]{64}$/)
    expect(imageReference('nginx:1.30')).not.toBe(imageReference('nginx:1.29'))
  })
  it('that no registry holds, and registries that no DNS knows, fail in containerd’s words', () => {
    expect(pullError('nginx')).toBeUndefined()
    expect(pullError('ngnix:does-not-exist')).toContain('code = NotFound desc = failed to pull and unpack image "docker.io/library/ngnix:does-not-exist"')
    expect(pullError('nginx:nope')).toContain('docker.io/library/nginx:nope: not found')
    for (const known of ['nginx:1.29-alpine', 'nginx:stable', 'envoy:v1.35', 'redis@sha256:abc', 'mine/app:nope']) expect(pullError(known)).toBeUndefined()
    expect(pullError('registry.invalid./shop/api:1')).toContain('dial tcp: lookup registry.invalid.: no such host')
  })
})
