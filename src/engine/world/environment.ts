/** What a process in a container finds around it. */
import type { Container } from '../../kubernetes/types/core.ts'
import { timeText } from '../simulation/time-text.ts'
import { dateText } from './shell.ts'

/** Environment variables: the host's name and what the container's `env` says. References (`valueFrom`, `envFrom`) are not resolved. */
export function environmentOf(podName: string, container: Container): Map<string, string> {
  const variables = new Map([['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'], ['HOSTNAME', podName]])
  for (const { name, value } of container.env ?? []) if (value !== undefined) variables.set(name, value)
  variables.set('HOME', '/root')
  return variables
}

/** What `date` prints at a simulated time. */
export function dateAt(atUs: number, epochMs: number): string {
  return dateText(timeText(atUs, epochMs), Math.floor((epochMs + atUs / 1000) / 86_400_000))
}
