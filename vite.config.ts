import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { firstViewChunk } from './src/build/first-view-chunk.ts'
import { kubernetesSchemas } from './src/build/kubernetes-schemas.ts'
import { manifestObjects } from './src/build/manifest-objects.ts'
import { stylesAfterSkeleton } from './src/build/styles-after-skeleton.ts'

export default defineConfig({
  // Relative addresses: the same files work from any sub-path.
  base: './',
  plugins: [react(), manifestObjects(), kubernetesSchemas(), stylesAfterSkeleton()],
  // A classic worker can be inlined and started where a module worker can't (file://, sandboxed iframes).
  worker: { format: 'iife' },
  // The largest chunk is the schema of all kinds, read when the editor or `explain` asks for it.
  build: {
    target: 'es2023', chunkSizeWarningLimit: 1000,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: firstViewChunk(fileURLToPath(new URL('src/main.tsx', import.meta.url))) }] } } },
  },
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
