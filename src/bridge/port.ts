/** The little of a MessagePort that the bridge needs: over a Worker, a WebSocket, or two arrays in a test. */
import type { HostCommand, HostMessage } from '../protocol/host.ts'

export interface HostPort {
  send(command: HostCommand): void
  /** One listener for what the host says. */
  onMessage(listener: (message: HostMessage) => void): void
  /** One listener for the wire itself breaking; `reason` is for people. */
  onBroken(listener: (reason: string) => void): void
  /** A new host in place of one that broke. */
  reopen(): void
  close(): void
}
