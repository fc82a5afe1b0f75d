/** What `npm run serve` may be told on its command line. */
import { parseArgs } from 'node:util'

export interface ServeOptions {
  /** Port of the Kubernetes API; 0: any free one. */
  readonly port: number
  /** Port of the page; undefined: no page is served. */
  readonly pagePort: number | undefined
  readonly nodes: number
  readonly seed: number
  /** Simulated seconds per wall second, or auto pace. */
  readonly speed: number | 'auto'
  /** Where the kubeconfig is written. */
  readonly kubeconfig: string
  /** Manifests that are applied at the start. */
  readonly apply: readonly string[]
}

export const usage = `Usage: npm run serve -- [options]

  --port 6443           port of the Kubernetes API (HTTPS, this machine only)
  --page-port 8080      port of the page (HTTP, this machine only)
  --no-page             serve no page
  --nodes 3             worker nodes, 0 to 5000
  --seed 1              any whole number: the same seed gives the same start
  --speed 1             simulated seconds per second, 0.01 to 100, or auto
  --kubeconfig FILE     where the kubeconfig is written (podium.kubeconfig)
  --apply FILE ...      manifests to start with
  --help                this text
`

/** A command line that can't be followed; the message is for people. */
export class UsageError extends Error {}

const flags = {
  port: { type: 'string', default: '6443' },
  'page-port': { type: 'string', default: '8080' },
  'no-page': { type: 'boolean', default: false },
  nodes: { type: 'string', default: '3' },
  seed: { type: 'string', default: '1' },
  speed: { type: 'string', default: '1' },
  kubeconfig: { type: 'string', default: 'podium.kubeconfig' },
  apply: { type: 'string', multiple: true, default: [] as string[] },
  help: { type: 'boolean', default: false },
} as const

function whole(flag: string, text: string, least: number, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : -1
  if (value < least || value > most) throw new UsageError(`--${flag} ${text}: must be a whole number from ${least} to ${most}`)
  return value
}

function speedOf(text: string): number | 'auto' {
  if (text === 'auto') return 'auto'
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : -1
  if (value < 0.01 || value > 100) throw new UsageError(`--speed ${text}: must be auto or a number from 0.01 to 100`)
  return value
}

/** Reads the arguments behind the program's name; undefined: `--help` was asked for. Throws a UsageError. */
export function readOptions(args: readonly string[]): ServeOptions | undefined {
  const { values, positionals } = parse(args)
  if (values.help) return undefined
  // `--apply a.yaml b.yaml`: what follows without a flag is a file as well.
  if (positionals.length > 0 && values.apply.length === 0) throw new UsageError(`unexpected argument ${positionals[0] ?? ''}`)
  const port = whole('port', values.port, 0, 65_535)
  const pagePort = whole('page-port', values['page-port'], 0, 65_535)
  if (port === pagePort && port !== 0 && !values['no-page']) throw new UsageError(`--port and --page-port are both ${port}`)
  return {
    port,
    pagePort: values['no-page'] ? undefined : pagePort,
    nodes: whole('nodes', values.nodes, 0, 5000),
    seed: whole('seed', values.seed, 0, 0xffffffff),
    speed: speedOf(values.speed),
    kubeconfig: values.kubeconfig,
    apply: [...values.apply, ...positionals],
  }
}

function parse(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof flags; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: true })
  } catch (error) {
    // Node's own words: "Unknown option '--foo'".
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
