/** State of the etcd process: what is on its disk (store, leases) and the watch streams that it serves. */
import type { MessageNote } from '../../simulation/simulation.ts'
import type { LeaseTable } from './leases.ts'
import type { ChangeOrigin, Store } from './store.ts'

export interface EtcdWatcher {
  /** Id of the watch call. */
  readonly id: number
  readonly link: number
  /** Component that watches. */
  readonly to: number
}
export interface EtcdState {
  store: Store
  leases: LeaseTable
  watchers: EtcdWatcher[]
  /** Watches on Events. */
  eventWatchers: EtcdWatcher[]
  /** Scratch record for `send`. */
  note: MessageNote
  /** Scratch record: who makes the change that is being written. */
  origin: ChangeOrigin
}

