/**
 * Files of a container: those that every container has, those that its volumes bring, and what was written since it started. Simplified:
 * directories are there when something is in them or they were made; a file has no owner and no time.
 */
import { behaviourOf, bodyOf } from './behaviour.ts'
import { parseImageName } from './images.ts'
import type { ShellWorld } from './shell-world.ts'

const root = [
  'bin', 'dev', 'etc', 'home', 'lib', 'mnt', 'opt', 'proc', 'root', 'run', 'srv', 'sys', 'tmp', 'usr/bin', 'usr/local', 'usr/share', 'var/cache', 'var/lib', 'var/log', 'var/run',
]

function givenFiles(world: ShellWorld): ReadonlyMap<string, string> {
  const { podName, ip, namespace, container } = world
  const { repository, suffix } = parseImageName(container.image)
  const hosts = ['# Kubernetes-managed hosts file.', '127.0.0.1\tlocalhost', `${ip}\t${podName}`, ''].join('\n')
  const resolver = [
    `search ${namespace}.svc.cluster.local svc.cluster.local cluster.local`, 'nameserver 10.96.0.10', 'options ndots:5', '',
  ].join('\n')
  const { pages } = behaviourOf(container)
  return new Map([
    ...(pages === undefined ? [] : [[`${pages}/index.html`, bodyOf(container, podName, '/')] as const]), ['/etc/hostname', `${podName}\n`], ['/etc/hosts', hosts], ['/etc/resolv.conf', resolver],
    ['/etc/os-release', `NAME="${repository.replace(/^library\//, '')}"\nVERSION_ID="${suffix.slice(1)}"\n`],
    ['/var/run/secrets/kubernetes.io/serviceaccount/namespace', namespace], ...world.made,
  ])
}

/** An absolute path without `.` and `..`, seen from a directory. */
export function absolutePath(cwd: string, path: string): string {
  const parts: string[] = []
  for (const part of (path.startsWith('/') ? path : `${cwd}/${path}`).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** What a file holds; undefined: there is none. */
export function readFile(world: ShellWorld, path: string): string | undefined {
  const at = absolutePath(world.state.cwd, path)
  return world.written.has(at) ? world.written.get(at) : at === '/dev/null' ? '' : givenFiles(world).get(at)
}

/** All paths of files, and of directories that were made (they end with a slash). */
function allPaths(world: ShellWorld): readonly string[] {
  const paths = new Set([...givenFiles(world).keys(), ...root.map((name) => `/${name}/`)])
  for (const [path, text] of world.written) {
    if (text === undefined) paths.delete(path)
    else paths.add(path)
  }
  return [...paths]
}

export function isDirectory(world: ShellWorld, path: string): boolean {
  const inside = `${absolutePath(world.state.cwd, path)}/`.replace('//', '/')
  return inside === '/' || allPaths(world).some((one) => one.startsWith(inside))
}

/** Names in a directory, sorted. */
export function namesIn(world: ShellWorld, path: string): readonly string[] {
  const inside = `${absolutePath(world.state.cwd, path)}/`.replace('//', '/')
  const below = allPaths(world).filter((one) => one.startsWith(inside)).map((one) => one.slice(inside.length).split('/')[0]!)
  return [...new Set(below)].filter((name) => name !== '').sort()
}

function isReadOnly({ container }: ShellWorld): boolean {
  return (container.securityContext as { readonly readOnlyRootFilesystem?: unknown } | undefined)?.readOnlyRootFilesystem === true
}

/** Writes a file. Returns why it can't be; undefined: it is written. */
export function writeFile(world: ShellWorld, path: string, text: string, append: boolean): string | undefined {
  const at = absolutePath(world.state.cwd, path)
  if (at === '/dev/null' || at === '/dev/stdout' || at === '/dev/stderr') return undefined
  if (isDirectory(world, at)) return 'Is a directory'
  if (!isDirectory(world, at.replace(/[^/]*$/, ''))) return 'nonexistent directory'
  if (isReadOnly(world)) return 'Read-only file system'
  world.written.set(at, ((append ? readFile(world, at) : undefined) ?? '') + text)
  return undefined
}

/** Takes a file or a directory with all that is in it away. Returns false when there is none. */
export function removePath(world: ShellWorld, path: string): boolean {
  const at = absolutePath(world.state.cwd, path)
  const gone = allPaths(world).filter((one) => one === at || one.startsWith(`${at}/`))
  for (const one of gone) world.written.set(one, undefined)
  return gone.length > 0
}
