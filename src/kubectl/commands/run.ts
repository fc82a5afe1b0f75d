/** `kubectl run`. Source: k8s.io/kubectl/pkg/cmd/run/run.go. */
import { resourceInfo } from '../../kubernetes/resources.ts'
import { createObject } from '../api.ts'
import { KubectlError, plainError, usageError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { attachToNew } from './attach.ts'
import { common } from './command.ts'
import type { Command } from './command.ts'
import { createGenerated, dryRunOf, newObject } from './generate.ts'
import { labelChanges } from './key-values.ts'

const policies = ['Always', 'OnFailure', 'Never']

export const run: Command = {
  name: 'run',
  says: 'Create and run a particular image in a pod.',
  usage: 'kubectl run NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--command] -- [COMMAND] [args...]',
  flags: [
    common.output, common.dryRun, common.fieldManager, flag('image', 'text', 'The image for the container to run'), flag('env', 'list', 'Environment variables to set'),
    flag('port', 'text', 'The port that this container exposes'), flag('labels', 'text', 'Comma separated labels to apply to the pod', { short: 'l' }),
    flag('restart', 'text', 'The restart policy for this Pod', { preset: 'Always' }), flag('expose', 'bool', 'If true, create a ClusterIP service associated with the pod'),
    flag('command', 'bool', 'If true and extra arguments are present, use them as the \'command\' field in the container'),
    flag('image-pull-policy', 'text', 'The image pull policy for the container'),
    flag('rm', 'bool', 'If true, delete the pod after it exits'), flag('stdin', 'bool', 'Keep stdin open', { short: 'i' }), flag('tty', 'bool', 'Allocate a TTY', { short: 't' }),
    flag('attach', 'bool', 'If true, wait for the Pod to start running, and then attach to it'), flag('quiet', 'bool', 'If true, suppress prompt messages', { short: 'q' }),
  ],
  run: async (invocation) => {
    const { flags, args, path, kubectl } = invocation
    const [name, ...words] = args
    if (name === undefined) throw usageError(path, 'NAME is required for run')
    const image = flags.text('image')
    if (image === '') throw new KubectlError('error: required flag(s) "image" not set')
    const restartPolicy = flags.text('restart')
    if (!policies.includes(restartPolicy)) throw plainError(`invalid restart policy: ${restartPolicy}\nSee 'kubectl run -h' for help and examples`)
    const attaches = flags.on('stdin') || flags.on('tty') || flags.on('attach')
    if (flags.on('tty') && !flags.on('stdin')) throw usageError(path, '-i/--stdin is required for containers with -t/--tty=true')
    if (flags.on('rm') && !attaches) throw usageError(path, '--rm should only be used for attached containers')
    if (attaches && dryRunOf(invocation) !== 'none') throw usageError(path, '--dry-run=[server|client] can\'t be used with attached containers options (--attach, --stdin, or --tty)')
    const labels = flags.text('labels') === '' ? { run: name } : labelChanges(flags.text('labels').split(',')).set
    const port = flags.text('port') === '' ? undefined : Number(flags.text('port'))
    const container = {
      ...(words.length === 0 ? {} : flags.on('command') ? { command: words } : { args: words }),
      ...(flags.list('env').length === 0 ? {} : { env: flags.list('env').map((text) => ({ name: text.split('=')[0], value: text.slice(text.indexOf('=') + 1) })) }),
      image, ...(flags.text('image-pull-policy') === '' ? {} : { imagePullPolicy: flags.text('image-pull-policy') }),
      name, ...(port === undefined ? {} : { ports: [{ containerPort: port }] }), resources: {},
      ...(flags.on('stdin') ? { stdin: true, stdinOnce: true } : {}), ...(flags.on('tty') ? { tty: true } : {}),
    }
    const pod = newObject(resourceInfo('pods'), name, { spec: { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy }, status: {} }, labels)
    if (attaches) {
      await createObject(kubectl, resourceInfo('pods'), invocation.namespace, pod)
      return attachToNew(invocation, name)
    }
    if (!flags.on('expose')) {
      await createGenerated(invocation, resourceInfo('pods'), pod)
      return
    }
    if (port === undefined) throw plainError('--port must be set when exposing a service')
    const services = resourceInfo('services')
    await createGenerated(invocation, services, newObject(services, name, { spec: { ports: [{ port, protocol: 'TCP', targetPort: port }], selector: labels }, status: { loadBalancer: {} } }))
    // Twice, as kubectl does: once between the two, once before what is not the first.
    if (flags.text('output') === 'yaml') kubectl.out('---\n---\n')
    await createGenerated(invocation, resourceInfo('pods'), pod)
  },
}
