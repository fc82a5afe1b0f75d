/** The kubeconfig by which kubectl finds the served cluster. */
import { readFile, writeFile } from 'node:fs/promises'

const mark = '# Written by Podium (npm run serve); it is written anew at each start.'

/** Text of a kubeconfig with one context, `podium`. `authority`: PEM. */
export function kubeconfigText(server: string, authority: string, token: string): string {
  return `${mark}
apiVersion: v1
kind: Config
current-context: podium
clusters:
- name: podium
  cluster:
    server: ${server}
    certificate-authority-data: ${Buffer.from(authority).toString('base64')}
contexts:
- name: podium
  context:
    cluster: podium
    user: podium
users:
- name: podium
  user:
    token: ${token}
`
}

/** Writes the kubeconfig for its owner's eyes only. Throws a sentence for people when the file is somebody else's or can't be written. */
export async function writeKubeconfig(path: string, text: string): Promise<void> {
  const before = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new Error(`${path} cannot be read: ${error.message}`, { cause: error })
  })
  if (before !== undefined && !before.startsWith(mark)) {
    throw new Error(`${path} is a kubeconfig that Podium did not write: give another file with --kubeconfig.`)
  }
  try {
    await writeFile(path, text, { mode: 0o600 })
  } catch (error) {
    throw new Error(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
