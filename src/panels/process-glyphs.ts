/** The mark beside a process's state, the same wherever one is listed: what does not run is marked as failed. */
import type { ComponentReport } from '../protocol/inspect.ts'

export const processGlyphs = { running: 'running', stopped: 'failed', crashed: 'failed' } as const satisfies Readonly<Record<ComponentReport['state'], string>>
