/**
 * Files that probes look for (`cat /tmp/healthy`): when they are there, as the kubelet is told. Simplified: below `/tmp` a file is there when somebody
 * made it, elsewhere always unless somebody took it away.
 */
import { probedFiles } from '../../world/probed-file.ts'
import { programOf } from '../../world/programs.ts'
import type { ProbedFile } from './messages.ts'
import type { RuntimeContainer, RuntimeMachine } from './state.ts'

const always: ProbedFile['spans'] = [{ fromUs: 0, untilUs: Infinity }]

/** Of a container that starts now: what its program and volumes bring. Most containers have no such probe. */
export function filesAtStart({ spec, files }: RuntimeContainer, startedUs: number): readonly ProbedFile[] | undefined {
  const paths = probedFiles(spec)
  if (paths.length === 0) return undefined
  return paths.map((path): ProbedFile => {
    const made = programOf(spec).files.filter((file) => file.path === path)
    if (made.length > 0) return { path, spans: made.map(({ fromUs, untilUs }) => ({ fromUs: startedUs + fromUs, untilUs: startedUs + untilUs })) }
    const lasts = !path.startsWith('/tmp/') || files.some(([mounted]) => mounted === path)
    return { path, spans: lasts ? always : [] }
  })
}

/** The files after a command has run in the container; undefined: nothing has changed. */
export function changedFiles(machine: RuntimeMachine, container: RuntimeContainer, nowUs: number): readonly ProbedFile[] | undefined {
  const files = container.start?.files
  const written = machine.written.get(container.number)
  if (files === undefined || written === undefined) return undefined
  let changed = false
  const now = files.map((file): ProbedFile => {
    const isThere = file.spans.some(({ fromUs, untilUs }) => fromUs <= nowUs && nowUs < untilUs)
    const there = written.has(file.path) ? written.get(file.path) !== undefined : isThere
    if (there === isThere) return file
    changed = true
    return { path: file.path, spans: there ? [{ fromUs: nowUs, untilUs: Infinity }] : [] }
  })
  return changed ? now : undefined
}
