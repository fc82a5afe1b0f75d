/** What kubectl says when no API server answers: real kubectl's words, which nothing stands before. */
import { describe, expect, it } from 'vitest'
import { testCluster } from './test-cluster.ts'
import { world } from '../../src/engine/index.ts'

const refused = 'The connection to the server 192.168.1.10:6443 was refused - did you specify the right host or port?\n'
const two = `
apiVersion: v1
kind: ConfigMap
metadata: { name: a }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: b }
EOF`

describe('kubectl without an API server', () => {
  it.each([
    ['get pods'], ['get pod web svc'], ['describe node node-1'], ['delete pod a b'], ['create configmap c'], ['get pods -w'], ['exec web -- ls'],
    ['scale deployment web --replicas=3'], ['version'], [`apply -f - <<EOF${two}`], [`create -f - <<EOF${two}`], [`replace -f - <<EOF${two}`],
  ])('says once that it could not connect: %s', async (line) => {
    const bench = testCluster()
    world(bench.cluster, { type: 'stopProcess', process: 'kube-apiserver' })
    const { error, code } = await bench.run(line)
    expect([error, code]).toEqual([refused, 1])
  })

  it('gives an error of etcd without a reason', async () => {
    const bench = testCluster()
    world(bench.cluster, { type: 'stopProcess', process: 'etcd' })
    const { error, code } = await bench.run('delete configmap kube-root-ca.crt')
    expect([error, code]).toEqual(['Error from server: etcdserver: request timed out\n', 1])
  })
})
