import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Relative addresses: the same files work from any sub-path.
  base: './',
  plugins: [react()],
  // A classic worker can be inlined and started where a module worker can't (file://, sandboxed iframes).
  worker: { format: 'iife' },
  build: { target: 'es2023', chunkSizeWarningLimit: 700 },
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/e2e/**'],
    environment: 'node',
    setupFiles: ['tests/setup-dom.ts'],
  },
})
