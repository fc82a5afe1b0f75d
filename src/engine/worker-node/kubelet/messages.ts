/** Messages on port 10250 (API server -> kubelet). Types only. */
export interface KubeletRequest {
  /** The API server's number of the call; the answer repeats it. */
  readonly id: number
  readonly path: 'containerLogs'
  readonly namespace: string
  readonly pod: string
  readonly container: string
  readonly previous: boolean
  readonly tailLines: number | undefined
}
export interface KubeletResponse {
  readonly id: number
  /** HTTP status. */
  readonly code: number
  readonly text: string
}
