/** Calls over CRI (kubelet -> container runtime, gRPC on a unix socket) and their answers. Types only. Source: k8s.io/cri-api. */
import type { Container } from '../../../kubernetes/types/core.ts'

interface Call {
  /** The kubelet's number of the call; the answer repeats it. */
  readonly id: number
  /** Slot of the pod object it is about; -1: none. */
  readonly pod: number
  readonly podUid: string
}
export type CriRequest =
  /** The node's pod network, once it is known: until then the runtime's network is not ready. */
  | (Call & { readonly call: 'UpdateRuntimeConfig'; readonly podCIDR: string })
  /** Stands for Status, ListPodSandbox, ListContainers and ListImages, which a kubelet asks when it starts. */
  | (Call & { readonly call: 'ListPodSandbox' })
  | (Call & { readonly call: 'RunPodSandbox'; readonly namespace: string; readonly name: string; readonly hostNetwork: boolean })
  | (Call & { readonly call: 'StopPodSandbox' })
  | (Call & { readonly call: 'PullImage'; readonly image: string })
  /** `container`: with all its variables; `files`: what its volumes bring, by path. */
  | (Call & {
    readonly call: 'CreateContainer'
    readonly container: Container
    readonly files: readonly (readonly [path: string, text: string])[]
    readonly init: boolean
    readonly attempt: number
  })
  | (Call & { readonly call: 'StartContainer'; readonly containerId: string })
  /**
   * `timeoutSeconds` after SIGTERM comes SIGKILL. The answer comes when the container has exited. Again with less: the end comes sooner.
   */
  | (Call & { readonly call: 'StopContainer'; readonly containerId: string; readonly timeoutSeconds: number })
  /** What still runs in it is killed at once. */
  | (Call & { readonly call: 'RemovePodSandbox' })
  /** Stands for the log file that the runtime writes and the kubelet reads. Followed: there are answers until the container has ended. */
  | (Call & { readonly call: 'ReadLog'; readonly container: string; readonly log: LogOptions })
  /** The kubelet reads the log of call `readCall` no more. */
  | (Call & { readonly call: 'CloseLog'; readonly readCall: number })
  /** Stands for what the kubelet writes into volumes on the machine's disk: below `roots` there is this and no more. */
  | (Call & {
    readonly call: 'WriteVolumes'
    readonly containerId: string
    readonly roots: readonly string[]
    readonly files: readonly (readonly [path: string, text: string])[]
  })
  | (Call & { readonly call: 'ListContainerStats' })
  /** Stands for Exec and Attach too. The last answer comes when the command has ended; of one that streams, what it printed before. */
  | (Call & { readonly call: 'ExecSync'; readonly container: string; readonly command: readonly string[]; readonly stdin: string; readonly mode: ExecMode })
  /** Something was typed for the command of call `execCall`. */
  | (Call & { readonly call: 'ExecInput'; readonly execCall: number; readonly input: ExecInput })
  /** Nobody hears the command of call `execCall` any more. */
  | (Call & { readonly call: 'CloseExec'; readonly execCall: number })
/** How a command is run. */
export interface ExecMode {
  /** What it prints is told as it comes. */
  readonly streams: boolean
  readonly tty: boolean
  /** More may be typed while it runs. */
  readonly open: boolean
  /** It is the container's own program that is typed to, no new one. */
  readonly attach: boolean
}
/** What is typed. */
export interface ExecInput {
  readonly text: string
  /** Ctrl-C came before the text. */
  readonly interrupt: boolean
  /** Nothing more follows. */
  readonly end: boolean
}
/** What a container uses. */
export interface ContainerUsage {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  /** Billionths of a core. */
  readonly cpuNanoCores: number
  readonly memoryBytes: number
}
/** How a command in a container ended. */
export interface ExecResult {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}
/** What of a log is wanted. Source: v1.PodLogOptions. */
export interface LogOptions {
  /** The attempt before this one. */
  readonly previous: boolean
  readonly follow: boolean
  /** Each line begins with its time. */
  readonly timestamps: boolean
  /** The last so many lines; undefined: all that is kept. */
  readonly tailLines: number | undefined
  /** Lines written at this simulated time or later. */
  readonly sinceUs: number
  /** The text ends after so many bytes; undefined: no limit. */
  readonly limitBytes: number | undefined
}
export type CriCall = CriRequest['call']

