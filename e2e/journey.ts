import { test as base } from '@playwright/test'

/** Whether what takes long is tried, too. */
export const full = process.env.INKBRIDGE_FULL === '1'

/** Of a test that takes long, or has one like it that is tried each time: `pnpm test --full` only. */
export const inFull = { tag: '@full' } as const

/** A test whose pages are closed when it ends: one that is left open connects again and again, beside those that follow. */
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
