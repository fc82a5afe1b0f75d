/**
 * Whether the server is alive and ready, check by check. Only what is simulated is checked: the many hooks of a real server's start are not
 * here. Source: k8s.io/apiserver/pkg/server/healthz/healthz.go.
 */
import type { DirectAnswer } from './discovery.ts'
import type { ApiServerState } from './state.ts'

const readyChecks = ['ping', 'etcd', 'etcd-readiness', 'informer-sync'] as const
const liveChecks = ['ping', 'etcd'] as const
type Check = typeof readyChecks[number]
const checksOf: Readonly<Partial<Record<string, readonly Check[]>>> = { '/healthz': liveChecks, '/livez': liveChecks, '/readyz': readyChecks }

function passes({ etcdWatch, ready }: ApiServerState, check: Check): boolean {
  switch (check) {
    case 'ping': return true
    case 'etcd':
    case 'etcd-readiness': return etcdWatch > 0
    case 'informer-sync': return ready
  }
}

/** The answer to a GET of a path of health; undefined: it is none. A check that fails is told with all the others, one that is excluded passes. */
export function health(state: ApiServerState, path: string, query: Readonly<Record<string, string>> = {}): DirectAnswer | undefined {
  const checks = checksOf[path]
  if (checks === undefined) return undefined
  let failed = false
  const lines = checks.map((check) => {
    if (query['exclude'] === check) return `[+]${check} excluded: ok\n`
    if (passes(state, check)) return `[+]${check} ok\n`
    failed = true
    return `[-]${check} failed: reason withheld\n`
  })
  const name = path.slice(1)
  if (failed) return { status: 500, body: `${lines.join('')}${name} check failed\n`, contentType: undefined }
  return { status: 200, body: query['verbose'] === undefined ? 'ok' : `${lines.join('')}${name} check passed\n`, contentType: undefined }
}
