import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { firstViewWorker } from './build/first-view-worker.ts'
import { kubernetesSchemas } from './build/kubernetes-schemas.ts'
import { manifestObjects } from './build/manifest-objects.ts'
import { slimPackages } from './build/slim-packages.ts'

/** Playing the first view takes most of the build's time, as it must. */
const checks = { bundlerTimings: false }

export default defineConfig({
  // Relative addresses: the same files work from any sub-path.
  base: './',
  plugins: [react(), manifestObjects(), kubernetesSchemas(), slimPackages(import.meta.dirname)],
  // A classic worker can be inlined and started where a module worker can't (file://, sandboxed iframes).
  worker: { format: 'iife', plugins: () => [firstViewWorker(import.meta.dirname)], rolldownOptions: { checks } },
  build: { target: 'es2023', chunkSizeWarningLimit: 700, rolldownOptions: { checks } },
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/e2e/**'],
    environment: 'node',
    // Only so that a hang ends: no test depends on how fast the machine is, or how busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ['tests/setup-dom.ts'],
  },
})
