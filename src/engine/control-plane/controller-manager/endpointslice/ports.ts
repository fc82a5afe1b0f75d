/**
 * Ports of a Service as a pod serves them: a named target port is looked up among the pod's containers. Source:
 * k8s.io/endpointslice/utils.go.
 */
import type { Container, Pod, Service, ServicePort } from '../../../../kubernetes/types/core.ts'
import type { EndpointPort } from '../../../../kubernetes/types/discovery.ts'

const numeric = new WeakMap<readonly ServicePort[], readonly EndpointPort[]>()

function endpointPort(port: ServicePort, number: number): EndpointPort {
  return { name: port.name ?? '', protocol: port.protocol, port: number, appProtocol: port.appProtocol }
}

function containersOf(pod: Pod): readonly Container[] {
  const sidecars = (pod.spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always')
  return sidecars.length === 0 ? pod.spec.containers : [...pod.spec.containers, ...sidecars]
}

function namedPort(pod: Pod, port: ServicePort): number | undefined {
  for (const container of containersOf(pod)) {
    for (const offered of container.ports ?? []) {
      if (offered.name === port.targetPort && offered.protocol === port.protocol) return offered.containerPort
    }
  }
  return undefined
}

const noPorts: readonly EndpointPort[] = []

/** A name that no container has leaves its port out. Memoised for Services with numbers only: then all pods have the same ports. */
export function servicePorts(service: Service, pod: Pod): readonly EndpointPort[] {
  const { ports } = service.spec
  if (ports === undefined) return noPorts
  const known = numeric.get(ports)
  if (known !== undefined) return known
  const found: EndpointPort[] = []
  let allNumbers = true
  for (const port of ports) {
    if (typeof port.targetPort === 'number') {
      found.push(endpointPort(port, port.targetPort))
      continue
    }
    allNumbers = false
    const number = namedPort(pod, port)
    if (number !== undefined) found.push(endpointPort(port, number))
  }
  if (allNumbers) numeric.set(ports, found)
  return found
}

export function samePorts(a: readonly EndpointPort[], b: readonly EndpointPort[]): boolean {
  return a === b || (a.length === b.length && a.every((port, i) => {
    const other = b[i]!
    return port.name === other.name && port.port === other.port && port.protocol === other.protocol
      && port.appProtocol === other.appProtocol
  }))
}
