/**
 * The same lines typed into the real kubectl and into the page's, each in a namespace of its own of one served cluster: same text, same
 * exit code. Ages, random suffixes, addresses and the namespace's name are masked. Where there is no kubectl, what one said is compared in
 * its stead; RECORD_KUBECTL=1 writes that anew.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { asRows } from '../../kubectl/recorded/mask.ts'
import { realVersion, runPage, runReal, sharedFile, type Printed } from './real-kubectl.ts'
import { startTestServer, type TestServer } from './running-server.ts'

/** Older ones print other words in places. */
const leastMinor = 31
const found = realVersion()
const version = Number(found?.split('.')[1] ?? 0) >= leastMinor ? found : undefined
const recording = process.env['RECORD_KUBECTL'] === '1'
const recordPath = 'tests/fixtures/real-kubectl.json'

interface Recording { readonly version: string; readonly lines: readonly { readonly line: string; readonly said: Comparable }[] }
interface Comparable { readonly out: readonly string[]; readonly error: readonly string[]; readonly code: number }

const recorded = recording ? undefined : JSON.parse(readFileSync(recordPath, 'utf8')) as Recording
const told = version === undefined
  ? `no kubectl 1.${leastMinor} or newer on this machine: as kubectl ${recorded?.version ?? ''} said when it was recorded` : `kubectl ${version}`
const saidNow: { line: string; said: Comparable }[] = []

// A busy machine gives the engine less than real time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let server: TestServer
let manifest = ''
const manifestText = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  labels: {app: api}
spec:
  replicas: 2
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
      - name: api
        image: nginx:1.27
        ports: [{containerPort: 80}]
---
apiVersion: v1
kind: Service
metadata: {name: api}
spec: {selector: {app: api}, ports: [{port: 80}]}
`

beforeAll(async () => {
  server = await startTestServer({ speed: 5 })
  manifest = sharedFile(server, 'api.yaml', manifestText)
  for (const namespace of ['team-real', 'team-page']) await runPage(server, 'default', `kubectl create namespace ${namespace}`, {})
})
afterAll(async () => {
  await server.end()
  if (recording) writeFileSync(recordPath, `${JSON.stringify({ version, lines: saidNow }, undefined, 1)}\n`)
})

/** One life, in order. */
const lines = String.raw`
kubectl get pods
kubectl create deployment web --image=nginx:1.27 --replicas=3
kubectl wait --for=condition=Available deployment/web
kubectl wait --for=condition=Ready pod -l app=web
kubectl get deployment web
kubectl get deployments -o wide
kubectl get rs
kubectl get pods
kubectl get pods -o wide
kubectl get pods --show-labels
kubectl get pods -l app=web -o name
kubectl get all
kubectl get nodes -o wide
kubectl get deployment web -o jsonpath='{.spec.replicas} {.spec.template.spec.containers[*].image}'
kubectl get pods -o custom-columns=NAME:.metadata.name,NODE:.spec.nodeName
kubectl get deployment web -o yaml
kubectl get service kubernetes -n default -o json
kubectl describe deployment web
kubectl describe rs
kubectl expose deployment web --port=80
kubectl wait --for=jsonpath='{.endpoints[2].conditions.ready}'=true endpointslices -l kubernetes.io/service-name=web
kubectl get svc,endpointslices
kubectl describe service web
kubectl scale deployment web --replicas=4
kubectl wait --for=jsonpath='{.status.readyReplicas}'=4 deployment/web
kubectl rollout status deployment/web
kubectl set image deployment/web nginx=nginx:1.28
kubectl rollout history deployment/web
kubectl rollout undo deployment/web
kubectl set env deployment/web A=b
kubectl label deployment web tier=front
kubectl label deployment web tier=back
kubectl annotate deployment web note=x
kubectl patch deployment web -p '{"spec":{"replicas":2}}'
kubectl run solo --image=nginx:1.27
kubectl wait --for=condition=Ready pod/solo
kubectl logs solo --tail=2
kubectl create configmap settings --from-literal=a=b
kubectl create secret generic token --from-literal=a=b
kubectl create serviceaccount bot
kubectl get cm,secret,sa
kubectl describe secret token
kubectl apply -f API_YAML
kubectl apply -f API_YAML
kubectl wait --for=condition=Available deployment/api
kubectl rollout status deployment/api
kubectl diff -f API_YAML
kubectl get -f API_YAML
kubectl delete -f API_YAML
kubectl delete pod solo --grace-period=0 --force
kubectl delete pod nosuch
kubectl get pod nosuch
kubectl get foo
kubectl get pods,foo
kubectl get
kubectl auth can-i get pods
kubectl api-resources
kubectl api-versions
kubectl get pods -A -l nosuch=x
kubectl delete deployment web
`.trim().split('\n')

/** The page's kubectl is of release 1.34, where a deletion names its namespace; before it did not. */
const namespaceOfDeletion = / from NAMESPACE namespace$/gm

function comparable({ out, error, code }: Printed, namespace: string): Comparable {
  const plain = (text: string): readonly string[] => asRows(text.replaceAll(namespace, 'NAMESPACE').replaceAll(server.folder, 'FOLDER').replaceAll(namespaceOfDeletion, ''))
  return { out: plain(out), error: plain(error), code }
}

/** What the real kubectl says to the line, or said when it was recorded. */
async function realAnswer(text: string, number: number): Promise<Comparable> {
  if (version === undefined) {
    const known = recorded?.lines[number]
    if (known === undefined || known.line !== lines[number]) throw new Error(`${recordPath} does not hold "${lines[number] ?? ''}": record it anew`)
    return known.said
  }
  const said = comparable(await runReal(server, 'team-real', text), 'team-real')
  saidNow.push({ line: lines[number] ?? '', said })
  return said
}

describe(`the page's kubectl says what the real one says (${told})`, () => {
  it.each(lines.map((line, number) => [line, number] as const))('%s', async (line, number) => {
    const text = line.replaceAll('API_YAML', manifest)
    const [real, page] = await Promise.all([realAnswer(text, number), runPage(server, 'team-page', text, { [manifest]: manifestText })])
    expect(comparable(page, 'team-page')).toEqual(real)
  })
})
