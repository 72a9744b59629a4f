import { test as base } from '@playwright/test'

/** Whether long tests run, too. */
export const full = process.env.INKBRIDGE_FULL === '1'

/** Options of a test that takes long, or has a shorter version that always runs: `pnpm test --full` only. */
export const inFull = { tag: '@full' } as const

/** A test whose pages are closed when it ends: an open one would keep reconnecting beside the tests that follow. */
export const test = base.extend<{ readonly closing: undefined }>({
  closing: [
    async ({ browser }, use) => {
      const before = new Set(browser.contexts())
      await use(undefined)
      await Promise.all(browser.contexts().map((context) => (before.has(context) ? null : context.close())))
    },
    { auto: true },
  ],
})
