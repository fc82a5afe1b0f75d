/** What a command in a container, or a line of its log, finds around it. */
import { dateAt } from '../../world/environment.ts'
import { programOf } from '../../world/programs.ts'
import type { ShellState, ShellWorld } from '../../world/shell-world.ts'
import type { RuntimeContainer, RuntimeMachine, Sandbox } from './state.ts'

type Written = Map<string, string | undefined>

/** Files of its volumes, and those that its program has made until then. */
function madeFiles({ spec, start, files }: RuntimeContainer, nowUs: number): ReadonlyMap<string, string> {
  const afterUs = nowUs - (start?.startedUs ?? nowUs)
  const made = programOf(spec).files.filter((file) => file.fromUs <= afterUs && afterUs < file.untilUs)
  return new Map([...files, ...made.map(({ path, text }) => [path, text] as const)])
}

/** At a time; what is written is not kept. */
export function surroundings(
  { name: podName, namespace, ip }: Sandbox, container: RuntimeContainer, state: ShellState, written: Written, atUs: number, epochMs: number,
): ShellWorld {
  return { container: container.spec, podName, namespace, ip, state, made: madeFiles(container, atUs), written, date: dateAt(atUs, epochMs) }
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
  return surroundings(sandbox, container, state, written, nowUs, epochMs)
}
