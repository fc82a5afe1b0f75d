/** `kubectl top`. Sources: k8s.io/kubectl/pkg/cmd/top/*.go, k8s.io/kubectl/pkg/metricsutil/metrics_printer.go. */
import { parseQuantity } from '../../kubernetes/quantity.ts'
import { resourceInfo } from '../../kubernetes/resources.ts'
import type { Node } from '../../kubernetes/types/core.ts'
import type { NodeMetrics, PodMetrics } from '../../kubernetes/types/metrics.ts'
import { call, listObjects } from '../api.ts'
import { isJsonObject } from '../apply/manifest.ts'
import { plainError, StatusError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { byText } from '../print/json.ts'
import { tableText } from '../print/table.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { withoutSubcommand } from './help.ts'

const base = '/apis/metrics.k8s.io/v1beta1'
const shared = [
  common.selector, flag('no-headers', 'bool', 'If present, print output without headers'), flag('sort-by', 'text', 'If non-empty, sort list using specified field. Either \'cpu\' or \'memory\''),
]

interface Usage {
  readonly cpu: number
  readonly memory: number
}

const milli = (cores: number): string => `${Math.ceil(cores * 1000)}m`
const mebibytes = (bytes: number): string => `${Math.floor(bytes / 1_048_576)}Mi`
const usageOf = ({ cpu, memory }: Readonly<Record<'cpu' | 'memory', string>>): Usage => ({ cpu: parseQuantity(cpu), memory: parseQuantity(memory) })
const sum = (list: readonly Usage[]): Usage => ({ cpu: list.reduce((all, one) => all + one.cpu, 0), memory: list.reduce((all, one) => all + one.memory, 0) })

/** The items of a list of metrics, or the one of a name. */
async function metrics<T>({ kubectl }: Invocation, path: string, name: string | undefined, labelSelector: string): Promise<readonly T[]> {
  try {
    const body = await call(kubectl, { method: 'GET', path: `${base}${path}${name === undefined ? '' : `/${name}`}`, query: labelSelector === '' ? {} : { labelSelector } })
    if (name !== undefined) return [body as T]
    return isJsonObject(body) && Array.isArray(body['items']) ? body['items'] as T[] : []
  } catch (error) {
    if (error instanceof StatusError && error.status.code === 404 && error.status.details?.name === undefined && name === undefined) throw plainError('Metrics API not available')
    throw error
  }
}

/** The largest first; without `--sort-by` in order of their names. */
function inOrder<T extends { readonly usage: Usage; readonly key: string }>({ flags }: Invocation, list: readonly T[]): readonly T[] {
  const by = flags.text('sort-by')
  if (by !== '' && by !== 'cpu' && by !== 'memory') throw plainError('--sort-by accepts only cpu or memory')
  return list.toSorted((a, b) => (by === '' ? 0 : b.usage[by] - a.usage[by]) || byText(a.key, b.key))
}

const topNode: Command = {
  name: 'node',
  aliases: ['nodes', 'no'],
  says: 'Display resource (CPU/memory) usage of nodes.',
  usage: 'kubectl top node [NAME | -l label]',
  flags: [...shared, flag('show-capacity', 'bool', 'Print node resources based on Capacity instead of Allocatable')],
  run: async (invocation) => {
    const { kubectl, args: [name], flags } = invocation
    const found = await metrics<NodeMetrics>(invocation, '/nodes', name, flags.text('selector'))
    const nodes = (await listObjects(kubectl, resourceInfo('nodes'), '')).items as unknown as readonly Node[]
    const rows = inOrder(invocation, found.map((one) => ({ usage: usageOf(one.usage), key: one.metadata.name }))).map(({ key, usage }) => {
      const status = nodes.find((node) => node.metadata.name === key)?.status
      const room = flags.on('show-capacity') ? status?.capacity : status?.allocatable
      const share = (used: number, of: string | undefined): string => (of === undefined ? '<unknown>' : `${Math.floor((used * 100) / parseQuantity(of))}%`)
      return [key, milli(usage.cpu), share(Math.ceil(usage.cpu * 1000) / 1000, room?.['cpu']), mebibytes(usage.memory), share(usage.memory, room?.['memory'])]
    })
    kubectl.out(tableText({ headers: ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)'], rows }, !flags.on('no-headers')))
  },
}

const topPod: Command = {
  name: 'pod',
  aliases: ['pods', 'po'],
  says: 'Display resource (CPU/memory) usage of pods.',
  usage: 'kubectl top pod [NAME | -l label]',
  flags: [...shared, common.allNamespaces, flag('containers', 'bool', 'If present, print usage of containers within a pod'), flag('sum', 'bool', 'Print the sum of the resource usage')],
  run: async (invocation) => {
    const { kubectl, args: [name], flags } = invocation
    const all = flags.on('all-namespaces')
    const namespace = all ? '' : invocation.namespace
    const found = await metrics<PodMetrics>(invocation, `${namespace === '' ? '' : `/namespaces/${namespace}`}/pods`, name, flags.text('selector'))
    if (found.length === 0) {
      const { items } = await listObjects(kubectl, resourceInfo('pods'), namespace, { labelSelector: flags.text('selector') })
      if (items.length > 0) throw plainError('metrics not available yet')
      kubectl.error(all ? 'No resources found\n' : `No resources found in ${namespace} namespace.\n`)
      return
    }
    const perContainer = flags.on('containers')
    const pods = inOrder(invocation, found.map((pod) => ({ pod, usage: sum(pod.containers.map((one) => usageOf(one.usage))), key: `${pod.metadata.namespace}/${pod.metadata.name}` })))
    const rows = pods.flatMap(({ pod: { metadata, containers }, usage }) => {
      const first = [...(all ? [metadata.namespace] : []), metadata.name]
      if (!perContainer) return [[...first, milli(usage.cpu), mebibytes(usage.memory)]]
      return containers.toSorted((a, b) => byText(a.name, b.name)).map((one) => [...first, one.name, milli(usageOf(one.usage).cpu), mebibytes(usageOf(one.usage).memory)])
    })
    const head = [...(all ? ['NAMESPACE'] : []), ...(perContainer ? ['POD', 'NAME'] : ['NAME'])]
    const total = sum(pods.map(({ usage }) => usage))
    const below = flags.on('sum') ? [[...head.map(() => ''), '________', '________'], [...head.map(() => ''), milli(total.cpu), mebibytes(total.memory)]] : []
    kubectl.out(tableText({ headers: [...head, 'CPU(cores)', 'MEMORY(bytes)'], rows: [...rows, ...below] }, !flags.on('no-headers')))
  },
}

export const top: Command = {
  name: 'top',
  says: 'Display resource (CPU/memory) usage.',
  usage: 'kubectl top SUBCOMMAND',
  flags: [],
  inner: [topNode, topPod],
  run: (invocation) => withoutSubcommand(top, invocation),
}
