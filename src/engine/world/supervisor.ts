/**
 * Who starts a crashed process again, and how soon. Control-plane processes are static pods: the first restart is immediate, then
 * CrashLoopBackOff; kubelet and containerd belong to systemd (RestartSec). kube-proxy is a DaemonSet's pod.
 * Sources: kubeadm's kubelet.service (RestartSec=10), containerd.service (RestartSec=5), kubelet's container back-off.
 */
import type { ControlPlaneProcess, NodeProcess } from '../../protocol/world-commands.ts'
import type { ProcessState } from './machines.ts'

type Supervisor = 'static-pod' | { readonly restartSeconds: number }
const supervisors: Record<ControlPlaneProcess | NodeProcess, Supervisor> = {
  etcd: 'static-pod',
  'kube-apiserver': 'static-pod',
  'kube-controller-manager': 'static-pod',
  'kube-scheduler': 'static-pod',
  kubelet: { restartSeconds: 10 },
  'kube-proxy': 'static-pod',
  'container-runtime': { restartSeconds: 5 },
}
const startTakesUs = 1_000_000
const forgetAfterUs = 600_000_000

/** Microseconds from a crash to the restart. Counts the crash. */
export function restartDelayUs(process: ControlPlaneProcess | NodeProcess, state: ProcessState, nowUs: number): number {
  if (nowUs - state.startedUs > forgetAfterUs) state.crashes = 0
  const crashes = state.crashes++
  const supervisor = supervisors[process]
  if (supervisor !== 'static-pod') return supervisor.restartSeconds * 1_000_000
  return crashes === 0 ? startTakesUs : startTakesUs + Math.min(10 * 2 ** Math.min(crashes - 1, 5), 300) * 1_000_000
}
