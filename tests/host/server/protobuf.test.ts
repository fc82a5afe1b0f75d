/** Objects as kubectl's typed clients send them. The bytes are made here by an encoder of the test's own. */
import { describe, expect, it } from 'vitest'
import { ProtobufError, protobufToJson } from '../../../src/host/server/protobuf/decode.ts'

function varint(value: number): number[] {
  const bytes: number[] = []
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    if (rest < 128n) return [...bytes, Number(rest)]
    bytes.push(Number(rest & 127n) | 128)
  }
}
const bytes = (number: number, content: Uint8Array | string): Buffer => {
  const data = Buffer.from(content)
  return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(data.length)]), data])
}
const number = (field: number, value: number): Buffer => Buffer.from([...varint(field * 8), ...varint(value)])
const message = (field: number, ...parts: Buffer[]): Buffer => bytes(field, Buffer.concat(parts))
function envelope(apiVersion: string, kind: string, ...parts: Buffer[]): Buffer {
  return Buffer.concat([Buffer.from('k8s\0'), message(1, bytes(1, apiVersion), bytes(2, kind)), message(2, ...parts)])
}
const read = (body: Buffer): unknown => JSON.parse(protobufToJson(body) ?? 'null')

describe('protobuf', () => {
  it('is read as the JSON that it stands for: pointers keep their zeros, other zeros are left out', () => {
    const metadata = message(1, bytes(1, 'web'), bytes(2, ''), message(8), message(11, bytes(1, 'app'), bytes(2, 'web')), message(11, bytes(1, 'x'), bytes(2, '')))
    const container = message(2, bytes(1, 'nginx'), bytes(2, 'nginx:1.27'), bytes(3, 'a'), bytes(3, ''), message(6, bytes(1, ''), number(2, 0), number(3, 80)))
    const strategy = message(4, bytes(1, 'RollingUpdate'), message(2, message(1, number(1, 1), number(2, 0), bytes(3, '25%')), message(2, number(1, 0), number(2, 1))))
    const spec = message(2, number(1, 0), message(3, message(1), message(2, container, number(4, 30))), strategy, number(7, 0))
    expect(read(envelope('apps/v1', 'Deployment', metadata, spec, message(3, number(1, 0))))).toEqual({
      kind: 'Deployment', apiVersion: 'apps/v1', metadata: { name: 'web', labels: { app: 'web', x: '' } },
      spec: {
        replicas: 0, strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: 1 } },
        template: {
          metadata: {},
          spec: {
            containers: [{ name: 'nginx', image: 'nginx:1.27', command: ['a', ''], ports: [{ containerPort: 80 }] }], terminationGracePeriodSeconds: 30,
          },
        },
      },
    })
  })
  it('carries bytes as base64, and negative numbers', () => {
    expect(read(envelope('v1', 'Secret', message(2, bytes(1, 'key'), bytes(2, Uint8Array.of(0, 255)))))).toMatchObject({ data: { key: 'AP8=' } })
    expect(read(envelope('policy/v1', 'Eviction', message(2, number(1, -1), bytes(5, 'All'))))).toMatchObject({
      deleteOptions: { gracePeriodSeconds: -1, dryRun: ['All'] },
    })
  })
  it('leaves kinds alone that it does not know', () => expect(protobufToJson(envelope('storage.k8s.io/v1', 'StorageClass'))).toBeUndefined())
  it('puts members of an inlined message into the one around it', () => {
    const path = message(1, bytes(1, '/'), message(2, message(4, bytes(1, 'web'), message(2, number(2, 80)))), bytes(3, 'Prefix'))
    const rule = message(3, bytes(1, 'a.test'), message(2, message(1, path)))
    expect(read(envelope('networking.k8s.io/v1', 'Ingress', message(2, rule)))).toMatchObject({
      spec: { rules: [{ host: 'a.test', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] } }] },
    })
  })
  it('reads a whole pod, as one who copies a pod sends it', () => {
    const volume = message(1, bytes(1, 'root'), message(2, message(1, bytes(1, '/'), bytes(2, ''))))
    const scratch = message(1, bytes(1, 'scratch'), message(2, message(2)))
    const settings = message(1, bytes(1, 'settings'), message(2, message(19, message(1, bytes(1, 'conf')), number(3, 420))))
    const probe = message(11, message(1, message(2, bytes(1, '/ready'), message(2, number(1, 0), number(2, 80)))), number(4, 5))
    const security = message(15, message(1, bytes(1, 'SYS_PTRACE')), number(2, 0))
    const variable = message(7, bytes(1, 'IP'), message(3, message(1, bytes(1, 'v1'), bytes(2, 'status.podIP'))))
    const container = message(2, bytes(1, 'a'), message(9, bytes(1, 'root'), bytes(3, '/host')), probe, security, variable)
    const spec = message(2, volume, scratch, settings, container, message(14, message(3), number(4, 0)), message(22, bytes(2, 'Exists')), number(27, 1))
    expect(read(envelope('v1', 'Pod', message(1, bytes(1, 'copy')), spec, message(3, bytes(1, 'Running'))))).toEqual({
      kind: 'Pod', apiVersion: 'v1', metadata: { name: 'copy' },
      spec: {
        volumes: [
          { name: 'root', hostPath: { path: '/', type: '' } }, { name: 'scratch', emptyDir: {} },
          { name: 'settings', configMap: { name: 'conf', defaultMode: 420 } },
        ],
        containers: [{
          name: 'a', volumeMounts: [{ name: 'root', mountPath: '/host' }], readinessProbe: { httpGet: { path: '/ready', port: 80 }, periodSeconds: 5 },
          securityContext: { capabilities: { add: ['SYS_PTRACE'] }, privileged: false },
          env: [{ name: 'IP', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } }],
        }],
        securityContext: { runAsNonRoot: false, supplementalGroups: [0] }, tolerations: [{ operator: 'Exists' }], shareProcessNamespace: true,
      },
    })
  })
  it.each([
    ['without the mark', Buffer.from('{}'), 'does not begin with the mark'],
    ['cut short', envelope('v1', 'Namespace', message(1, bytes(1, 'team'))).subarray(0, -2), 'ends inside a field'],
    ['with an endless number', Buffer.concat([Buffer.from('k8s\0'), Buffer.alloc(20, 255)]), 'ends inside a number'],
    ['with a field of another release', envelope('v1', 'ConfigMap', bytes(99, 'x')), 'field 99 of ConfigMap is not read'],
    ['with a fixed-width field', Buffer.concat([Buffer.from('k8s\0'), Buffer.from([9, 0, 0, 0, 0, 0, 0, 0, 0])]), 'wire type 1'],
  ])('%s is refused in words', (_what, body, words) => {
    expect(() => protobufToJson(body)).toThrow(ProtobufError)
    expect(() => protobufToJson(body)).toThrow(words)
  })
})
