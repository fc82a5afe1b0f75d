/** Kinds and schemas of the API server, fetched once per version for as long as a dialog is open: new kinds may come with the next manifest. */
import { learnCustomResources } from '../../../kubectl/custom-resources.ts'
import type { ManifestProblem } from '../../../kubectl/apply/manifest.ts'
import type { Cluster } from '../../../state/context.tsx'
import { schemasOf, versionPath } from './open-api.ts'
import type { Schemas } from './open-api.ts'

/** The schemas of a version such as "apps/v1"; empty when the API server has none. Rejects when the connection breaks. */
export type SchemaSource = (apiVersion: string) => Promise<Schemas>

/** Looking costs the cluster nothing and works while it is paused. */
export function schemaSource(connection: Cluster['connection']): SchemaSource {
  const asked = new Map<string, Promise<Schemas>>()
  return (apiVersion) => {
    const known = asked.get(apiVersion)
    if (known !== undefined) return known
    const answer = connection.inspect({ query: 'openapi', path: versionPath(apiVersion) }).then(schemasOf)
    asked.set(apiVersion, answer)
    return answer
  }
}

/** Looks which kinds the cluster's definitions make. Gives true when one is new. Rejects when the connection breaks. */
export function learnKinds(connection: Cluster['connection']): Promise<boolean> {
  return learnCustomResources(async () => {
    const items = await connection.inspect({ query: 'list', resource: 'customresourcedefinitions', namespace: '' })
    return { status: 200, body: { items } }
  })
}

/** True when a kind is not known: a definition may have come since they were looked at. */
export const namesUnknownKind = (problems: readonly ManifestProblem[]): boolean => problems.some(({ message }) => message.startsWith('no matches for kind'))
