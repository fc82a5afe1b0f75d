/** The Kubernetes release that the cluster is: /version, defaults, messages and schemas follow this one constant. */
export const kubernetesVersion = 'v1.34.1'
