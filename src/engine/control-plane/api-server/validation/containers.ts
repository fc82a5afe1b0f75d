/**
 * Checks of containers. Source: pkg/apis/core/validation/validation.go (validateContainers and below). Paths are relative to the pod spec.
 */
import {
  dnsLabelProblems, environmentNameProblems, portNameProblems, portProblems, qualifiedNameProblems,
} from '../../../../kubernetes/names.ts'
import { milliValue } from '../../../../kubernetes/quantity.ts'
import type { Container, ContainerPort, PodSpec, ResourceList } from '../../../../kubernetes/types/core.ts'
import { addInvalid, duplicate, forbidden, invalid, notFoundField, notSupported, required, type FieldProblem } from '../field-errors.ts'
import { checkEphemeralContainer } from './ephemeral-containers.ts'
import { checkLifecycle, checkProbe } from './probes.ts'

const protocols = ['SCTP', 'TCP', 'UDP']
const pullPolicies = ['Always', 'IfNotPresent', 'Never']
const messagePolicies = ['FallbackToLogsOnError', 'File']

function checkPorts(ports: readonly ContainerPort[] | undefined, hostNetwork: boolean, field: string, problems: FieldProblem[]): void {
  const names = new Set<string>()
  ports?.forEach((port, i) => {
    const at = `${field}.ports[${i}]`
    if (port.name !== undefined && port.name !== '') {
      addInvalid(problems, `${at}.name`, port.name, portNameProblems(port.name))
      if (names.has(port.name)) problems.push(duplicate(`${at}.name`, port.name))
      names.add(port.name)
    }
    if (port.containerPort === undefined || port.containerPort === 0) problems.push(required(`${at}.containerPort`))
    else addInvalid(problems, `${at}.containerPort`, port.containerPort, portProblems(port.containerPort))
    if (port.hostPort !== undefined && port.hostPort !== 0) {
      addInvalid(problems, `${at}.hostPort`, port.hostPort, portProblems(port.hostPort))
      if (hostNetwork && port.hostPort !== port.containerPort) {
        problems.push(invalid(`${at}.containerPort`, port.containerPort, 'must match `hostPort` when `hostNetwork` is true'))
      }
    }
    if (!protocols.includes(port.protocol)) problems.push(notSupported(`${at}.protocol`, port.protocol, protocols))
  })
}

function checkEnvironment(container: Container, field: string, problems: FieldProblem[]): void {
  container.env?.forEach((variable, i) => {
    const at = `${field}.env[${i}]`
    if (variable.name === '') problems.push(required(`${at}.name`))
    else addInvalid(problems, `${at}.name`, variable.name, environmentNameProblems(variable.name))
    if (variable.valueFrom !== undefined && (variable.value ?? '') !== '') {
      problems.push(invalid(`${at}.valueFrom`, '', 'may not be specified when `value` is not empty'))
    }
  })
}

const standardResources = new Set(['cpu', 'memory', 'ephemeral-storage'])

function checkResourceName(name: string, field: string, problems: FieldProblem[]): void {
  addInvalid(problems, field, name, qualifiedNameProblems(name))
  if (!name.includes('/') && !standardResources.has(name) && !name.startsWith('hugepages-')) {
    problems.push(invalid(field, name, 'must be a standard resource type or fully qualified'))
    problems.push(invalid(field, name, 'must be a standard resource for containers'))
  }
}

function checkAmounts(list: ResourceList | undefined, field: string, problems: FieldProblem[]): void {
  for (const [name, amount] of Object.entries(list ?? {})) {
    checkResourceName(name, `${field}[${name}]`, problems)
    if (milliValue(amount) < 0) problems.push(invalid(`${field}[${name}]`, amount, 'must be greater than or equal to 0'))
  }
}

function checkResources(container: Container, field: string, problems: FieldProblem[]): void {
  const { requests, limits } = container.resources
  checkAmounts(limits, `${field}.resources.limits`, problems)
  checkAmounts(requests, `${field}.resources.requests`, problems)
  for (const [name, request] of Object.entries(requests ?? {})) {
    const limit = limits?.[name]
    if (limit !== undefined && milliValue(request) > milliValue(limit)) {
      problems.push(invalid(`${field}.resources.requests`, request, `must be less than or equal to ${name} limit of ${limit}`))
    }
  }
}

