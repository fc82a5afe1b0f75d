/** Calls over CRI (kubelet -> container runtime, gRPC on a unix socket) and their answers. Types only. Source: k8s.io/cri-api. */
import type { Container } from '../../../kubernetes/types/core.ts'

interface Call {
  /** The kubelet's number of the call; the answer repeats it. */
  readonly id: number
  /** Slot of the pod object it is about. */
  readonly pod: number
  readonly podUid: string
}
export type CriRequest =
  | (Call & { readonly call: 'RunPodSandbox'; readonly namespace: string; readonly name: string; readonly hostNetwork: boolean })
  | (Call & { readonly call: 'StopPodSandbox' })
  | (Call & { readonly call: 'PullImage'; readonly image: string })
  | (Call & { readonly call: 'CreateContainer'; readonly container: Container; readonly init: boolean; readonly attempt: number })
  | (Call & { readonly call: 'StartContainer'; readonly containerId: string })
  /** `timeoutSeconds` after SIGTERM comes SIGKILL. The answer comes when the container has exited. */
  | (Call & { readonly call: 'StopContainer'; readonly containerId: string; readonly timeoutSeconds: number })
  | (Call & { readonly call: 'RemovePodSandbox' })
export type CriCall = CriRequest['call']

export interface CriResponse {
  readonly id: number
  readonly call: CriCall
  readonly pod: number
  readonly podUid: string
  /** Text of the gRPC error; undefined: it worked. */
  readonly error: string | undefined
  /** RunPodSandbox: the pod's address. CreateContainer: the container's id. PullImage: the image's reference. */
  readonly value: string
  /** PullImage: bytes; microseconds of pulling; whether it was there already. */
  readonly bytes: number
  readonly durationUs: number
  readonly cached: boolean
}

/**
 * A container changed by itself (it exited). Stands for what the kubelet's PLEG would find in its next relist, one second apart; sent when
 * that relist would see it.
 */
export interface ContainerEvent {
  readonly event: 'exited'
  readonly pod: number
  readonly podUid: string
  readonly containerId: string
  readonly exitCode: number
  /** Completed, Error, OOMKilled. */
  readonly reason: string
  readonly finishedUs: number
}
