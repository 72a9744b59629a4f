import { expect, type Page } from '@playwright/test'
import { test } from './journey.ts'
import { boardPlaces } from './places/board-places.ts'
import { editingPlaces } from './places/editing-places.ts'
import { foreignIn } from './places/foreign.ts'
import { statusPlaces } from './places/status-places.ts'
import { textPlaces } from './places/text-places.ts'
import { textsOf } from './places/texts.ts'
import { TestServer } from './server.ts'

/** The interface in German: every text shown is a German one. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start({ env: { LOCALE: 'de' } })
})
test.afterAll(() => server.dispose())

const options = { locale: 'de-DE', viewport: { width: 1366, height: 768 } } as const
const parts = { 'the board': boardPlaces, editing: editingPlaces, statuses: statusPlaces, text: textPlaces } as const

for (const [part, places] of Object.entries(parts)) {
  test(`with LOCALE=de no English is shown: ${part}`, async ({ browser }) => {
    test.setTimeout(180_000)
    const texts = await textsOf('de')
    const found: Record<string, readonly string[]> = {}
    const at = async (page: Page, place: string) => {
      const foreign = await foreignIn(page, texts)
      if (foreign.length > 0) found[place] = foreign
    }
    await places(browser, { server, texts, options, at })
    expect(found).toEqual({})
  })
}

test('a text that is not German is found, both visible and for screen readers', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage()
  await page.setContent(`
    <title>Inkbridge</title>
    <p>Alles einpassen</p>
    <p>Zoom to fit</p>
    <button aria-label="Werkzeuge" title="Stift (D)">Strg + Umschalt + Z</button>
    <button aria-label="Tools" title="Pen (D)">Ctrl + Shift + Z</button>
    <p>Hintergrund: Blau</p>
    <p>Hintergrund: blue</p>
  `)
  expect(await foreignIn(page, await textsOf('de'))).toEqual([
    'Zoom to fit',
    'Tools',
    'Pen (D)',
    'Ctrl + Shift + Z',
    'Hintergrund: blue',
  ])
})
