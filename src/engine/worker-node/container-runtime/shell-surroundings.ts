/** What a command in a container, or a line of its log, finds around it. */
import { dateAt } from '../../world/environment.ts'
import { programOf } from '../../world/programs.ts'
import type { ShellState, ShellWorld } from '../../world/shell-world.ts'
import type { RuntimeContainer, RuntimeMachine, Sandbox } from './state.ts'

type Written = Map<string, string | undefined>

type Files = (readonly [path: string, text: string])[]

/** Files that the program of a container has made until then. */
function programFiles({ spec, start }: RuntimeContainer, nowUs: number): Files {
  if (start === undefined) return []
  const afterUs = nowUs - start.startedUs
  return programOf(spec).files.filter((file) => file.fromUs <= afterUs && afterUs < file.untilUs).map(({ path, text }) => [path, text] as const)
}

/** What other containers of the pod have put into volumes that this one has too. `writtenIn`: what was written by hand in a container. */
function sharedFiles(
  { containers }: Sandbox, container: RuntimeContainer, nowUs: number, writtenIn: (number: number) => Written | undefined,
): Files {
  const found: Files = []
  for (const { name, mountPath } of container.spec.volumeMounts ?? []) {
    for (const other of containers) {
      const theirs = other === container ? undefined : other.spec.volumeMounts?.find((mount) => mount.name === name)
      if (theirs === undefined) continue
      const root = `${theirs.mountPath.replace(/\/+$/, '')}/`
      const all = [...programFiles(other, nowUs), ...(writtenIn(other.number) ?? [])]
      for (const [path, text] of all) if (text !== undefined && path.startsWith(root)) found.push([`${mountPath.replace(/\/+$/, '')}/${path.slice(root.length)}`, text])
    }
  }
  return found
}

const nothingWritten = (): undefined => undefined

/** Files of a container beside what was written into it by hand: of its volumes, of its program, of the pod's other containers. */
export function filesOf(
  sandbox: Sandbox, container: RuntimeContainer, nowUs: number, writtenIn: (number: number) => Written | undefined = nothingWritten,
): ReadonlyMap<string, string> {
  return new Map([...container.files, ...sharedFiles(sandbox, container, nowUs, writtenIn), ...programFiles(container, nowUs)])
}

/** At a time; what is written is not kept. */
export function surroundings(
  sandbox: Sandbox, container: RuntimeContainer, state: ShellState, written: Written, atUs: number, epochMs: number, made = filesOf(sandbox, container, atUs),
): ShellWorld {
  const { name: podName, namespace, ip } = sandbox
  return { container: container.spec, podName, namespace, ip, state, made, written, date: dateAt(atUs, epochMs) }
}

/** Now; what is written stays as long as the container runs. */
export function shellWorld(
  machine: RuntimeMachine, sandbox: Sandbox, container: RuntimeContainer, state: ShellState, { nowUs, epochMs }: { readonly nowUs: number; readonly epochMs: number },
): ShellWorld {
  let written = machine.written.get(container.number)
  if (written === undefined) {
    written = new Map()
    machine.written.set(container.number, written)
  }
  return surroundings(sandbox, container, state, written, nowUs, epochMs, filesOf(sandbox, container, nowUs, (number) => machine.written.get(number)))
}
