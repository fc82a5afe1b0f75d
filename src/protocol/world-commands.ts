/** What happens to machines, cables, processes and client load: the second door. Everything else goes through the REST API. */
export type ControlPlaneProcess = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler'
export type NodeProcess = 'kubelet' | 'kube-proxy' | 'container-runtime'

/** A process of the control plane (node undefined) or of one node. */
export type ProcessRef =
  | { readonly process: ControlPlaneProcess; readonly node?: undefined }
  | { readonly process: NodeProcess; readonly node: string }

export type WorldCommand =
  | { readonly type: 'powerOff'; readonly node: string }
  | { readonly type: 'powerOn'; readonly node: string }
  /** A new machine joins. Name defaults to the next free `node-N`; cpu in cores, memory in GiB. */
  | { readonly type: 'addNode'; readonly node?: string; readonly cpu?: number; readonly memoryGi?: number; readonly zone?: string; readonly rack?: string }
  /** The machine is gone for good; its Node object is the API's business. */
  | { readonly type: 'removeNode'; readonly node: string }
  /** The node's network cable: every link that leaves the machine. */
  | { readonly type: 'cutCable'; readonly node: string }
  | { readonly type: 'healCable'; readonly node: string }
  /** The API server's network cable: every link on port 6443 and 10250. */
  | { readonly type: 'cutApiServer' }
  | { readonly type: 'healApiServer' }
  /** Stopped: stays down until started. Crashed: its supervisor restarts it with back-off. */
  | ({ readonly type: 'stopProcess' } & ProcessRef)
  | ({ readonly type: 'crashProcess' } & ProcessRef)
  | ({ readonly type: 'startProcess' } & ProcessRef)
  /** Kills the main process of a container (SIGKILL, exit code 137 unless said otherwise). */
  | { readonly type: 'crashContainer'; readonly namespace: string; readonly pod: string; readonly container: string; readonly exitCode?: number }
  /** A container's readiness: false makes its readiness probe fail from now on, true lets it succeed again. */
  | { readonly type: 'setReadiness'; readonly namespace: string; readonly pod: string; readonly container: string; readonly ready: boolean }
  /** Requests per second that the clients send to a Service's NodePort. 0 stops them. */
  | { readonly type: 'setClientLoad'; readonly requestsPerSecond: number; readonly namespace?: string; readonly service?: string }

export type WorldCommandType = WorldCommand['type']