function checkMounts(container: Container, volumes: ReadonlySet<string>, field: string, problems: FieldProblem[]): void {
  const paths = new Set<string>()
  container.volumeMounts?.forEach((mount, i) => {
    const at = `${field}.volumeMounts[${i}]`
    if (mount.name === '') problems.push(required(`${at}.name`))
    else if (!volumes.has(mount.name)) problems.push(notFoundField(`${at}.name`, mount.name))
    if (mount.mountPath === '') problems.push(required(`${at}.mountPath`))
    else if (paths.has(mount.mountPath)) problems.push(invalid(`${at}.mountPath`, mount.mountPath, 'must be unique'))
    paths.add(mount.mountPath)
  })
}

/** Checks what all containers have in common. */
function checkContainer(
  container: Container, spec: PodSpec, volumes: ReadonlySet<string>, names: Set<string>, field: string, problems: FieldProblem[],
): void {
  if (container.name === '') problems.push(required(`${field}.name`))
  else addInvalid(problems, `${field}.name`, container.name, dnsLabelProblems(container.name))
  if (names.has(container.name) && container.name !== '') problems.push(duplicate(`${field}.name`, container.name))
  names.add(container.name)
  if (container.image === '') problems.push(required(`${field}.image`))
  else if (container.image.trim() !== container.image) {
    problems.push(invalid(`${field}.image`, container.image, 'must not have leading or trailing whitespace'))
  }
  if (!pullPolicies.includes(container.imagePullPolicy)) {
    problems.push(notSupported(`${field}.imagePullPolicy`, container.imagePullPolicy, pullPolicies))
  }
  if (!messagePolicies.includes(container.terminationMessagePolicy)) {
    problems.push(notSupported(`${field}.terminationMessagePolicy`, container.terminationMessagePolicy, messagePolicies))
  }
  checkPorts(container.ports, spec.hostNetwork === true, field, problems)
  checkEnvironment(container, field, problems)
  checkResources(container, field, problems)
  checkMounts(container, volumes, field, problems)
}

function checkProbes(container: Container, graceSeconds: number, field: string, problems: FieldProblem[]): void {
  checkLifecycle(container.lifecycle, graceSeconds, `${field}.lifecycle`, problems)
  checkProbe(container.livenessProbe, 'liveness', `${field}.livenessProbe`, problems)
  checkProbe(container.readinessProbe, 'readiness', `${field}.readinessProbe`, problems)
  checkProbe(container.startupProbe, 'startup', `${field}.startupProbe`, problems)
}

function checkInitContainer(container: Container, graceSeconds: number, field: string, problems: FieldProblem[]): void {
  if (container.restartPolicy === 'Always') {
    checkProbes(container, graceSeconds, field, problems)
    return
  }
  if (container.restartPolicy !== undefined) problems.push(notSupported(`${field}.restartPolicy`, container.restartPolicy, ['Always']))
  for (const member of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    if (container[member] !== undefined) {
      problems.push(forbidden(`${field}.${member}`, 'may not be set for init containers without restartPolicy=Always'))
    }
  }
}

/** All containers of a pod spec; names are unique over all lists. */
export function checkContainers(spec: PodSpec, volumes: ReadonlySet<string>, problems: FieldProblem[]): void {
  const names = new Set<string>()
  if (spec.containers.length === 0) problems.push(required('containers'))
  spec.containers.forEach((container, i) => {
    const field = `containers[${i}]`
    checkContainer(container, spec, volumes, names, field, problems)
    checkProbes(container, spec.terminationGracePeriodSeconds, field, problems)
    if (container.restartPolicy !== undefined) problems.push(forbidden(`${field}.restartPolicy`, 'may not be set for non-init containers'))
  })
  spec.initContainers?.forEach((container, i) => {
    checkContainer(container, spec, volumes, names, `initContainers[${i}]`, problems)
    checkInitContainer(container, spec.terminationGracePeriodSeconds, `initContainers[${i}]`, problems)
  })
  spec.ephemeralContainers?.forEach((container, i) => {
    checkContainer(container, spec, volumes, names, `ephemeralContainers[${i}]`, problems)
    checkEphemeralContainer(container, spec, `ephemeralContainers[${i}]`, problems)
  })
}
