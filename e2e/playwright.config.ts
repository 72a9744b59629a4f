import { defineConfig } from '@playwright/test'
import { browserArgs, findBrowser } from './browser.ts'

const { executablePath, env } = await findBrowser()
const full = process.env.INKBRIDGE_FULL === '1'

/** Tests that measure time, or count pixels that depend on it: nothing else runs meanwhile. */
const alone = /(crowds|fallback|ink|siege|tiles)\.spec\.ts$/
/** Tests that mostly wait: they run beside the pages. */
const beside =
  /(api|doors|durability|fuzz|kills|limits|memory|offline|packages|pictures|power|process|resume|start|stops|strangers|twins|upgrades|weather)\.spec\.ts$/
/** Pictures for review, made only when asked for by name: `playwright test shots`. */
const shots = process.argv.some((argument) => argument.includes('shots')) ? [] : [/shots\.spec\.ts$/]

export default defineConfig({
  testDir: '.',
  outputDir: 'out/results',
  snapshotPathTemplate: 'goldens/{arg}{ext}',
  workers: 3,
  projects: [
    { name: 'beside', testMatch: beside, workers: 1 },
    { name: 'pages', testIgnore: [alone, beside, ...shots], workers: 2 },
    { name: 'alone', testMatch: alone, workers: 1 },
  ],
  retries: 0,
  ...(full ? {} : { grepInvert: /@full/ }),
  // Generous for machines with a quarter of the speed; in full, for those that run much else.
  timeout: full ? 300_000 : 90_000,
  expect: { timeout: full ? 60_000 : 20_000 },
  use: {
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath,
      args: [...browserArgs],
      env: { ...process.env, ...env } as Record<string, string>,
    },
  },
})
