/** Commands of probes that do nothing but look for a file. */
import type { Container } from '../../kubernetes/types/core.ts'

const looks: readonly RegExp[] = [/^(?:cat|ls|stat) (\/\S+)$/, /^test -[efrs] (\/\S+)$/, /^\[ -[efrs] (\/\S+) \]$/]
const shells: ReadonlySet<string> = new Set(['sh', '/bin/sh', 'bash', '/bin/bash', 'ash', '/bin/ash'])

/** The file that a command looks for; undefined: it does something else, which is not worked out. */
function probedFile(command: readonly string[]): string | undefined {
  const [name = '', flag = '', script = ''] = command
  const line = shells.has(name) && flag === '-c' ? script.trim() : command.join(' ')
  for (const look of looks) {
    const path = look.exec(line)?.[1]
    if (path !== undefined) return path
  }
  return undefined
}

const noFiles: readonly string[] = []

/** The files that the probes of a container look for. */
export function probedFiles({ startupProbe, readinessProbe, livenessProbe }: Container): readonly string[] {
  if (startupProbe?.exec === undefined && readinessProbe?.exec === undefined && livenessProbe?.exec === undefined) return noFiles
  return [startupProbe, readinessProbe, livenessProbe].flatMap((probe) => (probe?.exec === undefined ? [] : probedFile(probe.exec.command ?? []) ?? []))
}
