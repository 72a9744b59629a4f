import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'apps/server/src/**/*.test.ts',
      'apps/web/*.test.ts',
      'apps/web/app/**/*.test.ts',
      'tools/*.test.ts',
    ],
    // Patience for a busy machine, not a figure.
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
})
