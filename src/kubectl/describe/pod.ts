/** `kubectl describe pod`. Source: k8s.io/kubectl/pkg/describe/describe.go (describePod). */
import type { Pod } from '../../kubernetes/types/core.ts'
import { formatLabelSelector } from '../../kubernetes/selectors.ts'
import { longTime, since } from '../print/age.ts'
import { containerLines, tolerationLines, volumeLines } from './containers.ts'
import { annotationLines, field, labelLines, line, stacked } from './writer.ts'
import type { Lines } from './writer.ts'

/** All but the events. */
export function podLines(lines: Lines, pod: Pod, nowMs: number): void {
  head(lines, pod)
  statusLines(lines, pod, nowMs)
  const { spec, status } = pod
  if ((spec.initContainers ?? []).length > 0) containerLines(lines, 'Init Containers', spec.initContainers ?? [], status.initContainerStatuses, pod, 0)
  containerLines(lines, 'Containers', spec.containers, status.containerStatuses, pod, 0)
  const { ephemeralContainers = [] } = spec
  if (ephemeralContainers.length > 0) containerLines(lines, 'Ephemeral Containers', ephemeralContainers, status.ephemeralContainerStatuses, pod, 0)
  if ((status.conditions ?? []).length > 0) {
    line(lines, 0, 'Conditions:')
    line(lines, 1, 'Type\tStatus')
    for (const condition of status.conditions ?? []) line(lines, 1, `${condition.type} \t${condition.status} `)
  }
  volumeLines(lines, spec.volumes, 0)
  if (status.qosClass !== undefined) field(lines, 0, 'QoS Class', status.qosClass)
  labelLines(lines, 0, 'Node-Selectors', spec.nodeSelector)
  tolerationLines(lines, 0, spec.tolerations)
  const spread = (spec.topologySpreadConstraints ?? []).map((one) =>
    `${one.topologyKey}:${one.whenUnsatisfiable} when max skew ${one.maxSkew} is exceeded for selector ${formatLabelSelector(one.labelSelector)}`)
  if (spread.length > 0) stacked(lines, 0, 'Topology Spread Constraints', spread)
}

function head(lines: Lines, { metadata, spec, status }: Pod): void {
  field(lines, 0, 'Name', metadata.name)
  field(lines, 0, 'Namespace', metadata.namespace)
  if (spec.priority !== undefined) field(lines, 0, 'Priority', spec.priority)
  if (spec.priorityClassName !== undefined && spec.priorityClassName !== '') field(lines, 0, 'Priority Class Name', spec.priorityClassName)
  if (spec.serviceAccountName !== undefined) field(lines, 0, 'Service Account', spec.serviceAccountName)
  field(lines, 0, 'Node', spec.nodeName === undefined ? '<none>' : `${spec.nodeName}/${status.hostIP ?? ''}`)
  if (status.startTime !== undefined) field(lines, 0, 'Start Time', longTime(status.startTime))
  labelLines(lines, 0, 'Labels', metadata.labels)
  annotationLines(lines, 0, metadata.annotations)
}

function statusLines(lines: Lines, { metadata, status, spec }: Pod, nowMs: number): void {
  if (metadata.deletionTimestamp !== undefined && status.phase !== 'Failed' && status.phase !== 'Succeeded') {
    field(lines, 0, 'Status', `Terminating (lasts ${since(metadata.deletionTimestamp, nowMs)})`)
    field(lines, 0, 'Termination Grace Period', `${metadata.deletionGracePeriodSeconds ?? 0}s`)
  } else field(lines, 0, 'Status', status.phase)
  if (status.reason !== undefined) field(lines, 0, 'Reason', status.reason)
  if (status.message !== undefined) field(lines, 0, 'Message', status.message)
  field(lines, 0, 'IP', status.podIP ?? '')
  const addresses = status.podIPs ?? []
  line(lines, 0, addresses.length === 0 ? 'IPs:\t<none>' : 'IPs:')
  for (const { ip } of addresses) field(lines, 1, 'IP', ip)
  const owner = metadata.ownerReferences?.find((one) => one.controller === true)
  if (owner !== undefined) field(lines, 0, 'Controlled By', `${owner.kind}/${owner.name}`)
  if (status.nominatedNodeName !== undefined && spec.nodeName === undefined) field(lines, 0, 'NominatedNodeName', status.nominatedNodeName)
}
