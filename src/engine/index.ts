/** What others may use of the engine. */
export { createCluster, historyHash, request, runFor, runUntil, world } from './cluster.ts'
export type { ClusterState } from './cluster-state.ts'
export { step } from './dispatch.ts'
export { nextTimeUs } from './simulation/simulation.ts'
export { takeUserAnswers as takeAnswers } from './user.ts'
