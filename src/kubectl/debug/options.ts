/** The options of `kubectl debug` and what is wrong with them. Source: k8s.io/kubectl/pkg/cmd/debug/debug.go (Complete, Validate). */
import type { Invocation } from '../commands/command.ts'
import { flagError, plainError } from '../errors.ts'
import { flag, type FlagSpec } from '../parse/flags.ts'
import { profileOf, type DebugProfile, type KeepFlags } from './profiles.ts'

export const debugFlags: readonly FlagSpec[] = [
  flag('arguments-only', 'bool', 'If specified, everything after -- will be passed to the new container as Args instead of Command.'),
  flag('attach', 'bool', 'If true, wait for the container to start running, and then attach'),
  flag('container', 'text', 'Container name to use for debug container.', { short: 'c' }),
  flag('copy-to', 'text', 'Create a copy of the target Pod with this name.'),
  flag('env', 'list', 'Environment variables to set in the container.'),
  flag('image', 'text', 'Container image to use for debug container.'),
  flag('image-pull-policy', 'text', 'The image pull policy for the container.'),
  flag('keep-annotations', 'bool', 'If true, keep the original pod annotations.'),
  flag('keep-init-containers', 'bool', 'Run the init containers for the pod.', { preset: 'true' }),
  flag('keep-labels', 'bool', 'If true, keep the original pod labels.'),
  flag('keep-liveness', 'bool', 'If true, keep the original pod liveness probes.'),
  flag('keep-readiness', 'bool', 'If true, keep the original pod readiness probes.'),
  flag('keep-startup', 'bool', 'If true, keep the original startup probes.'),
  flag('profile', 'text', 'Options are "legacy", "general", "baseline", "netadmin", "restricted" or "sysadmin".', { preset: 'legacy' }),
  flag('quiet', 'bool', 'If true, suppress informational messages.', { short: 'q' }),
  flag('replace', 'bool', 'When used with \'--copy-to\', delete the original Pod.'),
  flag('same-node', 'bool', 'When used with \'--copy-to\', schedule the copy of target Pod on the same node.'),
  flag('set-image', 'list', 'When used with \'--copy-to\', a list of name=image pairs for changing container images.'),
  flag('share-processes', 'bool', 'When used with \'--copy-to\', enable process namespace sharing in the copy.', { preset: 'true' }),
  flag('stdin', 'bool', 'Keep stdin open on the container(s) in the pod, even if nothing is attached.', { short: 'i' }),
  flag('target', 'text', 'When using an ephemeral container, target processes in this container name.'),
  flag('tty', 'bool', 'Allocate a TTY for the debugging container.', { short: 't' }),
]

export interface DebugOptions {
  /** Pods, or objects as TYPE/NAME. */
  readonly targets: readonly string[]
  readonly command: readonly string[]
  readonly argumentsOnly: boolean
  readonly attach: boolean
  readonly container: string
  readonly copyTo: string
  readonly env: readonly (readonly [name: string, value: string])[]
  readonly image: string
  readonly pullPolicy: string
  readonly keep: KeepFlags
  readonly profile: DebugProfile
  readonly quiet: boolean
  readonly replace: boolean
  readonly sameNode: boolean
  readonly setImages: ReadonlyMap<string, string>
  /** undefined: the line does not say. */
  readonly shareProcesses: boolean | undefined
  readonly stdin: boolean
  readonly target: string
  readonly tty: boolean
}

/** A flag of `name=value` pairs. */
function pairs({ flags, path }: Invocation, name: string): readonly (readonly [string, string])[] {
  return flags.list(name).flatMap((text) => text.split(',')).map((pair) => {
    const at = pair.indexOf('=')
    if (at < 0) throw flagError(path, `invalid argument "${pair}" for "--${name}" flag: ${pair} must be formatted as key=value`)
    return [pair.slice(0, at), pair.slice(at + 1)]
  })
}

