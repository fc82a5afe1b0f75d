/** Who did something, in the words that people use for it. */
const controllers: Record<string, string> = {
  'deployment-controller': 'Deployment controller',
  'replicaset-controller': 'ReplicaSet controller',
  'node-controller': 'Node controller',
  'node-lifecycle-controller': 'Node controller',
  'node-ipam-controller': 'Node IPAM controller',
  'taint-eviction-controller': 'Taint eviction controller',
  'endpointslice-controller': 'EndpointSlice controller',
  'endpoint-slice-controller': 'EndpointSlice controller',
  'garbage-collector': 'Garbage collector',
  'generic-garbage-collector': 'Garbage collector',
  'pod-garbage-collector': 'Pod garbage collector',
  'pod-gc': 'Pod garbage collector',
  'namespace-controller': 'Namespace controller',
  'serviceaccount-controller': 'ServiceAccount controller',
  'service-account-controller': 'ServiceAccount controller',
  'disruption-controller': 'Disruption controller',
  'horizontal-pod-autoscaler': 'Horizontal pod autoscaler',
  'kube-scheduler': 'Scheduler',
  'default-scheduler': 'Scheduler',
  'kube-controller-manager': 'Controller manager',
  'kube-apiserver': 'API server',
}

const kubeletAgent = 'system:node:'

/** Who did the same to several things: every node has a kubelet of its own. */
export function actorsName(userAgent: string): string {
  return userAgent.startsWith(kubeletAgent) ? 'kubelets' : actorName(userAgent)
}

/** "system:node:node-2" becomes "kubelet on node-2", "kubectl..." becomes "You". */
export function actorName(userAgent: string): string {
  const known = controllers[userAgent]
  if (known !== undefined) return known
  if (userAgent.startsWith(kubeletAgent)) return `kubelet on ${userAgent.slice(kubeletAgent.length)}`
  if (userAgent.startsWith('kube-proxy')) return 'kube-proxy'
  if (userAgent === '' || userAgent.startsWith('kubectl') || userAgent === 'user') return 'You'
  return userAgent
}
