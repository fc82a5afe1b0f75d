/** Clients of the first run's application (public/manifests/first-run.yaml). */
export const firstRunLoad = { namespace: 'default', service: 'web', requestsPerSecond: 6 } as const
