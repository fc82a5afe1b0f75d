/**
 * Profiles of `kubectl debug`: what a container for debugging may do, by where it is put. Source: k8s.io/kubectl/pkg/cmd/debug/profiles.go of
 * release 1.32, whose default is `legacy`.
 */
import { isJsonObject, type JsonObject } from '../apply/manifest.ts'

/** Into a pod that runs, into a copy of it, or onto a node in a pod of its own. */
type DebugStyle = 'ephemeral' | 'copy' | 'node'

const profiles = ['legacy', 'general', 'baseline', 'netadmin', 'restricted', 'sysadmin'] as const
export type DebugProfile = (typeof profiles)[number]

/** The profile of that name; undefined: there is none. */
export function profileOf(name: string): DebugProfile | undefined {
  return profiles.find((profile) => profile === name)
}

function withCapabilities(security: JsonObject | undefined, more: readonly string[]): JsonObject {
  const capabilities = isJsonObject(security?.['capabilities']) ? security['capabilities'] : {}
  const added = Array.isArray(capabilities['add']) ? capabilities['add'] as readonly unknown[] : []
  return { ...security, capabilities: { ...capabilities, add: [...added, ...more] } }
}

type Rule = (style: DebugStyle, before: JsonObject | undefined) => JsonObject | undefined

const rules: Readonly<Record<DebugProfile, Rule>> = {
  legacy: (_style, before) => before,
  general: (style, before) => (style === 'node' ? undefined : withCapabilities(before, ['SYS_PTRACE'])),
  baseline: () => undefined,
  restricted: () => ({
    allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' },
  }),
  netadmin: (_style, before) => withCapabilities(before, ['NET_ADMIN', 'NET_RAW']),
  sysadmin: (_style, before) => ({ ...before, privileged: true }),
}

/** The container with the security context that the profile gives it. */
export function secured(profile: DebugProfile, style: DebugStyle, container: JsonObject): JsonObject {
  const { securityContext, ...rest } = container
  const next = rules[profile](style, isJsonObject(securityContext) ? securityContext : undefined)
  return next === undefined ? rest : { ...rest, securityContext: next }
}

/** Profiles under which a pod on a node sees the machine's files at /host. */
export const mountsRoot: ReadonlySet<DebugProfile> = new Set(['legacy', 'general', 'sysadmin'])
/** Profiles under which it has the machine's network and processes. */
export const usesHost: ReadonlySet<DebugProfile> = new Set(['legacy', 'general', 'netadmin', 'sysadmin'])

export interface KeepFlags {
  readonly labels: boolean
  readonly annotations: boolean
  /** Probes of containers by their member's name. */
  readonly probes: readonly string[]
  readonly initContainers: boolean
}

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe']

/** A copied pod without what a copy shall not have: what would make it part of a workload, or end it while somebody looks into it. */
export function cleaned(profile: DebugProfile, pod: JsonObject, keep: KeepFlags): JsonObject {
  const metadata = { ...pod['metadata'] as JsonObject } as Record<string, unknown>
  if (profile === 'legacy' || !keep.labels) delete metadata['labels']
  if (profile === 'legacy') return { ...pod, metadata }
  if (!keep.annotations) delete metadata['annotations']
  const spec = { shareProcessNamespace: true, ...pod['spec'] as JsonObject } as Record<string, unknown>
  if (!keep.initContainers) delete spec['initContainers']
  spec['containers'] = (spec['containers'] as readonly JsonObject[]).map((container) =>
    Object.fromEntries(Object.entries(container).filter(([member]) => !probes.includes(member) || keep.probes.includes(member))))
  return { ...pod, metadata, spec }
}