/** Reads a line's flags. Throws kubectl's error for what does not go together. */
export function debugOptions(invocation: Invocation): DebugOptions {
  const { flags, args, afterDashes, kubectl } = invocation
  const profile = profileOf(flags.text('profile'))
  const options: Omit<DebugOptions, 'profile'> = {
    targets: afterDashes === undefined ? args : args.slice(0, afterDashes), command: afterDashes === undefined ? [] : args.slice(afterDashes),
    argumentsOnly: flags.on('arguments-only'), attach: flags.given('attach') ? flags.on('attach') : flags.on('stdin'),
    container: flags.text('container'), copyTo: flags.text('copy-to'), env: pairs(invocation, 'env'), image: flags.text('image'),
    pullPolicy: flags.text('image-pull-policy'), quiet: flags.on('quiet'), replace: flags.on('replace'), sameNode: flags.on('same-node'),
    setImages: new Map(pairs(invocation, 'set-image')), shareProcesses: flags.given('share-processes') ? flags.on('share-processes') : undefined,
    stdin: flags.on('stdin'), target: flags.text('target'), tty: flags.on('tty'),
    keep: {
      labels: flags.on('keep-labels'), annotations: flags.on('keep-annotations'), initContainers: flags.on('keep-init-containers'),
      probes: ['liveness', 'readiness', 'startup'].filter((kind) => flags.on(`keep-${kind}`)).map((kind) => `${kind}Probe`),
    },
  }
  if (profile === undefined) throw plainError(`unknown profile: ${flags.text('profile')}`)
  const wrong = problemOf(options, flags.given('attach'))
  if (wrong !== undefined) throw plainError(wrong)
  if (options.target !== '' && !options.quiet) {
    kubectl.out(`Targeting container "${options.target}". If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`)
  }
  if (options.tty && !options.stdin) throw plainError('-i/--stdin is required for containers with -t/--tty=true')
  if (profile === 'legacy') {
    kubectl.error('--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example "--profile=general".\n')
  }
  return { ...options, profile }
}

type Check = (options: Omit<DebugOptions, 'profile'>) => string | undefined

/** Source: distribution/reference, regexp.go (domains by their characters only). */
const imageName = /^(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@[a-zA-Z][\w+.-]*:[0-9a-fA-F]{32,})?$/

const when = (wrong: boolean, text: string): string | undefined => (wrong ? text : undefined)

/** In the order in which kubectl looks. */
const checks: readonly Check[] = [
  ({ copyTo, image, setImages, command }) => when(copyTo !== '' && image === '' && setImages.size === 0 && command.length === 0, 'you must specify --image, --set-image or command arguments.'),
  ({ copyTo, image, container, command }) => when(copyTo !== '' && command.length > 0 && container === '' && image === '', 'you must specify an existing container or a new image when specifying args.'),
  ({ copyTo, replace }) => when(copyTo === '' && replace, '--replace may only be used with --copy-to.'),
  ({ copyTo, sameNode }) => when(copyTo === '' && sameNode, '--same-node may only be used with --copy-to.'),
  ({ copyTo, setImages }) => when(copyTo === '' && setImages.size > 0, '--set-image may only be used with --copy-to.'),
  ({ copyTo, image }) => when(copyTo === '' && image === '', 'you must specify --image when not using --copy-to.'),
  ({ image }) => when(image !== '' && !imageName.test(image), `invalid image name "${image}": invalid reference format`),
  ({ targets }) => when(targets.length === 0, 'NAME or filename is required for debug'),
  ({ pullPolicy }) => when(!['Always', 'IfNotPresent', 'Never', ''].includes(pullPolicy), `invalid image pull policy: ${pullPolicy}`),
  ({ setImages }) => {
    const bad = [...setImages].find(([, image]) => !imageName.test(image))
    return bad === undefined ? undefined : `invalid image name "${bad[1]}" for container "${bad[0]}": invalid reference format`
  },
  ({ target, copyTo }) => when(target !== '' && copyTo !== '', '--target is incompatible with --copy-to. Use --share-processes instead.'),
]

function problemOf(options: Omit<DebugOptions, 'profile'>, attachGiven: boolean): string | undefined {
  const { attach, image, container } = options
  if (attach && attachGiven && image === '' && container === '') {
    return 'you must specify --container or create a new container using --image in order to attach.'
  }
  for (const check of checks) {
    const wrong = check(options)
    if (wrong !== undefined) return wrong
  }
  return undefined
}
