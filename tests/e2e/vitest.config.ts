/** End-to-end tests: the production build in `dist/`, in a real browser. Run by `npm test` after the build. */
import { defineConfig } from 'vitest/config'
import page from '../../vite.config.ts'

export default defineConfig({
  // What the page imports, these tests import as well.
  plugins: page.plugins ?? [],
  test: {
    include: ['tests/e2e/**/*.spec.ts'],
    // One browser at a time: software rendering needs the processor for itself.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
