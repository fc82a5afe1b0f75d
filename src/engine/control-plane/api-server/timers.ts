/** Timers of the API server. */
export const timers = {
  /** Looks for calls that were silent too long. */
  sweep: 100,
  /** Tries again to list and watch etcd; num = number of the attempt's call. */
  etcdRetry: 101,
  compaction: 102,
  /** A watch from outside has had its time; num = number of the watch. */
  watchTimeout: 103,
  /** A watch from outside is due a BOOKMARK; num = number of the watch. */
  bookmark: 104,
} as const
