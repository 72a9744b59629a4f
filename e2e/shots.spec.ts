import type { BrowserContextOptions } from '@playwright/test'
import { test } from './journey.ts'
import { boardPlaces } from './places/board-places.ts'
import { editingPlaces } from './places/editing-places.ts'
import { statusPlaces } from './places/status-places.ts'
import { textPlaces } from './places/text-places.ts'
import { type Language, textsOf } from './places/texts.ts'
import { TestServer } from './server.ts'

/** Pictures of every place, for review: e2e/out/*.png. Nothing is compared. */

interface Look {
  readonly name: string
  readonly language: Language
  readonly options: BrowserContextOptions
}

const desktop = { viewport: { width: 1440, height: 900 } } as const
const laptop = { viewport: { width: 1366, height: 768 } } as const
const touch = { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } as const
const phone = { viewport: { width: 390, height: 844 }, ...touch } as const
const tablet = { viewport: { width: 820, height: 1180 }, ...touch } as const

const looks: readonly Look[] = [
  { name: 'light', language: 'en', options: { ...desktop, colorScheme: 'light' } },
  { name: 'dark', language: 'en', options: { ...desktop, colorScheme: 'dark' } },
  { name: 'phone', language: 'en', options: { ...phone, colorScheme: 'light' } },
  { name: 'german', language: 'de', options: { ...laptop, colorScheme: 'light' } },
  { name: 'german-dark', language: 'de', options: { ...desktop, colorScheme: 'dark' } },
  { name: 'german-tablet', language: 'de', options: { ...tablet, colorScheme: 'light' } },
  { name: 'german-phone', language: 'de', options: { ...phone, colorScheme: 'light' } },
]

const parts = { board: boardPlaces, editing: editingPlaces, statuses: statusPlaces, text: textPlaces } as const

for (const { name, language, options } of looks) {
  test.describe(name, () => {
    let server: TestServer
    test.beforeAll(async () => {
      server = await TestServer.start({ env: language === 'en' ? {} : { LOCALE: language } })
    })
    test.afterAll(() => server.dispose())

    for (const [part, places] of Object.entries(parts)) {
      test(`pictures: ${name}, ${part}`, async ({ browser }) => {
        test.setTimeout(180_000)
        const texts = await textsOf(language)
        await places(browser, {
          server,
          texts,
          options,
          at: async (page, place) => {
            await page.screenshot({ path: `out/${name}-${place}.png`, animations: 'disabled' })
          },
        })
      })
    }
  })
}