export interface CriResponse {
  readonly id: number
  readonly call: CriCall
  readonly pod: number
  readonly podUid: string
  /** Text of the gRPC error; undefined: it worked. */
  readonly error: string | undefined
  /** RunPodSandbox: the pod's address. CreateContainer: the container's id. PullImage: the image's reference. ReadLog: the text. */
  readonly value: string
  /** PullImage: bytes; microseconds of pulling; whether it was there already. */
  readonly bytes: number
  readonly durationUs: number
  readonly cached: boolean
  /** StartContainer. */
  readonly started: ContainerStart | undefined
  /** StopContainer. */
  readonly exit: ContainerExit | undefined
  /** ListPodSandbox. */
  readonly inventory: RuntimeInventory | undefined
  /** ReadLog, ExecSync: more answers will follow. */
  readonly more: boolean
  /** ListContainerStats. */
  readonly usages: readonly ContainerUsage[] | undefined
  /** ExecSync. */
  readonly exec: ExecResult | undefined
}

/**
 * A start, with what probes would find from then on: the runtime tells it once (and again in a `ContainerEvent` when it changes), so that
 * probes whose outcome can't change need no messages.
 */
export interface ContainerStart {
  readonly startedUs: number
  /** The image's complete name and its reference, as the container's status prints them. */
  readonly image: string
  readonly imageRef: string
  /** When the program begins to accept connections. */
  readonly listensFromUs: number
  readonly ports: readonly number[]
  /** False: its readiness probe fails whatever it listens to. */
  readonly serving: boolean
  /** Files that its probes look for; undefined: they look for none. */
  readonly files?: readonly ProbedFile[]
}
/** A file that a probe looks for, and when it is there. */
export interface ProbedFile {
  readonly path: string
  /** Simulated microseconds; Infinity: it stays. */
  readonly spans: readonly { readonly fromUs: number; readonly untilUs: number }[]
}
export interface ContainerExit {
  readonly exitCode: number
  /** Completed, Error, OOMKilled, Unknown. */
  readonly reason: string
  readonly finishedUs: number
  /** What it left in `terminationMessagePath`; undefined: nothing. */
  readonly message?: string
}

/** What a runtime holds, for a kubelet that starts. */
export interface RuntimeInventory {
  /** False until `UpdateRuntimeConfig`. */
  readonly networkReady: boolean
  readonly images: readonly { readonly image: string; readonly bytes: number }[]
  readonly sandboxes: readonly {
    readonly podUid: string
    readonly ip: string
    /** False: it was stopped, or the machine lost its power. */
    readonly ready: boolean
    readonly containers: readonly ContainerReport[]
  }[]
}
export interface ContainerReport {
  readonly name: string
  readonly containerId: string
  readonly attempt: number
  readonly state: 'created' | 'running' | 'exited'
  readonly start: ContainerStart | undefined
  readonly exit: ContainerExit | undefined
}

interface EventAddress {
  readonly pod: number
  readonly podUid: string
  readonly containerId: string
}
/**
 * The runtime tells of itself, with `num` = -1. A container that exits by itself is told at once; the kubelet acts on it when its PLEG
 * would
 * find it, in its next relist. `probe`: what probes find has changed. `up`: the runtime serves (the kubelet's status check every 5 s
 * finds it).
 */
export type ContainerEvent =
  | (EventAddress & ContainerExit & { readonly event: 'exited' })
  | (EventAddress & { readonly event: 'probe'; readonly serving: boolean; readonly files?: readonly ProbedFile[] })
  | { readonly event: 'up' }
