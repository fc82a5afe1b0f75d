/** `kubectl scale`. Source: k8s.io/kubectl/pkg/cmd/scale/scale.go. */
import type { ResourceInfo } from '../../kubernetes/resources.ts'
import { getObject, patchObject, poll } from '../api.ts'
import { plainError, StatusError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { kindWithGroup } from '../resources.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { dryRunOf, dryRunSuffix } from './generate.ts'
import { selectedObjects } from './selected.ts'
import type { Selected } from './selected.ts'

export const scale: Command = {
  name: 'scale',
  says: 'Set a new size for a deployment, replica set, replication controller, or stateful set.',
  usage: 'kubectl scale [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  flags: [
    flag('replicas', 'int', 'The new desired number of replicas. Required'), flag('current-replicas', 'int', 'Precondition for current size', { preset: '-1' }), common.timeout, common.dryRun,
    common.selector, common.all, common.filename,
  ],
  run: async (invocation) => {
    const { kubectl, flags } = invocation
    if (!flags.given('replicas')) throw plainError('required flag(s) "replicas" not set')
    const replicas = flags.number('replicas')
    if (replicas < 0) throw plainError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0')
    const dryRun = dryRunOf(invocation)
    for (const { info, object: { metadata: { name }, ...object } } of await scaledObjects(invocation)) {
      const current = flags.number('current-replicas')
      if (!info.subresources.includes('scale')) throw plainError('the server could not find the requested resource')
      const { spec } = object as unknown as Pick<Scaled, 'spec'>
      if (current >= 0 && spec.replicas !== current) throw plainError(`Expected replicas to be ${current}, was ${spec.replicas}`)
      if (dryRun !== 'client') await patchObject(kubectl, info, invocation.namespace, name, { spec: { replicas } }, { type: 'merge', subresource: 'scale', dryRun: dryRun === 'server' })
      if (dryRun === 'none' && flags.duration('timeout') > 0) await waitForReplicas(invocation, info, name, replicas)
      kubectl.out(`${kindWithGroup(info)}/${name} scaled${dryRunSuffix(invocation)}\n`)
    }
  },
}

/** What cannot be read is told as what there is nothing to do with. */
async function scaledObjects(invocation: Invocation): Promise<readonly Selected[]> {
  try {
    return await selectedObjects(invocation, invocation.args)
  } catch (error) {
    throw error instanceof StatusError && error.status.reason === 'NotFound' ? plainError(`no objects passed to scale ${error.status.message ?? ''}`) : error
  }
}

interface Scaled {
  readonly spec: { readonly replicas: number }
  readonly status: { readonly replicas?: number }
}

/** With `--timeout` kubectl waits until the status has the wanted number too. */
async function waitForReplicas({ kubectl, flags, namespace }: Invocation, info: ResourceInfo, name: string, replicas: number): Promise<void> {
  const untilMs = kubectl.nowMs() + flags.duration('timeout')
  await poll(kubectl, async () => {
    const { spec, status } = await getObject(kubectl, info, namespace, name) as unknown as Scaled
    if (spec.replicas === replicas && (status.replicas ?? 0) === replicas) return true
    if (kubectl.nowMs() >= untilMs) throw plainError(`timed out waiting for "${name}" to be synced`)
    return undefined
  })
}
