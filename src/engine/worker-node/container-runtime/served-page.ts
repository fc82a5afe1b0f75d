/** What a server in a container answers: a page that was written into it or mounted, else its usual one. */
import { behaviourOf, bodyOf } from '../../world/behaviour.ts'
import type { RuntimeContainer, RuntimeMachine, Sandbox } from './state.ts'
import { filesOf } from './volume-files.ts'

/** Simplified: a path for which there is no page is answered as the first page is. */
export function servedPage(
  machine: RuntimeMachine, sandbox: Sandbox, container: RuntimeContainer, path: string, nowUs: number,
): string {
  const { pages } = behaviourOf(container.spec)
  const written = machine.written.get(container.number)
  if (pages !== undefined && (written !== undefined || container.files.length > 0)) {
    const file = `${pages}${path.replace(/[?#].*$/, '').replace(/\/$/, '/index.html')}`
    const text = written?.has(file) === true ? written.get(file) : filesOf(sandbox, container, nowUs, (number) => machine.written.get(number)).get(file)
    if (text !== undefined) return text
  }
  return bodyOf(container.spec, sandbox.name, path)
}
