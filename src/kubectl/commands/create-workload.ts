/** `kubectl create job|cronjob|ingress|poddisruptionbudget|quota|priorityclass`. Sources: k8s.io/kubectl/pkg/cmd/create/create_*.go. */
import { parseLabelSelector } from '../../kubernetes/selectors.ts'
import { resourceInfo } from '../../kubernetes/resources.ts'
import { getObject } from '../api.ts'
import { isJsonObject } from '../apply/manifest.ts'
import { KubectlError, plainError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { namedTargets } from '../resources.ts'
import { common } from './command.ts'
import type { Command } from './command.ts'
import { createGenerated, newObject, onlyName } from './generate.ts'
import { labelChanges } from './key-values.ts'

const shared = [common.output, common.dryRun, common.fieldManager]
const image = flag('image', 'text', 'Image name to run')

/** The pod template of a job. */
function podTemplate(name: string, from: string, command: readonly string[], restartPolicy: string): unknown {
  return { metadata: {}, spec: { containers: [{ ...(command.length === 0 ? {} : { command }), image: from, name, resources: {} }], restartPolicy } }
}

const job: Command = {
  name: 'job',
  says: 'Create a job with the specified name.',
  usage: 'kubectl create job NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  flags: [...shared, image, flag('from', 'text', 'The name of the resource to create a Job from (only cronjob is supported)')],
  run: async (invocation) => {
    const { args: [name, ...command], flags, kubectl, namespace } = invocation
    if (name === undefined) throw plainError('exactly one NAME is required, got 0')
    const from = flags.text('from')
    if ((from === '') === (flags.text('image') === '')) throw plainError('either --image or --from must be specified')
    const info = resourceInfo('jobs')
    if (from === '') {
      const spec = { template: podTemplate(name, flags.text('image'), command, 'Never') }
      await createGenerated(invocation, info, newObject(info, name, { spec, status: {} }), { failed: 'job:' })
      return
    }
    const [target] = namedTargets([from])
    if (target === undefined || target.info.name !== 'cronjobs') throw plainError('from must be an existing cronjob')
    const cronJob = await getObject(kubectl, target.info, namespace, target.name)
    const template = isJsonObject(cronJob['spec']) && isJsonObject(cronJob['spec']['jobTemplate']) ? cronJob['spec']['jobTemplate'] : {}
    const owner = { apiVersion: cronJob.apiVersion, controller: true, kind: cronJob.kind, name: cronJob.metadata.name, uid: cronJob.metadata.uid }
    const metadata = { annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' }, name, ownerReferences: [owner] }
    await createGenerated(invocation, info, { ...newObject(info, name, { spec: template['spec'] ?? {}, status: {} }), metadata }, { failed: 'job:' })
  },
}

const cronJob: Command = {
  name: 'cronjob',
  aliases: ['cj'],
  says: 'Create a cron job with the specified name.',
  usage: 'kubectl create cronjob NAME --image=image --schedule=\'0/5 * * * ?\' -- [COMMAND] [args...] [flags]',
  flags: [...shared, image, flag('schedule', 'text', 'A schedule in the Cron format the job should be run with'), flag('restart', 'text', 'job\'s restart policy', { preset: 'OnFailure' })],
  run: (invocation) => {
    const { args: [name, ...command], flags } = invocation
    const missing = ['image', 'schedule'].filter((one) => flags.text(one) === '')
    if (missing.length > 0) throw new KubectlError(`error: required flag(s) ${missing.map((one) => `"${one}"`).join(', ')} not set`)
    if (name === undefined) throw plainError('exactly one NAME is required, got 0')
    const info = resourceInfo('cronjobs')
    const jobTemplate = { metadata: { name }, spec: { template: podTemplate(name, flags.text('image'), command, flags.text('restart')) } }
    return createGenerated(invocation, info, newObject(info, name, { spec: { jobTemplate, schedule: flags.text('schedule') }, status: {} }), { failed: 'cronjob:' })
  },
}

/** `host/path=service:port[,tls[=secret]]`; a path that ends with `*` is a prefix. */
function ingressRule(text: string): { readonly rule: { readonly host?: string; readonly http: { readonly paths: readonly unknown[] } }; readonly tls: unknown } {
  const match = /^([^/=]*)(\/[^=]*)=([^:,]+):([^,]+)(?:,tls(?:=(.*))?)?$/.exec(text)
  if (match === null) throw plainError(`rule ${text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`)
  const [whole, host = '', path = '', name = '', port = '', secretName] = match
  const pathType = path.endsWith('*') ? 'Prefix' : 'Exact'
  const backend = { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } }
  const tls = { ...(host === '' ? {} : { hosts: [host] }), ...(secretName === undefined ? {} : { secretName }) }
  return { rule: { ...(host === '' ? {} : { host }), http: { paths: [{ backend, path: path.replace(/\*$/, ''), pathType }] } }, tls: /,tls(?:=|$)/.test(whole) ? tls : undefined }
}

const ingress: Command = {
  name: 'ingress',
  aliases: ['ing'],
  says: 'Create an ingress with the specified name.',
  usage: 'kubectl create ingress NAME --rule=host/path=service:port[,tls[=secret]]',
  flags: [
    ...shared, flag('rule', 'list', 'Rule in format host/path=service:port[,tls=secretname]'), flag('class', 'text', 'Ingress Class to be used'),
    flag('default-backend', 'text', 'Default service for backend, in format of svcname:port'), flag('annotation', 'list', 'Annotation to insert in the ingress object'),
  ],
  run: (invocation) => {
    const { flags } = invocation
    const rules = flags.list('rule').map(ingressRule)
    const [service = '', port = ''] = flags.text('default-backend').split(':')
    if (rules.length === 0 && service === '') throw plainError('not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)')
    const info = resourceInfo('ingresses')
    const name = onlyName(invocation)
    const hosts = [...new Set(rules.map(({ rule }) => rule.host))]
    const spec = {
      ...(service === '' ? {} : { defaultBackend: { service: { name: service, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } } }),
      ...(flags.text('class') === '' ? {} : { ingressClassName: flags.text('class') }),
      ...(rules.length === 0 ? {} : {
        rules: hosts.map((host) => ({ ...(host === undefined ? {} : { host }), http: { paths: rules.filter(({ rule }) => rule.host === host).flatMap(({ rule }) => rule.http.paths) } })),
      }),
      ...(rules.some(({ tls }) => tls !== undefined) ? { tls: rules.flatMap(({ tls }) => (tls === undefined ? [] : [tls])) } : {}),
    }
    const annotations = labelChanges(flags.list('annotation'), 'annotation').set
    const metadata = { ...(Object.keys(annotations).length === 0 ? {} : { annotations }), name }
    return createGenerated(invocation, info, { ...newObject(info, name, { spec, status: { loadBalancer: {} } }), metadata }, { failed: 'ingress:' })
  },
}

const amount = (text: string): string | number => (/^\d+$/.test(text) ? Number(text) : text)

const disruptionBudget: Command = {
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  says: 'Create a pod disruption budget with the specified name.',
  usage: 'kubectl create poddisruptionbudget NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
  flags: [
    ...shared, flag('selector', 'text', 'A label selector to use for this budget'), flag('min-available', 'text', 'The minimum number or percentage of available pods'),
    flag('max-unavailable', 'text', 'The maximum number or percentage of unavailable pods'),
  ],
  run: (invocation) => {
    const { flags } = invocation
    const info = resourceInfo('poddisruptionbudgets')
    const name = onlyName(invocation)
    const least = flags.text('min-available')
    const most = flags.text('max-unavailable')
    if (flags.text('selector') === '') throw plainError('a selector must be specified')
    if (least === '' && most === '') throw plainError('one of min-available or max-unavailable must be specified')
    if (least !== '' && most !== '') throw plainError('min-available and max-unavailable cannot be both specified')
    const parsed = parseLabelSelector(flags.text('selector'))
    if (parsed.error !== undefined) throw plainError(parsed.error)
    const equal = parsed.requirements.filter(({ operator, values }) => operator === 'In' && values.length === 1)
    const others = parsed.requirements.filter((one) => !equal.includes(one))
    const selector = {
      ...(equal.length === 0 ? {} : { matchLabels: Object.fromEntries(equal.map(({ key, values }) => [key, values[0]])) }),
      ...(others.length === 0 ? {} : { matchExpressions: others.map(({ key, operator, values }) => ({ key, operator, ...(values.length === 0 ? {} : { values }) })) }),
    }
    const spec = { ...(least === '' ? { maxUnavailable: amount(most) } : { minAvailable: amount(least) }), selector }
    const status = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 }
    return createGenerated(invocation, info, newObject(info, name, { spec, status }), { failed: 'poddisruptionbudgets:' })
  },
}

