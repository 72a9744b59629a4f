import { defineConfig } from '@playwright/test'
import { browserArgs, findBrowser } from './browser.ts'

const { executablePath, env } = await findBrowser()

export default defineConfig({
  testDir: '.',
  // Pictures to look at are made when asked for by name: `playwright test shots`.
  testIgnore: process.argv.some((argument) => argument.includes('shots')) ? [] : ['shots.spec.ts'],
  outputDir: 'out/results',
  snapshotPathTemplate: 'goldens/{arg}{ext}',
  workers: 1,
  retries: 0,
  timeout: 40_000,
  expect: { timeout: 10_000 },
  use: {
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath,
      args: [...browserArgs],
      env: { ...process.env, ...env } as Record<string, string>,
    },
  },
})
