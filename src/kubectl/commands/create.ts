/** `kubectl create -f` and its generators. Sources: k8s.io/kubectl/pkg/cmd/create/*.go. */
import { resourceInfo } from '../../kubernetes/resources.ts'
import { createObject } from '../api.ts'
import type { ApiObject } from '../api.ts'
import { errorsText, KubectlError, plainError, Unanswered, usageError, withSource } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { kindWithGroup } from '../resources.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { createRbacCommands } from './create-rbac.ts'
import { secret } from './create-secret.ts'
import { createServiceCommands } from './create-service.ts'
import { createWorkloadCommands } from './create-workload.ts'
import { createGenerated, dryRunOf, newObject, onlyName, printResult } from './generate.ts'
import { fieldValidation, readManifests } from './manifest-input.ts'
import { literalData, literalFlags } from './literals.ts'

const shared = [common.output, common.dryRun, common.fieldManager]

const deployment: Command = {
  name: 'deployment',
  aliases: ['deploy', 'dep'],
  says: 'Create a deployment with the specified name.',
  usage: 'kubectl create deployment NAME --image=image -- [COMMAND] [args...] [flags]',
  flags: [
    ...shared, flag('image', 'list', 'Image names to run'), flag('replicas', 'int', 'Number of replicas to create', { short: 'r', preset: '1' }),
    flag('port', 'int', 'The containerPort that this deployment exposes', { preset: '-1' }),
  ],
  run: async (invocation) => {
    const { flags, args, path } = invocation
    const images = flags.list('image').flatMap((text) => text.split(','))
    if (images.length === 0) throw new KubectlError(`error: required flag(s) "image" not set`)
    const [name, ...command] = args
    if (name === undefined) throw usageError(path, 'exactly one NAME is required, got 0')
    const labels = { app: name }
    const port = flags.number('port')
    const containers = images.map((image, i) => ({
      image, name: containerName(image), resources: {},
      ...(port > 0 && i === 0 ? { ports: [{ containerPort: port }] } : {}), ...(command.length === 0 ? {} : { command }),
    }))
    if (images.length > 1 && command.length > 0) throw plainError('cannot specify multiple --image options and command')
    const spec = {
      replicas: flags.number('replicas'), selector: { matchLabels: labels }, strategy: {}, template: { metadata: { labels }, spec: { containers } },
    }
    await createGenerated(invocation, resourceInfo('deployments'), newObject(resourceInfo('deployments'), name, { spec, status: {} }, labels), { failed: 'deployment:' })
  },
}

/** The last part of an image's name, without tag and digest. */
function containerName(image: string): string {
  const last = image.split('/').at(-1) ?? image
  return (last.split('@')[0] ?? last).split(':')[0]!.replace(/[^a-z0-9-]/g, '-')
}

const namespace: Command = {
  name: 'namespace',
  aliases: ['ns'],
  says: 'Create a namespace with the specified name.',
  usage: 'kubectl create namespace NAME [--dry-run=server|client|none]',
  flags: shared,
  run: (invocation) => createGenerated(invocation, resourceInfo('namespaces'), newObject(resourceInfo('namespaces'), onlyName(invocation), { spec: {}, status: {} })),
}

const serviceAccount: Command = {
  name: 'serviceaccount',
  aliases: ['sa'],
  says: 'Create a service account with the specified name.',
  usage: 'kubectl create serviceaccount NAME [--dry-run=server|client|none]',
  flags: shared,
  run: (invocation) => createGenerated(invocation, resourceInfo('serviceaccounts'), newObject(resourceInfo('serviceaccounts'), onlyName(invocation), {}), { failed: 'serviceaccount:' }),
}

const configMap: Command = {
  name: 'configmap',
  aliases: ['cm'],
  says: 'Create a config map from literal values or files.',
  usage: 'kubectl create configmap NAME [--from-literal=key1=value1] [--from-file=[key=]source] [--dry-run=server|client|none]',
  flags: [...shared, ...literalFlags],
  run: async (invocation) => {
    const info = resourceInfo('configmaps')
    const name = onlyName(invocation)
    const data = await literalData(invocation, `ConfigMap "${name}"`)
    await createGenerated(invocation, info, newObject(info, name, Object.keys(data).length === 0 ? {} : { data }), { failed: 'configmap:' })
  },
}

export const create: Command = {
  name: 'create',
  says: 'Create a resource from a file or from stdin.',
  usage: 'kubectl create -f FILENAME | kubectl create RESOURCE NAME [flags]',
  flags: [common.filename, common.validate, ...shared],
  inner: [deployment, namespace, serviceAccount, configMap, secret, createServiceCommands, ...createWorkloadCommands, ...createRbacCommands],
  run: createFromFile,
}

async function createFromFile(invocation: Invocation): Promise<number> {
  const { kubectl, flags, args } = invocation
  if (!flags.given('filename')) throw new KubectlError(args.length === 0 ? 'error: must specify one of -f and -k' : `error: Unexpected args: [${args.join(' ')}]\nSee 'kubectl create -h' for help and examples`)
  const { documents, problems } = await readManifests(invocation, { generateNames: true })
  const dryRun = dryRunOf(invocation)
  const errors: KubectlError[] = []
  for (const { document: { info, namespace, value }, source } of documents) {
    try {
      const made = dryRun === 'client' ? value as ApiObject : await createObject(kubectl, info, namespace, value, dryRun === 'server', fieldValidation(invocation))
      printResult(invocation, info, made, `${kindWithGroup(info)}/${made.metadata.name} created`)
    } catch (error) {
      const told = withSource(error, 'creating', source)
      if (!(told instanceof KubectlError) || told.exitCode === 130) throw told
      errors.push(told)
      if (told instanceof Unanswered) break
    }
  }
  const all = [...errors, ...problems]
  kubectl.error(errorsText(all))
  return all.length > 0 ? 1 : 0
}
