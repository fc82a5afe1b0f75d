/** Messages of application traffic, and what the pod network looks up. Types only. */
import type { ServiceRules } from '../worker-node/kube-proxy/messages.ts'

/** A client's request to a machine's NodePort (`serviceRequest`). */
export interface NodePortRequest {
  /** The client's number of the request; the answer repeats it. */
  readonly id: number
  readonly nodePort: number
  /** A balancer's check: the machine itself answers whether its kernel takes connections on the port. */
  readonly healthCheck: boolean
}
/** Its answer (`serviceResponse`). */
export interface NodePortResponse {
  readonly id: number
  readonly ok: boolean
  /** Why it failed, in plain words; empty text when it worked. A check that worked may say that there is no endpoint to send to. */
  readonly reason: string
}

/** A program in a pod asks for something by a Service's name or by an address (`serviceRequest` from the pod's side of the bridge). */
export interface FetchRequest {
  /** The runtime's number of the request on its machine; the answer repeats it. */
  readonly fetch: number
  /** Address and namespace of the pod that asks. */
  readonly from: string
  readonly namespace: string
  readonly host: string
  /** 0: only the address of the name is asked for. */
  readonly port: number
  readonly path: string
  readonly agent: string
}
/** Its answer (`serviceResponse`). */
export interface FetchAnswer {
  readonly fetch: number
  /** HTTP status; 0: no connection. */
  readonly code: number
  readonly body: string
  /** The address of the host; empty text: nobody has that name. */
  readonly address: string
}

/** A request on its way to a pod (`podRequest`, `vxlanRequest`): it knows its way back, as the kernel's connection table does. */
export interface PodTraffic {
  readonly id: number
  /** Machine on which the rules chose the pod. */
  readonly from: number
  /** Link by which the client came; -1: a pod on `from` asks. */
  readonly clientLink: number
  /** VXLAN link to the pod's machine; -1: the pod is on `from`. */
  readonly vxlan: number
  readonly address: string
  readonly port: number
  /** Slot of the Service, for the trace. */
  readonly service: number
  /** The request for whose sake a pod makes this one; undefined: a client's. */
  readonly parent: PodTraffic | undefined
  /** What a program in a pod on `from` asks for; undefined: a client outside, or a pod that asks for the sake of `parent`. */
  readonly fetch: FetchRequest | undefined
}
/** The answer on its way back (`podResponse`, `vxlanResponse`). */
export interface PodAnswer {
  readonly traffic: PodTraffic
  readonly ok: boolean
  readonly reason: string
  /** What the program in the pod answered; 0 and empty text: nothing. */
  readonly code: number
  readonly body: string
}

/** What runs at a pod's address. */
export interface PodAtAddress {
  readonly namespace: string
  readonly name: string
  /** Ports on which some container listens now. */
  readonly ports: readonly number[]
  /** False: it takes connections and answers with an error. */
  readonly serving: boolean
  /** Service that its program asks for each request it gets, by ClusterIP; undefined: it answers by itself. */
  readonly asks: { readonly clusterIP: string; readonly port: number } | undefined
}

/** A request as the program that answers it sees it. */
export interface SeenRequest {
  /** Address of the sender, as it stands after the nodes' masquerading. */
  readonly from: string
  readonly path: string
  /** User-Agent. */
  readonly agent: string
  readonly code: number
}

/** Looking functions that the wiring passes with each event; never stored. Machines by number. */
export interface NetworkLook {
  readonly machineCount: () => number
  /** True while the machine's kernel runs. */
  readonly runs: (machine: number) => boolean
  readonly nodeName: (machine: number) => string
  /** The machine's block of pod addresses, e.g. "10.244.1.0/24"; undefined: none yet. */
  readonly podCidr: (machine: number) => string | undefined
  readonly rulesForNodePort: (machine: number, nodePort: number) => ServiceRules | undefined
  readonly rulesForClusterIP: (machine: number, clusterIP: string) => ServiceRules | undefined
  readonly podAt: (machine: number, address: string) => PodAtAddress | undefined
  /** The program that listens there answers a request: the only one of these functions that leaves a mark. Returns the body. */
  readonly serve: (machine: number, address: string, port: number, request: SeenRequest) => string
  /** Address of a name as cluster DNS would know it from a namespace; undefined: nobody has it. */
  readonly addressOf: (namespace: string, host: string) => string | undefined
  /** The machine's bridge. */
  readonly podLink: (machine: number) => number
  /** Makes the VXLAN link of two machines; called once per pair. */
  readonly connectVxlan: (near: number, far: number) => number
}

/** Where a request was headed when it was last seen. */
export interface LastSeen {
  readonly machine: number
  readonly address: string
  readonly port: number
  /** Dropped on purpose, in words; empty text: it simply got no answer. */
  readonly dropped: string
}
