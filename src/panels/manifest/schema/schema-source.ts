/** Schemas of the API server, fetched once per version for as long as a dialog is open: new kinds may come with the next manifest. */
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
