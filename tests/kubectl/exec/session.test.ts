import { describe, expect, it } from 'vitest'
import { testCluster, type Printed, type TestCluster } from '../test-cluster.ts'

/** Runs a line at a terminal; each text is typed when a prompt stands there. */
async function typing(bench: TestCluster, line: string, ...texts: readonly string[]): Promise<Printed> {
  const left = [...texts]
  let onKeys: ((text: string) => void) | undefined
  let shown = ''
  bench.keyboard = (listener) => {
    onKeys = listener
    return () => { onKeys = undefined }
  }
  const printed = await bench.run(line, undefined, (told) => {
    shown += told
    if (!shown.endsWith('# ')) return
    shown = ''
    const text = left.shift()
    if (text !== undefined) onKeys?.(text)
  })
  bench.keyboard = undefined
  expect(left).toEqual([])
  return { ...printed, out: printed.out.replaceAll('\r\n', '\n') }
}

async function withBox(): Promise<TestCluster> {
  const bench = testCluster()
  await bench.run('kubectl run box --image=busybox --command -- sleep 1h')
  await bench.run('kubectl wait --for=condition=Ready pod/box')
  return bench
}

describe('kubectl exec', () => {
  it('with a terminal is a shell that keeps its directory, until its exit', async () => {
    const bench = await withBox()
    const printed = await typing(bench, 'kubectl exec -it box -- sh', 'cd /etc\r', 'pwd\r', 'exit 3\r')
    expect(printed).toEqual({ out: '/ # cd /etc\n/etc # pwd\n/etc\n/etc # exit 3\n', error: 'command terminated with exit code 3\n', code: 3 })
  })
  it('without one reads what is piped in, and says that -t has none', async () => {
    const bench = await withBox()
    expect(await bench.run('kubectl exec -i box -- sh <<EOF\ncd /tmp\npwd\nEOF')).toEqual({ out: '/tmp\n', error: '', code: 0 })
    expect((await bench.run('kubectl exec -it box -- hostname')).error).toBe('Unable to use a TTY - input is not a terminal or the right kind of file\n')
  })
  it('is refused in the words of the API server and of the kubelet', async () => {
    const bench = await withBox()
    await bench.run('kubectl run none --image=nginx:nope\nkubectl run done --image=busybox --restart=Never -- true')
    bench.wait(20)
    expect(await bench.run('kubectl exec -c nosuch box -- ls')).toEqual({ out: '', error: 'Error from server (BadRequest): container nosuch is not valid for pod box\n', code: 1 })
    expect((await bench.run('kubectl exec none -- ls')).error).toBe('error: unable to upgrade connection: container not found ("none")\n')
    expect((await bench.run('kubectl exec done -- ls')).error).toBe('error: cannot exec into a container in a completed pod; current phase is Succeeded\n')
    expect((await bench.run('kubectl exec box -- nosuch')).error).toContain('"nosuch": executable file not found in $PATH')
  })
})

describe('kubectl run', () => {
  it('-it --rm is the shell of a new pod, which is gone afterwards', async () => {
    const bench = await withBox()
    const printed = await typing(bench, 'kubectl run -it --rm --restart=Never x --image=busybox -- sh', 'hostname\r', 'exit 2\r')
    expect(printed).toEqual({
      out: '/ # hostname\nx\n/ # exit 2\npod "x" deleted from default namespace\n', code: 2,
      error: 'If you don\'t see a command prompt, try pressing enter.\npod default/x terminated (Error)\n',
    })
    bench.wait(5)
    expect((await bench.run('kubectl get pod x')).code).toBe(1)
  })
  it('-i --rm prints what the program writes, and ends as it ends', async () => {
    const bench = await withBox()
    expect(await bench.run('kubectl run -i --rm --restart=Never x --image=busybox -- sh -c "echo one; sleep 2; echo two"'))
      .toEqual({ out: 'one\ntwo\npod "x" deleted from default namespace\n', error: 'If you don\'t see a command prompt, try pressing enter.\n', code: 0 })
  })
  it('-i shows the log of a program that was over before it came', async () => {
    const bench = await withBox()
    expect(await bench.run('kubectl run -i x --image=busybox -- sh -c "echo one; exit 3"')).toEqual({
      out: 'one\n', code: 0, error: 'If you don\'t see a command prompt, try pressing enter.\n'
        + 'warning: couldn\'t attach to pod/x, falling back to streaming logs: unable to upgrade connection: container x not found in pod x_default\n',
    })
  })
  it('says how its flags belong together', async () => {
    const bench = await withBox()
    expect((await bench.run('kubectl run x --image=busybox --rm')).error).toBe('error: --rm should only be used for attached containers\nSee \'kubectl run -h\' for help and examples\n')
    expect((await bench.run('kubectl run x --image=busybox -t')).error).toBe('error: -i/--stdin is required for containers with -t/--tty=true\nSee \'kubectl run -h\' for help and examples\n')
  })
})
