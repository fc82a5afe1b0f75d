/** `kubectl rollout`. Sources: k8s.io/kubectl/pkg/cmd/rollout/*.go, k8s.io/kubectl/pkg/polymorphichelpers/{rollout_status,history,rollback}.go. */
import { resourceInfo } from '../../kubernetes/resources.ts'
import type { Deployment, ReplicaSet } from '../../kubernetes/types/apps.ts'
import { listObjects, patchObject } from '../api.ts'
import type { ApiObject } from '../api.ts'
import { templateBody } from '../describe/containers.ts'
import { replicaSetsOf } from '../describe/workloads.ts'
import type { Lines } from '../describe/writer.ts'
import { KubectlError, plainError, usageError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { checkOutput, formattedText, isTable, withoutManagers } from '../print/output.ts'
import { kindWithGroup, resourceWithGroup } from '../resources.ts'
import { equalTemplates, withoutHash } from '../template.ts'
import { untilObject } from '../watch.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { dryRunOf, dryRunSuffix } from './generate.ts'
import { withoutSubcommand } from './help.ts'
import { selectedObjects } from './selected.ts'

const deployments = resourceInfo('deployments')
const revisionAnnotation = 'deployment.kubernetes.io/revision'
const changeCause = 'kubernetes.io/change-cause'
const restartedAt = 'kubectl.kubernetes.io/restartedAt'

/** The Deployments that the arguments name, `-l` selects, or all of them. */
async function chosen(invocation: Invocation, verb: string): Promise<readonly Deployment[]> {
  if (invocation.args.length === 0 && !invocation.flags.given('filename')) throw usageError(invocation.path, 'required resource not specified')
  const found = await selectedObjects(invocation, invocation.args, { allOfKind: true })
  return found.map(({ info, object }) => {
    if (info !== deployments) throw plainError(`${resourceWithGroup(info)} "${object.metadata.name}" ${verb} is not supported`)
    return object as unknown as Deployment
  })
}

const selecting = [common.selector, common.all, common.filename]

async function readSets({ kubectl, namespace }: Invocation): Promise<readonly ReplicaSet[]> {
  return (await listObjects(kubectl, resourceInfo('replicasets'), namespace)).items as unknown as readonly ReplicaSet[]
}

interface Progress {
  readonly text: string
  readonly done: boolean
}

/** The first line that applies. Throws when the Deployment gave up. */
function progressOf({ metadata, spec, status }: Deployment): Progress {
  const { name } = metadata
  const waiting = (what: string): Progress => ({ text: `Waiting for deployment "${name}" rollout to finish: ${what}...\n`, done: false })
  if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0)) return { text: 'Waiting for deployment spec update to be observed...\n', done: false }
  if (status.conditions?.some((one) => one.type === 'Progressing' && one.reason === 'ProgressDeadlineExceeded') === true) {
    throw plainError(`deployment "${name}" exceeded its progress deadline`)
  }
  const updated = status.updatedReplicas ?? 0
  const available = status.availableReplicas ?? 0
  const total = status.replicas ?? 0
  if (updated < spec.replicas) return waiting(`${updated} out of ${spec.replicas} new replicas have been updated`)
  if (total > updated) return waiting(`${total - updated} old replicas are pending termination`)
  if (available < updated) return waiting(`${available} of ${updated} updated replicas are available`)
  return { text: `deployment "${name}" successfully rolled out\n`, done: true }
}

/** Tells how far the rollout is, now and after every change of the Deployment. */
async function watchStatus({ kubectl, flags, namespace }: Invocation, name: string): Promise<void> {
  const timeoutMs = flags.duration('timeout')
  const untilMs = timeoutMs === 0 ? Number.POSITIVE_INFINITY : kubectl.nowMs() + timeoutMs
  const done = await untilObject(kubectl, deployments, namespace, name, (object) => {
    if (object === undefined) throw plainError('object has been deleted')
    const progress = progressOf(object as unknown as Deployment)
    kubectl.out(progress.text)
    return progress.done || !flags.on('watch') ? true : undefined
  }, untilMs)
  if (done === undefined) throw plainError('timed out waiting for the condition')
}

const status: Command = {
  name: 'status',
  says: 'Show the status of the rollout.',
  usage: 'kubectl rollout status (TYPE NAME | TYPE/NAME) [flags]',
  flags: [flag('watch', 'bool', 'Watch the status of the rollout until it\'s done', { short: 'w', preset: 'true' }), common.timeout, ...selecting],
  run: async (invocation) => { for (const { metadata } of await chosen(invocation, 'status')) await watchStatus(invocation, metadata.name) },
}

const revisionOf = (set: ReplicaSet): number => Number(set.metadata.annotations?.[revisionAnnotation] ?? 0)

/** Own ReplicaSets by revision, oldest first. */
async function revisions(invocation: Invocation, deployment: Deployment): Promise<readonly ReplicaSet[]> {
  const { fresh, old } = replicaSetsOf(deployment, await readSets(invocation))
  return [...old, ...(fresh === undefined ? [] : [fresh])].toSorted((a, b) => revisionOf(a) - revisionOf(b))
}

