/** The runtime's own timers. */
export const runtimeTimers = {
  /** A call's work is done: payload = the request, `num` = microseconds it took. */
  done: 200,
  /** A container's program ends: `num` = its number, payload = uid of its pod. */
  exit: 201,
  /** A followed log may have new lines: `num` = number of the call that follows it. */
  follow: 202,
  /** A command that sleeps or waits for an answer goes on: `num` = number of its call. */
  exec: 203,
  /** A program makes its next request: `num` = number of its container, payload = uid of its pod. */
  load: 204,
} as const