const quota: Command = {
  name: 'quota',
  aliases: ['resourcequota'],
  says: 'Create a quota with the specified name.',
  usage: 'kubectl create quota NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
  flags: [...shared, flag('hard', 'text', 'A comma-delimited set of resource=quantity pairs that define a hard limit'), flag('scopes', 'text', 'A comma-delimited set of quota scopes')],
  run: (invocation) => {
    const { flags } = invocation
    const info = resourceInfo('resourcequotas')
    const hard = flags.text('hard') === '' ? {} : labelChanges(flags.text('hard').split(','), 'quota').set
    const spec = { ...(Object.keys(hard).length === 0 ? {} : { hard }), ...(flags.text('scopes') === '' ? {} : { scopes: flags.text('scopes').split(',') }) }
    return createGenerated(invocation, info, newObject(info, onlyName(invocation), { spec, status: {} }), { failed: 'quota:' })
  },
}

const priorityClass: Command = {
  name: 'priorityclass',
  aliases: ['pc'],
  says: 'Create a priority class with the specified name.',
  usage: 'kubectl create priorityclass NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  flags: [
    ...shared, flag('value', 'int', 'the value of this priority class'), flag('global-default', 'bool', 'specifies whether this PriorityClass should be considered as the default priority'),
    flag('description', 'text', 'an arbitrary string that usually provides guidelines on when this priority class should be used'),
    flag('preemption-policy', 'text', 'preemption-policy is the policy for preempting pods with lower priority', { preset: 'PreemptLowerPriority' }),
  ],
  run: (invocation) => {
    const { flags } = invocation
    const info = resourceInfo('priorityclasses')
    const rest = {
      ...(flags.text('description') === '' ? {} : { description: flags.text('description') }), ...(flags.on('global-default') ? { globalDefault: true } : {}),
      preemptionPolicy: flags.text('preemption-policy'), value: flags.number('value'),
    }
    return createGenerated(invocation, info, newObject(info, onlyName(invocation), rest), { failed: 'priorityclass:' })
  },
}

export const createWorkloadCommands: readonly Command[] = [job, cronJob, ingress, disruptionBudget, quota, priorityClass]
