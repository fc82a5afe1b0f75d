import { describe, expect, it } from 'vitest'
import { durationMs, flag, parseFlags } from '../../src/kubectl/parse/flags.ts'
import { parseScript } from '../../src/kubectl/parse/script.ts'
import { splitWords } from '../../src/kubectl/parse/words.ts'

const words = (line: string): string[] => splitWords(line).words.map((word) => word.text)

describe('a line', () => {
  it.each([
    ['get pods -o wide', ['get', 'pods', '-o', 'wide']],
    [`patch deploy web -p '{"spec":{"replicas":2}}'`, ['patch', 'deploy', 'web', '-p', '{"spec":{"replicas":2}}']],
    ['label pod a note="two words" b=\\ c', ['label', 'pod', 'a', 'note=two words', 'b= c']],
    ['get pods # all of them', ['get', 'pods']],
    ['get pods|grep x', ['get', 'pods', '|', 'grep', 'x']],
    ['a "" b', ['a', '', 'b']],
    ['"a\\"b" "c\\n"', ['a"b', 'c\\n']],
  ])('%s splits as a shell splits it', (line, expected) => expect(words(line)).toEqual(expected))
  it.each([["echo 'open", 'quote'], ['get pods \\', 'backslash'], ['get pods', undefined]])('%s ends or goes on', (line, open) => expect(splitWords(line).open).toBe(open))
})

describe('a script', () => {
  const commands = (text: string): unknown[] => parseScript(text).commands.map((command) => [command.words.join(' '), ...(command.stdin === undefined ? [] : [command.stdin])])

  it.each([
    ['kubectl get pods', [['get pods']]],
    ['k get pods', [['get pods']]],
    ['get pods; get svc', [['get pods'], ['get svc']]],
    ['get pods\n\n# a comment\nget svc\n', [['get pods'], ['get svc']]],
    ['create deployment web \\\n  --image=nginx', [['create deployment web --image=nginx']]],
    ['apply -f - <<EOF\na: 1\nb: 2\nEOF\nget cm', [['apply -f -', 'a: 1\nb: 2\n'], ['get cm']]],
    ["cat <<'EOF' | kubectl apply -f -\na: 1\nEOF", [['apply -f -', 'a: 1\n']]],
    ['apply -f - <<-END\n\ta: 1\n\tEND', [['apply -f -', 'a: 1\n']]],
    ['$ kubectl get pods\nNAME   READY\nweb-1  1/1\n\n$ kubectl get svc', [['get pods'], ['get svc']]],
    ['$ kubectl apply -f - <<EOF\n> a: 1\n> EOF\nconfigmap/a created', [['apply -f -', 'a: 1\n']]],
  ])('%j is read', (text, expected) => expect(commands(text)).toEqual(expected))

  it('waits for the rest of a here-document, a quote, a line', () => {
    expect(parseScript('apply -f - <<EOF\na: 1').open).toBe('a here-document that ends with EOF')
    expect(parseScript("patch x -p '{").open).toBe('a quote')
    expect(parseScript('get pods \\').open).toBe('a line')
  })
  it('says what it does not run', () => expect(parseScript('get pods | wc -l').commands[0]?.problem).toContain('"|" is not understood'))
  it('knows which command needs the one before it', () => expect(parseScript('get a && get b; get c').commands.map((one) => one.always)).toEqual([true, false, true]))
})

describe('flags', () => {
  const specs = [
    flag('output', 'text', '', { short: 'o' }), flag('all-namespaces', 'bool', '', { short: 'A' }), flag('watch', 'bool', '', { short: 'w' }), flag('replicas', 'int', ''),
    flag('env', 'list', ''), flag('dry-run', 'text', '', { preset: 'none', alone: 'unchanged' }), flag('timeout', 'duration', ''),
  ]
  it.each(['-o wide', '-owide', '-o=wide', '--output wide', '--output=wide', '-Ao wide', 'pods -o json -o wide'])('%s asks for wide', (line) => {
    const { flags, problem } = parseFlags(line.split(' '), specs)
    expect([problem, flags.text('output')]).toEqual([undefined, 'wide'])
  })
  it('stand among arguments, and end at --', () => {
    const { flags, args } = parseFlags(['web', '-w', 'x', '--', '-A', 'sh'], specs)
    expect([args, flags.on('watch'), flags.on('all-namespaces')]).toEqual([['web', 'x', '-A', 'sh'], true, false])
  })
  it('may be given several times, or alone', () => {
    const { flags } = parseFlags(['--env', 'a=1', '--env=b=2', '--dry-run', '--watch=false'], specs)
    expect([flags.list('env'), flags.text('dry-run'), flags.on('watch'), flags.given('replicas'), flags.number('replicas')]).toEqual([['a=1', 'b=2'], 'unchanged', false, false, 0])
  })
  it.each([
    ['--colour', 'unknown flag: --colour'], ['-x', "unknown shorthand flag: 'x' in -x"], ['-wx', "unknown shorthand flag: 'x' in -wx"], ['--output', 'flag needs an argument: --output'],
    ['-o', "flag needs an argument: 'o' in -o"], ['--replicas=a', 'invalid argument "a" for "--replicas" flag: strconv.ParseInt: parsing "a": invalid syntax'],
    ['-w=maybe', 'invalid argument "maybe" for "-w, --watch" flag: strconv.ParseBool: parsing "maybe": invalid syntax'],
    ['--timeout=5', 'invalid argument "5" for "--timeout" flag: time: invalid duration "5"'],
  ])('%s is refused', (word, problem) => expect(parseFlags([word], specs).problem).toBe(problem))
  it.each([['90s', 90_000], ['1m30s', 90_000], ['1.5h', 5_400_000], ['-1s', -1000], ['0', 0], ['x', undefined]])('%s is a duration', (text, ms) => expect(durationMs(text)).toBe(ms))
})
