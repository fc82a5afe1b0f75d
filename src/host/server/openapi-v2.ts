/**
 * The old form of OpenAPI: kubectl asks for it when it meets a kind that version 3 does not have, and then goes on to say so. It is empty: all
 * that is served is in version 3. Source: github.com/google/gnostic-models/openapiv2/OpenAPIv2.proto.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { kubernetesVersion } from '../../kubernetes/version.ts'

const protobufType = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf'

/** A field of wire type 2; all here are shorter than 128 bytes. */
function field(number: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes])
}

const info = Buffer.concat([field(1, 'Kubernetes'), field(2, kubernetesVersion)])
/** Document: swagger, info, paths, definitions. */
const document = Buffer.concat([field(1, '2.0'), field(2, info), field(8, ''), field(9, '')])
const json = JSON.stringify({ swagger: '2.0', info: { title: 'Kubernetes', version: kubernetesVersion }, paths: {}, definitions: {} })

export function sendOpenApiV2(request: IncomingMessage, response: ServerResponse): void {
  const wantsProtobuf = request.headers.accept?.includes('proto-openapi') === true
  response.writeHead(200, { 'content-type': wantsProtobuf ? protobufType : 'application/json', 'cache-control': 'no-cache, private' })
  response.end(wantsProtobuf ? document : json)
}
