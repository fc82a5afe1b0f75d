/** Phase of a pod from its containers. Source: pkg/kubelet/kubelet_pods.go (getPhase). */
import type { PodPhase, PodSpec } from '../../../kubernetes/types/core.ts'
import type { ContainerWork } from './worker-state.ts'

type RestartPolicy = PodSpec['restartPolicy']

/** Will a container that has ended be started again? Sidecars always are. */
export function restarts(policy: RestartPolicy, c: ContainerWork): boolean {
  if (c.sidecar || policy === 'Always') return !c.init || c.sidecar || c.exitCode !== 0
  if (policy === 'OnFailure') return c.exitCode !== 0
  return false
}

/** Waiting after an end (crash loop, new sandbox): it has run before. */
function hasRunBefore(c: ContainerWork): boolean {
  return c.last !== undefined || c.state === 'exited'
}

/**
 * `terminal`: the containers have been stopped for good, so that a pod that would restart them counts as ended. Sidecars decide nothing,
 * but
 * that a pod is not ended while one of them runs.
 */
export function phaseOf(policy: RestartPolicy, containers: readonly ContainerWork[], initialized: boolean, terminal: boolean): PodPhase {
  let pendingInit = false
  let failedInit = false
  let sidecarRuns = false
  let waiting = 0
  let running = 0
  let stopped = 0
  let succeeded = 0
  for (const c of containers) {
    if (c.ephemeral) continue
    if (c.sidecar) {
      if (c.state === 'running') sidecarRuns = true
      else if (c.state !== 'exited' && !initialized && !hasRunBefore(c)) pendingInit = true
    } else if (c.init) {
      if (c.state === 'exited' && c.exitCode !== 0) failedInit = true
      else if (c.state !== 'exited' && !initialized) pendingInit = true
    } else if (c.state === 'running') running++
    else if (c.state === 'exited') {
      stopped++
      if (c.exitCode === 0) succeeded++
    } else if (hasRunBefore(c)) stopped++
    else waiting++
  }
  if (failedInit && (policy === 'Never' || terminal)) return 'Failed'
  if (terminal && waiting > 0) return 'Failed'
  if (pendingInit || (failedInit && !initialized) || waiting > 0) return 'Pending'
  if (running > 0 || (sidecarRuns && stopped > 0)) return 'Running'
  return endedPhase(policy, stopped, succeeded, terminal)
}

function endedPhase(policy: RestartPolicy, stopped: number, succeeded: number, terminal: boolean): PodPhase {
  if (terminal) return stopped === succeeded ? 'Succeeded' : 'Failed'
  if (policy === 'Always') return 'Running'
  if (stopped === succeeded) return 'Succeeded'
  return policy === 'Never' ? 'Failed' : 'Running'
}
