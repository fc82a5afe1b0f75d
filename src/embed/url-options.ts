/** What an address asks for: `?embed ?theme ?nodes ?pods ?seed ?speed ?lesson ?manifest`. A bad value is told and its default is taken. */
import type { PaceCommand } from '../protocol/host.ts'
import { defaultClusterOptions } from '../protocol/options.ts'
import type { Theme } from '../state/cluster-store.ts'

export interface UrlOptions {
  /** Short controls under the picture, for an iframe. */
  readonly embed: boolean
  /** Undefined: as the system prefers. */
  readonly theme: Theme | undefined
  readonly nodes: number
  /** Pods that run from the start, made directly; 0: none but those of the manifest. */
  readonly pods: number
  readonly seed: number
  readonly pace: readonly PaceCommand[]
  /** Address of a lesson file, relative to the page. */
  readonly lesson: string | undefined
  /** Address of a manifest to start with in place of the first run's, relative to the page. */
  readonly manifest: string | undefined
  /** Faults for the banner, one sentence each. */
  readonly faults: readonly string[]
}

const themes: readonly Theme[] = ['dark', 'light', 'projector']
/** kubelet's default --max-pods. */
const podsPerNodeMax = 110

type Fault = (message: string) => undefined

/** Reads the query part of an address ("?nodes=5"). Never throws; parameters that it does not know are not its business. */
export function readUrlOptions(search: string): UrlOptions {
  const asked = new URLSearchParams(search)
  const faults: string[] = []
  const fault: Fault = (message) => {
    faults.push(message)
  }
  const nodes = readWhole(asked, 'nodes', 0, 5000, fault) ?? defaultClusterOptions.nodes
  return {
    embed: readSwitch(asked, 'embed', fault),
    theme: readTheme(asked, fault),
    nodes,
    pods: readPods(asked, nodes, fault),
    seed: readWhole(asked, 'seed', 0, 0xffffffff, fault) ?? defaultClusterOptions.seed,
    pace: readPace(asked, fault),
    lesson: readFile(asked, 'lesson', 'lessons', fault),
    manifest: readFile(asked, 'manifest', 'manifests', fault),
    faults,
  }
}

/** The same address without `embed`: where "Open in Podium" leads. */
export function withoutEmbed(address: string): string {
  const url = new URL(address)
  url.searchParams.delete('embed')
  return url.href
}

function readSwitch(asked: URLSearchParams, name: string, fault: Fault): boolean {
  const value = asked.get(name)
  if (value === null) return false
  if (['', '1', 'true', 'yes'].includes(value)) return true
  if (!['0', 'false', 'no'].includes(value)) fault(`?${name}=${value} is neither true nor false; it was left out.`)
  return false
}

function readTheme(asked: URLSearchParams, fault: Fault): Theme | undefined {
  const value = asked.get('theme')
  if (value === null) return undefined
  return themes.find((theme) => theme === value) ?? fault(`?theme=${value} is not one of ${themes.join(', ')}; your system’s is taken.`)
}

function readWhole(asked: URLSearchParams, name: string, least: number, most: number, fault: Fault): number | undefined {
  const value = asked.get(name)
  if (value === null) return undefined
  const number = /^\d{1,10}$/.test(value) ? Number(value) : -1
  if (number >= least && number <= most) return number
  return fault(`?${name}=${value} is not a whole number from ${least} to ${most}; the default is taken.`)
}

function readPods(asked: URLSearchParams, nodes: number, fault: Fault): number {
  const pods = readWhole(asked, 'pods', 0, 150_000, fault) ?? 0
  const room = nodes * podsPerNodeMax
  if (pods <= room) return pods
  fault(`?pods=${pods} does not fit on ${nodes} nodes with at most ${podsPerNodeMax} pods each; ${room} are made.`)
  return room
}

function readPace(asked: URLSearchParams, fault: Fault): readonly PaceCommand[] {
  const auto: readonly PaceCommand[] = [{ pace: 'auto' }, { pace: 'play' }]
  const value = asked.get('speed')
  if (value === null || value === 'auto') return auto
  const rate = /^\d*\.?\d+$/.test(value) ? Number(value) : -1
  if (rate >= 0.01 && rate <= 100) return [{ pace: 'rate', rate }, { pace: 'play' }]
  if (value === '0') return [{ pace: 'auto' }, { pace: 'pause' }]
  fault(`?speed=${value} is neither auto nor a number from 0.01 to 100; auto is taken.`)
  return auto
}

/** A name ("tour") means a file of Podium's own folder; a path ("course/day-1.yaml") is relative to the page. Other sites are refused. */
function readFile(asked: URLSearchParams, name: string, folder: string, fault: Fault): string | undefined {
  const value = asked.get(name)
  if (value === null) return undefined
  if (/^[\w-]+$/.test(value)) return `${folder}/${value}.yaml`
  if (/^[\w-]+\.ya?ml$/.test(value)) return `${folder}/${value}`
  if (/^[\w-][\w.-]*(?:\/[\w-][\w.-]*)+\.ya?ml$/.test(value)) return value
  return fault(`?${name}=${value} is not the name of a file beside this page, such as ${folder}/NAME.yaml; it was left out.`)
}
