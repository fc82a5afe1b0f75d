/** Files that containers find: of their volumes, of their own programs, and what the pod's other containers have put into volumes they share. */
import { programOf } from '../../world/programs.ts'
import type { RuntimeContainer, RuntimeMachine, Sandbox } from './state.ts'

export type Written = Map<string, string | undefined>

type Files = (readonly [path: string, text: string])[]

function rootOf(mountPath: string): string {
  return `${mountPath.replace(/\/+$/, '')}/`
}

/** Files that the program of a container has made until then. */
function programFiles({ spec, start }: RuntimeContainer, nowUs: number): Files {
  if (start === undefined) return []
  const afterUs = nowUs - start.startedUs
  return programOf(spec).files.filter((file) => file.fromUs <= afterUs && afterUs < file.untilUs).map(({ path, text }) => [path, text] as const)
}

/** What the pod's containers have put into volumes that this one has too. `writtenIn`: what was written in a container that runs. */
function sharedFiles(
  { containers, volumes }: Sandbox, container: RuntimeContainer, nowUs: number, writtenIn: (number: number) => Written | undefined,
): Files {
  const found: Files = []
  for (const { name, mountPath } of container.spec.volumeMounts ?? []) {
    for (const [path, text] of volumes?.get(name) ?? []) found.push([rootOf(mountPath) + path, text])
    for (const other of containers) {
      const theirs = other === container ? undefined : other.spec.volumeMounts?.find((mount) => mount.name === name)
      if (theirs === undefined) continue
      const root = rootOf(theirs.mountPath)
      const all = [...programFiles(other, nowUs), ...(writtenIn(other.number) ?? [])]
      for (const [path, text] of all) if (text !== undefined && path.startsWith(root)) found.push([rootOf(mountPath) + path.slice(root.length), text])
    }
  }
  return found
}

const nothingWritten = (): undefined => undefined

/** Files of a container beside what was written into it: of its volumes, of its program, of the pod's other containers. */
export function filesOf(
  sandbox: Sandbox, container: RuntimeContainer, nowUs: number, writtenIn: (number: number) => Written | undefined = nothingWritten,
): ReadonlyMap<string, string> {
  return new Map([...container.files, ...sharedFiles(sandbox, container, nowUs, writtenIn), ...programFiles(container, nowUs)])
}

/** What was written in a container goes with it, but what lies in volumes stays: for the pod's other containers and its own next life. */
export function endFiles(machine: RuntimeMachine, container: RuntimeContainer): void {
  const written = machine.written.get(container.number)
  if (written === undefined) return
  machine.written.delete(container.number)
  const sandbox = [...machine.sandboxes.values()].find(({ containers }) => containers.includes(container))
  for (const { name, mountPath } of container.spec.volumeMounts ?? []) {
    const root = rootOf(mountPath)
    for (const [path, text] of written) if (sandbox !== undefined && path.startsWith(root)) keep(sandbox, name, path.slice(root.length), text)
  }
}

function keep(sandbox: Sandbox, volume: string, path: string, text: string | undefined): void {
  sandbox.volumes ??= new Map()
  const files = sandbox.volumes.get(volume) ?? new Map<string, string>()
  sandbox.volumes.set(volume, files)
  if (text === undefined) files.delete(path)
  else files.set(path, text)
}
