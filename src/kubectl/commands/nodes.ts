/** `kubectl taint`, `cordon`, `uncordon`. Sources: k8s.io/kubectl/pkg/cmd/taint/{taint,utils}.go, k8s.io/kubectl/pkg/cmd/drain/drain.go. */
import { resourceInfo } from '../../kubernetes/resources.ts'
import type { Node, Taint } from '../../kubernetes/types/core.ts'
import { getObject, listObjects } from '../api.ts'
import type { ApiObject } from '../api.ts'
import type { JsonObject } from '../apply/manifest.ts'
import { plainError, usageError } from '../errors.ts'
import { findResource } from '../resources.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { dryRunSuffix, patchSelected } from './generate.ts'
import { splitAtChanges } from './key-values.ts'

const nodes = resourceInfo('nodes')
const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** The nodes that the arguments name, or those of `-l`. */
export async function namedNodes({ kubectl, args, flags, path }: Invocation, words: readonly string[] = args): Promise<readonly Node[]> {
  const labelSelector = flags.text('selector')
  if (words.length > 0 && labelSelector !== '') throw plainError('cannot specify both a node name and a --selector option')
  if (words.length === 0 && labelSelector === '') throw usageError(path, `USAGE: ${path} NODE [flags]`)
  if (words.length === 0) return (await listObjects(kubectl, nodes, '', { labelSelector })).items as unknown as readonly Node[]
  const found: Node[] = []
  for (const word of words) found.push(await getObject(kubectl, nodes, '', word.replace(/^(?:nodes?|no)\//, '')) as unknown as Node)
  return found
}

/** Sets `spec.unschedulable` and says so. */
export async function setUnschedulable(invocation: Invocation, node: Node, unschedulable: boolean): Promise<void> {
  const { kubectl } = invocation
  const { name } = node.metadata
  const suffix = dryRunSuffix(invocation)
  const word = unschedulable ? 'cordoned' : 'uncordoned'
  if ((node.spec.unschedulable === true) === unschedulable) {
    kubectl.out(`node/${name} already ${word}${suffix}\n`)
    return
  }
  await patchNode(invocation, node, { spec: { unschedulable: unschedulable ? true : null } })
  kubectl.out(`node/${name} ${word}${suffix}\n`)
}

const patchNode = (invocation: Invocation, node: Node, patch: JsonObject): Promise<ApiObject> =>
  patchSelected(invocation, { info: nodes, object: node as unknown as ApiObject }, patch, 'merge')

function cordonCommand(name: 'cordon' | 'uncordon', unschedulable: boolean): Command {
  return {
    name,
    says: unschedulable ? 'Mark node as unschedulable.' : 'Mark node as schedulable.',
    usage: `kubectl ${name} NODE`,
    flags: [common.selector, common.dryRun],
    run: async (invocation) => { for (const node of await namedNodes(invocation)) await setUnschedulable(invocation, node, unschedulable) },
  }
}

export const cordon = cordonCommand('cordon', true)
export const uncordon = cordonCommand('uncordon', false)

interface TaintChange {
  readonly key: string
  readonly value: string
  readonly effect: string
  readonly remove: boolean
}

/** `key=value:effect`, `key:effect`, `key:effect-`, `key-`. */
function taintChange(word: string): TaintChange {
  const remove = word.endsWith('-')
  const text = remove ? word.slice(0, -1) : word
  const colon = text.indexOf(':')
  const left = colon < 0 ? text : text.slice(0, colon)
  const effect = colon < 0 ? '' : text.slice(colon + 1)
  const equal = left.indexOf('=')
  if (!remove && colon < 0) throw plainError(`invalid taint spec: ${word}`)
  if (effect !== '' && !effects.includes(effect)) throw usageError('taint', `invalid taint effect: ${effect}, unsupported taint effect`)
  return { key: equal < 0 ? left : left.slice(0, equal), value: equal < 0 ? '' : left.slice(equal + 1), effect, remove }
}

const meets = (taint: Taint, change: TaintChange): boolean => taint.key === change.key && (change.effect === '' || taint.effect === change.effect)

export const taint: Command = {
  name: 'taint',
  says: 'Update the taints on one or more nodes.',
  usage: 'kubectl taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N [flags]',
  flags: [common.overwrite, common.selector, common.all, common.dryRun],
  run: async (invocation) => {
    const { kubectl, args, flags } = invocation
    const words = args.map((word) => (word.includes(':') && !word.includes('=') ? word.replace(':', '=:') : word))
    const { names: [kind = '', ...names], changes } = splitAtChanges(words)
    if (kind === '' || changes.length === 0) throw plainError('at least one taint update is required')
    if (findResource(kind) !== nodes) throw plainError(`invalid resource type ${kind}, only node types are supported`)
    const wanted = changes.map((word) => taintChange(word.replace('=:', ':')))
    const all = flags.on('all') ? (await listObjects(kubectl, nodes, '')).items as unknown as readonly Node[] : await namedNodes(invocation, names)
    for (const node of all) await changeTaints(invocation, node, wanted)
  },
}

async function changeTaints(invocation: Invocation, node: Node, wanted: readonly TaintChange[]): Promise<void> {
  const { kubectl, flags } = invocation
  const { name } = node.metadata
  const old = node.spec.taints ?? []
  for (const change of wanted) {
    const known = old.some((one) => meets(one, change))
    if (change.remove && !known) throw plainError(`taint "${change.key}${change.effect === '' ? '' : `:${change.effect}`}" not found`)
    if (!change.remove && known && !flags.on('overwrite')) throw plainError(`node ${name} already has ${change.key} taint(s) with same effect(s) and --overwrite is false`)
  }
  const kept = old.filter((one) => !wanted.some((change) => meets(one, change)))
  const added = wanted.filter((change) => !change.remove).map(({ key, value, effect }) => (value === '' ? { effect, key } : { effect, key, value }))
  const taints = [...added, ...kept]
  await patchNode(invocation, node, { spec: { taints: taints.length === 0 ? null : taints } })
  const changed = added.length > 0 && (flags.on('overwrite') || wanted.some((change) => change.remove))
  const done = added.length === 0 ? 'untainted' : changed ? 'modified' : 'tainted'
  kubectl.out(`node/${name} ${done}${dryRunSuffix(invocation)}\n`)
}
