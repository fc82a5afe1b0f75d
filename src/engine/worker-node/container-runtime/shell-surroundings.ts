/** What a command in a container, or a line of its log, finds around it. */
import { dateAt } from '../../world/environment.ts'
import type { ShellState, ShellWorld } from '../../world/shell-world.ts'
import type { RuntimeContainer, RuntimeMachine, Sandbox } from './state.ts'
import { filesOf, type Written } from './volume-files.ts'

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
