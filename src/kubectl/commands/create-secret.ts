/** `kubectl create secret`. Sources: k8s.io/kubectl/pkg/cmd/create/create_secret*.go. */
import { resourceInfo } from '../../kubernetes/resources.ts'
import { plainError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { createGenerated, newObject, onlyName } from './generate.ts'
import { withoutSubcommand } from './help.ts'
import { encodeBase64, literalData, literalFlags } from './literals.ts'

const shared = [common.output, common.dryRun, common.fieldManager]

function make(invocation: Invocation, data: Readonly<Record<string, string>>, type: string): Promise<void> {
  const info = resourceInfo('secrets')
  const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, encodeBase64(value)]))
  const rest = { ...(Object.keys(data).length === 0 ? {} : { data: encoded }), ...(type === '' ? {} : { type }) }
  return createGenerated(invocation, info, newObject(info, onlyName(invocation), rest), { failed: 'secret' })
}

const generic: Command = {
  name: 'generic',
  says: 'Create a secret from a local file, directory, or literal value.',
  usage: 'kubectl create secret generic NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  flags: [...shared, ...literalFlags, flag('type', 'text', 'The type of secret to create')],
  run: async (invocation) => make(invocation, await literalData(invocation, `Secret "${onlyName(invocation)}"`), invocation.flags.text('type')),
}

const dockerRegistry: Command = {
  name: 'docker-registry',
  says: 'Create a secret for use with a Docker registry.',
  usage: 'kubectl create secret docker-registry NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string]',
  flags: [
    ...shared, flag('docker-server', 'text', 'Server location for Docker registry', { preset: 'https://index.docker.io/v1/' }),
    flag('docker-username', 'text', 'Username for Docker registry authentication'), flag('docker-password', 'text', 'Password for Docker registry authentication'),
    flag('docker-email', 'text', 'Email for Docker registry'),
  ],
  run: (invocation) => {
    const { flags } = invocation
    const username = flags.text('docker-username')
    const password = flags.text('docker-password')
    const email = flags.text('docker-email')
    if (username === '' || password === '') throw plainError('either --from-file or the combination of --docker-username, --docker-password and --docker-server is required')
    const entry = { username, password, ...(email === '' ? {} : { email }), auth: encodeBase64(`${username}:${password}`) }
    return make(invocation, { '.dockerconfigjson': JSON.stringify({ auths: { [flags.text('docker-server')]: entry } }) }, 'kubernetes.io/dockerconfigjson')
  },
}

const tls: Command = {
  name: 'tls',
  says: 'Create a TLS secret.',
  usage: 'kubectl create secret tls NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
  flags: [...shared, flag('cert', 'text', 'Path to PEM encoded public key certificate'), flag('key', 'text', 'Path to private key associated with given certificate')],
  run: async (invocation) => {
    const { flags, kubectl } = invocation
    const [cert, key] = [flags.text('cert'), flags.text('key')]
    if (cert === '' || key === '') throw plainError('key and cert must be specified')
    const read = async (name: string): Promise<string> => {
      const text = await kubectl.readFile(name)
      if (text === undefined) throw plainError(`Cannot read file ${name}, open ${name}: no such file or directory`)
      return text
    }
    await make(invocation, { 'tls.crt': await read(cert), 'tls.key': await read(key) }, 'kubernetes.io/tls')
  },
}

export const secret: Command = {
  name: 'secret',
  says: 'Create a secret with specified type.',
  usage: 'kubectl create secret (docker-registry | generic | tls)',
  flags: [],
  inner: [dockerRegistry, generic, tls],
  run: (invocation) => withoutSubcommand(secret, invocation),
}
