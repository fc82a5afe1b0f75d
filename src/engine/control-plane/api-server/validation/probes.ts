/** Checks of probes and lifecycle hooks. Source: pkg/apis/core/validation/validation.go (validateProbe, validateLifecycle). */
import { portNameProblems, portProblems } from '../../../../kubernetes/names.ts'
import type { Lifecycle, Probe } from '../../../../kubernetes/types/core.ts'
import type { IntOrString } from '../../../../kubernetes/types/meta.ts'
import { addInvalid, forbidden, invalid, notSupported, required, type FieldProblem } from '../field-errors.ts'

export function checkPort(port: IntOrString | undefined, field: string, problems: FieldProblem[]): void {
  if (port === undefined) problems.push(required(field))
  else if (typeof port === 'number') addInvalid(problems, field, port, portProblems(port))
  else addInvalid(problems, field, port, portNameProblems(port))
}

type Handlers = Pick<Probe, 'exec' | 'tcpSocket' | 'grpc'> & { readonly httpGet: Probe['httpGet']; readonly sleep?: object | undefined }

function checkHandler(probe: Handlers, field: string, problems: FieldProblem[]): void {
  const handlers = (['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const).filter((name) => probe[name] !== undefined)
  if (handlers.length === 0) problems.push(required(field, 'must specify a handler type'))
  for (const extra of handlers.slice(1)) problems.push(forbidden(`${field}.${extra}`, 'may not specify more than 1 handler type'))
  if (probe.exec !== undefined && probe.exec.command.length === 0) problems.push(required(`${field}.exec.command`))
  if (probe.httpGet !== undefined) {
    checkPort(probe.httpGet.port, `${field}.httpGet.port`, problems)
    const scheme = probe.httpGet.scheme ?? 'HTTP'
    if (scheme !== 'HTTP' && scheme !== 'HTTPS') problems.push(notSupported(`${field}.httpGet.scheme`, scheme, ['HTTP', 'HTTPS']))
  }
  if (probe.tcpSocket !== undefined) checkPort(probe.tcpSocket.port, `${field}.tcpSocket.port`, problems)
  if (probe.grpc !== undefined) checkPort(probe.grpc.port, `${field}.grpc.port`, problems)
}

const notNegative = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const

/** `kind`: liveness and startup probes succeed with one success. */
export function checkProbe(
  probe: Probe | undefined, kind: 'liveness' | 'readiness' | 'startup', field: string, problems: FieldProblem[],
): void {
  if (probe === undefined) return
  checkHandler(probe, field, problems)
  for (const name of notNegative) {
    if (probe[name] < 0) problems.push(invalid(`${field}.${name}`, probe[name], 'must be greater than or equal to 0'))
  }
  if (kind !== 'readiness' && probe.successThreshold !== 1) {
    problems.push(invalid(`${field}.successThreshold`, probe.successThreshold, 'must be 1'))
  }
}

/** `graceSeconds`: of the pod, which a sleep must not pass. */
export function checkLifecycle(lifecycle: Lifecycle | undefined, graceSeconds: number, field: string, problems: FieldProblem[]): void {
  for (const name of ['postStart', 'preStop'] as const) {
    const handler = lifecycle?.[name]
    if (handler === undefined) continue
    checkHandler({ ...handler, tcpSocket: handler.tcpSocket as Probe['tcpSocket'], grpc: undefined }, `${field}.${name}`, problems)
    const seconds = handler.sleep?.seconds ?? 0
    if (seconds < 0 || seconds > graceSeconds) {
      problems.push(invalid(`${field}.${name}.sleep`, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`))
    }
  }
}
