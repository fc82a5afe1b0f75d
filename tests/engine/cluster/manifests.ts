/** Bodies that tests send, as JSON text. */
export function deploymentManifest(name: string, replicas: number, image = 'nginx:1.29'): string {
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name } },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'app', image, resources: { requests: { cpu: '10m', memory: '16Mi' } } }] },
      },
    },
  })
}

export function serviceManifest(name: string, nodePort: number): string {
  return JSON.stringify({
    apiVersion: 'v1', kind: 'Service', metadata: { name },
    spec: { type: 'NodePort', selector: { app: name }, ports: [{ port: 80, targetPort: 80, nodePort }] },
  })
}
