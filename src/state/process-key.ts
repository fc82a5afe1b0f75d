/** Processes as text keys: "kube-scheduler", "kubelet/node-1". */
import type { ControlPlaneProcess, NodeProcess, ProcessRef } from '../protocol/world-commands.ts'

const controlPlaneProcesses: readonly ControlPlaneProcess[] = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler']
const nodeProcesses: readonly NodeProcess[] = ['kubelet', 'kube-proxy', 'container-runtime']

/** The key of a process in `ClusterView.components`. */
export function processKey(ref: ProcessRef): string {
  return ref.node === undefined ? ref.process : `${ref.process}/${ref.node}`
}

/** The process of a key; undefined for boxes that are no process ("clients", "kubectl", "cluster-network"). */
export function processRef(key: string): ProcessRef | undefined {
  const slash = key.indexOf('/')
  if (slash < 0) {
    const process = controlPlaneProcesses.find((name) => name === key)
    return process === undefined ? undefined : { process }
  }
  const process = nodeProcesses.find((name) => name === key.slice(0, slash))
  return process === undefined ? undefined : { process, node: key.slice(slash + 1) }
}