const history: Command = {
  name: 'history',
  says: 'View rollout history.',
  usage: 'kubectl rollout history (TYPE NAME | TYPE/NAME) [flags]',
  flags: [flag('revision', 'int', 'See the details, including podTemplate of the revision specified'), common.output, ...selecting],
  run: async (invocation) => {
    const { kubectl, flags } = invocation
    const output = flags.text('output')
    checkOutput(output)
    for (const deployment of await chosen(invocation, 'history')) {
      const { name } = deployment.metadata
      const sets = await revisions(invocation, deployment)
      const wanted = flags.number('revision')
      if (wanted > 0) {
        const set = sets.find((one) => revisionOf(one) === wanted)
        if (set === undefined) throw plainError(`unable to find the specified revision`)
        if (isTable(output)) kubectl.out(`deployment.apps/${name} with revision #${wanted}\n${templateText(set)}\n`)
        else kubectl.out(formattedText(withoutManagers(set as unknown as ApiObject), output, true))
      } else {
        const rows = sets.map((set) => `${String(revisionOf(set)).padEnd(10)}${set.metadata.annotations?.[changeCause] ?? '<none>'}\n`)
        kubectl.out(`deployment.apps/${name} \nREVISION  CHANGE-CAUSE\n${rows.join('')}\n`)
      }
    }
  },
}

/** Tabs are left as they are: history does not set them. */
function templateText(set: ReplicaSet): string {
  const lines: Lines = { list: [] }
  templateBody(lines, set.spec.template)
  return `Pod Template:\n${lines.list.map((text) => `${text}\n`).join('')}`
}

const undo: Command = {
  name: 'undo',
  says: 'Undo a previous rollout.',
  usage: 'kubectl rollout undo (TYPE NAME | TYPE/NAME) [flags]',
  flags: [flag('to-revision', 'int', 'The revision to rollback to. Default to 0 (last revision)'), common.dryRun, ...selecting],
  run: async (invocation) => {
    const { kubectl, flags, namespace } = invocation
    const dryRun = dryRunOf(invocation)
    const suffix = dryRunSuffix(invocation)
    for (const deployment of await chosen(invocation, 'undo')) {
      const { name } = deployment.metadata
      const wanted = flags.number('to-revision')
      if (deployment.spec.paused === true) {
        throw plainError(`you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again`)
      }
      const set = rollbackTarget(await revisions(invocation, deployment), deployment, wanted)
      if (dryRun === 'client') {
        kubectl.out(`deployment.apps/${name} ${templateText(set)}${suffix}\n`)
        continue
      }
      if (equalTemplates(set.spec.template, deployment.spec.template)) {
        kubectl.out(`deployment.apps/${name} skipped rollback (current template already matches revision ${revisionOf(set)})${suffix}\n`)
        continue
      }
      const patch = [{ op: 'replace', path: '/spec/template', value: withoutHash(set.spec.template) }]
      await patchObject(kubectl, deployments, namespace, name, patch, { type: 'json', dryRun: dryRun === 'server' })
      kubectl.out(`deployment.apps/${name} rolled back${suffix}\n`)
    }
  },
}

function rollbackTarget(sets: readonly ReplicaSet[], { metadata }: Deployment, wanted: number): ReplicaSet {
  const found = wanted > 0 ? sets.find((set) => revisionOf(set) === wanted) : sets.at(-2)
  if (found !== undefined) return found
  throw plainError(wanted > 0 ? `unable to find specified revision ${wanted} in history` : `no rollout history found for deployment "${metadata.name}"`)
}

const restart: Command = {
  name: 'restart',
  says: 'Restart a resource.',
  usage: 'kubectl rollout restart RESOURCE',
  flags: selecting,
  run: async (invocation) => {
    const { kubectl, namespace } = invocation
    const annotations = { [restartedAt]: new Date(kubectl.nowMs()).toISOString().replace(/\.\d+Z$/, 'Z') }
    for (const { metadata: { name }, spec } of await chosen(invocation, 'restart')) {
      if (spec.paused === true) throw new KubectlError(`error: deployments.apps "${name}" can't restart paused deployment (run rollout resume first)`)
      await patchObject(kubectl, deployments, namespace, name, { spec: { template: { metadata: { annotations } } } })
      kubectl.out(`deployment.apps/${name} restarted\n`)
    }
  },
}

/** `pause` and `resume` differ in a word. */
function pausing(name: 'pause' | 'resume', paused: boolean): Command {
  return {
    name,
    says: paused ? 'Mark the provided resource as paused.' : 'Resume a paused resource.',
    usage: `kubectl rollout ${name} RESOURCE`,
    flags: selecting,
    run: async (invocation) => {
      const { kubectl, namespace } = invocation
      for (const { metadata: { name: target }, spec } of await chosen(invocation, name)) {
        if ((spec.paused === true) === paused) throw new KubectlError(`error: deployments.apps "${target}" is ${paused ? 'already' : 'not'} paused`)
        await patchObject(kubectl, deployments, namespace, target, { spec: { paused: paused ? true : null } })
        kubectl.out(`${kindWithGroup(deployments)}/${target} ${paused ? 'paused' : 'resumed'}\n`)
      }
    },
  }
}

export const rollout: Command = {
  name: 'rollout',
  says: 'Manage the rollout of one or many resources.',
  usage: 'kubectl rollout SUBCOMMAND',
  flags: [],
  inner: [history, pausing('pause', true), restart, pausing('resume', false), status, undo],
  run: (invocation) => withoutSubcommand(rollout, invocation),
}
