/**
 * Questions about oneself: `kubectl auth can-i` and `auth whoami`. Authorization is not simulated, everybody may do everything. Sources:
 * k8s.io/api/authorization/v1/types.go, k8s.io/api/authentication/v1/types.go.
 */
import type { RestRequest } from '../../../protocol/rest.ts'
import type { DirectAnswer } from './discovery.ts'
import { badRequest, statusToWire } from './status-errors.ts'

const everything = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  incomplete: false,
}

interface Review {
  readonly kind: string
  readonly apiVersion: string
  readonly status: unknown
}

const reviews: Readonly<Record<string, Review>> = {
  '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews': {
    kind: 'SelfSubjectAccessReview', apiVersion: 'authorization.k8s.io/v1', status: { allowed: true },
  },
  '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews': {
    kind: 'SelfSubjectRulesReview', apiVersion: 'authorization.k8s.io/v1', status: everything,
  },
  '/apis/authentication.k8s.io/v1/selfsubjectreviews': {
    kind: 'SelfSubjectReview', apiVersion: 'authentication.k8s.io/v1',
    status: { userInfo: { username: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] } },
  },
}

/** The answer to a POST of a review; undefined: the path is none. */
export function review(request: RestRequest): DirectAnswer | undefined {
  const asked = Object.hasOwn(reviews, request.path) ? reviews[request.path] : undefined
  if (asked === undefined) return undefined
  const { kind, apiVersion, status } = asked
  const spec = specOf(request.body ?? '')
  if (spec === undefined) {
    return { status: 400, body: statusToWire(badRequest(`the object provided is unrecognized (must be of type ${kind})`)), contentType: undefined }
  }
  return { status: 201, body: { kind, apiVersion, metadata: { creationTimestamp: null }, spec, status }, contentType: undefined }
}

/** The member `spec` of a JSON object; {} without one; undefined: the text is no JSON object. */
function specOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return 'spec' in value ? value.spec : {}
  } catch {
    // The parser's own words differ from host to host: the caller answers 400.
    return undefined
  }
}
