import { defineConfig } from '@playwright/test'
import { browserArgs, findBrowser } from './browser.ts'

const { executablePath, env } = await findBrowser()

/** What needs no browser; it waits more than it works, and goes on beside the pages. */
const serverSpecs = /(crowds|fuzz|kills|memory|power|stops|twins|upgrades)\.spec\.ts$/
/** Pictures to look at are made when asked for by name: `playwright test shots`. */
const shots = process.argv.some((argument) => argument.includes('shots')) ? [] : [/shots\.spec\.ts$/]

export default defineConfig({
  testDir: '.',
  outputDir: 'out/results',
  snapshotPathTemplate: 'goldens/{arg}{ext}',
  workers: 2,
  projects: [
    { name: 'server', testMatch: serverSpecs, workers: 1 },
    { name: 'pages', testIgnore: [serverSpecs, ...shots], workers: 1 },
  ],
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
