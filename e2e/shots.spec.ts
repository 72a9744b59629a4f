import { boxedKinds, type Edit } from '@inkbridge/types'
import { type BrowserContextOptions, expect, type Page } from '@playwright/test'
import { createBoard, open, saved } from './board.ts'
import { test } from './journey.ts'
import { TestProxy } from './proxy.ts'
import { TestServer } from './server.ts'

/** Pictures of every place, to be looked at: e2e/out/*.png. Nothing is compared. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['light', { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }],
  ['dark', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }],
  [
    'phone',
    {
      viewport: { width: 390, height: 844 },
      colorScheme: 'light',
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 2,
    },
  ],
]

for (const [look, options] of looks) {
  test(`pictures: ${look}`, async ({ browser }) => {
    const shoot = async (page: Page, name: string) => {
      await page.evaluate(() => globalThis.inkbridge?.editor.settled())
      await page.screenshot({ path: `out/${look}-${name}.png`, animations: 'disabled' })
    }
    const empty = await createBoard(server, { title: 'Untitled board' })
    await shoot(await open(browser, server, empty, 'owner', options), 'empty')

    const board = await createBoard(server, { title: 'Harbour festival' })
    const page = await open(browser, server, board, 'owner', options)
    await page.evaluate((edits) => inkbridge.board.apply(edits as never), sample())
    const guests = [
      await open(browser, server, board, 'editor', options),
      await open(browser, server, board, 'viewer', options),
    ]
    for (const [index, guest] of guests.entries()) await guest.mouse.move(560 - index * 260, 330 + index * 260)
    await saved(page)
    await page.keyboard.press('Shift+Digit1')
    await expect.poll(() => page.evaluate(() => inkbridge.sync.peers.length)).toBe(2)
    await shoot(page, 'board')
    await page
      .getByTitle(/Click to follow/)
      .first()
      .click()
    await expect(page.getByText(/^Following/)).toBeVisible()
    await shoot(page, 'following')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Shift+Digit1')
    await page.evaluate(() => inkbridge.editor.settled())
    await page.keyboard.press('v')
    await page.evaluate(() => {
      inkbridge.editor.selection = inkbridge.board
        .shapes()
        .slice(0, 2)
        .map(({ id }) => id)
    })
    await shoot(page, 'selection')
    await page.getByRole('button', { name: /Connection/ }).click()
    await shoot(page, 'status')
    await page.getByRole('button', { name: 'Inspector' }).click()
    await guests[0]?.mouse.move(600, 380, { steps: 20 })
    await expect(page.getByRole('region', { name: 'Inspector' }).getByText('presence')).not.toHaveCount(0)
    await shoot(page, 'inspector')
    await page.getByRole('button', { name: 'Close inspector' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Share', exact: true }).click()
    await shoot(page, 'share')
    await page.getByRole('button', { name: 'Reset: Can edit' }).click()
    await shoot(page, 'share-replace')
    await page.getByRole('button', { name: 'QR code: Can view' }).click()
    await expect(page.getByRole('img', { name: /QR/ })).toBeVisible()
    await shoot(page, 'share-code')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.getByRole('button', { name: 'More' }).click()
    await shoot(page, 'menu')
    await page.getByRole('menuitem', { name: 'Export…' }).click()
    await expect(page.getByAltText('Preview')).toBeVisible()
    await shoot(page, 'export')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.getByRole('button', { name: '(you)' }).click()
    await shoot(page, 'profile')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible()
    await shoot(page, 'help')
    await page.keyboard.press('Escape')
    await shoot(guests[1] ?? page, 'viewer')
    for (const title of ['Fractions, year 5', 'Retro, sprint 41 with a title that is too long for its card']) {
      const other = await createBoard(server, { title })
      await open(page.context(), server, other, 'owner')
    }
    await page.goto(server.url)
    await expect(page.getByRole('link', { name: /Harbour/ })).toBeVisible()
    await expect
      .poll(() => page.evaluate(() => [...document.images].every(({ naturalWidth }) => naturalWidth > 0)))
      .toBe(true)
    await shoot(page, 'boards')
    await page.getByRole('button', { name: 'More: Harbour festival' }).click()
    await shoot(page, 'boards-menu')
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
    await shoot(page, 'boards-deleted')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.goto(`${server.url}/b/AAAAAAAAAAAAAAAA`)
    await expect(page.getByText('This board can’t be opened')).toBeVisible()
    await shoot(page, 'stopped')
  })
}

for (const [look, options] of looks) {
  test(`pictures of editing: ${look}`, async ({ browser }) => {
    const board = await createBoard(server, { title: 'Every figure' })
    const page = await open(browser, server, board, 'editor', options)
    const shoot = async (name: string) => {
      await page.evaluate(() => inkbridge.editor.settled())
      await page.screenshot({ path: `out/${look}-edit-${name}.png`, animations: 'disabled' })
    }
    await page.evaluate((edits) => inkbridge.board.apply(edits as never), figures())
    await page.keyboard.press('Shift+Digit1')
    const select = async (...ids: readonly string[]) => {
      await page.keyboard.press('v')
      await page.evaluate((names) => {
        inkbridge.editor.selection = names
      }, ids)
    }
    const phone = look === 'phone'
    await select('figure9')
    await shoot('turned')
    await select('figure0', 'figure1', 'figure8')
    await page.keyboard.press('Control+g')
    await page.keyboard.press('Alt+/')
    if (phone) await page.getByRole('button', { name: 'Style' }).click()
    await shoot('mixed')
    if (phone) await page.getByRole('button', { name: 'Style' }).click()
    await page.keyboard.press('Alt+/')
    const at = await page.evaluate(() => {
      const { camera } = inkbridge.editor
      const { x, y } = inkbridge.board.get('figure0' as never)?.at ?? { x: 0, y: 0 }
      return { x: (x - camera.x) * camera.zoom, y: (y + 45 - camera.y) * camera.zoom }
    })
    await page.mouse.click(at.x, at.y, { button: 'right' })
    await page.getByRole('menuitem', { name: 'Order' }).click()
    await expect(page.getByRole('menuitem', { name: /Bring to front/ })).toBeVisible()
    await shoot('menu')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu')).toHaveCount(0)
    await select('line0')
    await shoot('line')
    await page.keyboard.press('Control+k')
    await expect(page.getByLabel('Address')).toBeVisible()
    await shoot('link')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.keyboard.press('Control+/')
    await expect(page.getByRole('combobox')).toBeVisible()
    await shoot('palette')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.keyboard.press('3')
    const family = page.getByRole('button', { name: /^Diamond/ })
    await family.click()
    await shoot('tools')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Alt+r')
    await shoot('viewing')
    await page.keyboard.press('Alt+r')
    await page.keyboard.press('Alt+z')
    await shoot('zen')
  })
}

for (const [look, options] of looks) {
  test(`pictures of each status: ${look}`, async ({ browser }) => {
    test.setTimeout(120_000)
    const failing = await TestServer.start({ preload: './sabotage/full-disk.ts' })
    const proxy = await TestProxy.start(failing.port)
    try {
      const board = await createBoard(failing, { title: 'Harbour festival' })
      const shoot = async (page: Page, word: string | RegExp, name: string) => {
        const status = page.getByRole('button', { name: /Connection$/ })
        await expect(status).toHaveAccessibleName(word)
        await status.click()
        await page.evaluate(() => inkbridge.editor.settled())
        await page.screenshot({ path: `out/${look}-status-${name}.png`, animations: 'disabled' })
        await page.keyboard.press('Escape')
      }
      proxy.upgrades = 'refuse'
      const polling = await open(browser, proxy, board, 'editor', options)
      await polling.evaluate((edits) => inkbridge.board.apply(edits as never), sample())
      await saved(polling)
      await shoot(polling, /^Saved/, 'polling')
      proxy.upgrades = 'pass'
      const page = await open(browser, proxy, board, 'editor', options)
      const draw = (id: string) =>
        page.evaluate(
          (edits) => inkbridge.board.apply(edits as never),
          stroke(id, 'red', 4, [
            [300, 300],
            [400, 340],
          ]),
        )
      await shoot(page, /^Saved/, 'saved')
      // Received and not saved, for as long as the picture takes.
      proxy.hold()
      await draw('held')
      await shoot(page, /^Saving…/, 'saving')
      proxy.release()
      await saved(page)
      failing.fillDisk()
      await draw('refused')
      await shoot(page, /^Not saving/, 'not-saving')
      failing.makeRoom()
      await saved(page)
      proxy.cut()
      await shoot(page, /^Offline/, 'offline')
      await draw('offline')
      await shoot(page, /^On this device/, 'on-this-device')
      proxy.mend()
      await page.evaluate(() => window.dispatchEvent(new Event('online')))
      await saved(page)
      const context = await browser.newContext(options)
      await context.addInitScript(() => {
        IDBFactory.prototype.open = () => {
          throw new DOMException('no', 'SecurityError')
        }
      })
      const forgetful = await open(context, failing, board)
      await expect(forgetful.getByRole('alert').filter({ hasText: 'is not storing' })).toBeVisible()
      await forgetful.screenshot({ path: `out/${look}-status-not-kept.png`, animations: 'disabled' })
    } finally {
      proxy.dispose()
      await failing.dispose()
    }
  })
}

for (const [look, options] of looks) {
  test(`pictures of words: ${look}`, async ({ browser }) => {
    const shoot = async (page: Page, name: string) => {
      await page.evaluate(() => globalThis.inkbridge?.editor.settled())
      await page.screenshot({ path: `out/${look}-words-${name}.png`, animations: 'disabled' })
    }
    const board = await createBoard(server, { title: 'Harbour festival' })
    const page = await open(browser, server, board, 'owner', options)
    const other = await open(browser, server, board, 'editor', options)
    await page.evaluate((edits) => inkbridge.board.apply(edits as never), festival())
    await page.evaluate(() => inkbridge.editor.settled())
    await page.keyboard.press('Shift+Digit1')
    await expect.poll(() => other.evaluate(() => inkbridge.board.shapes().length)).toBe(festival().length)
    await other.evaluate(() => inkbridge.editor.write('piano' as never))
    await expect(other.locator('.ink-words .ProseMirror-focused')).toBeAttached()
    await other.keyboard.press('Control+End')
    await other.keyboard.press('Control+Shift+ArrowLeft')
    await expect.poll(() => page.evaluate(() => inkbridge.sync.peers[0]?.caret?.id)).toBe('piano')
    await shoot(page, 'board')
    await page.evaluate(() => inkbridge.editor.write('lanterns' as never))
    await expect(page.locator('.ink-words .ProseMirror-focused')).toBeAttached()
    await page.keyboard.press('Control+Shift+ArrowLeft')
    await shoot(page, 'writing')
    await page.keyboard.press('Escape')
    await page.evaluate(() => {
      inkbridge.editor.selection = ['ask']
    })
    await shoot(page, 'selected')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+f')
    await page.getByLabel('Find on board').last().fill('the')
    await shoot(page, 'search')
    await page.keyboard.press('Escape')
    await page.evaluate(() => {
      inkbridge.editor.selection = ['way']
    })
    await shoot(page, 'arrow')
  })
}

/** A plan with words of every sort. */
function festival(): readonly Edit[] {
  const words = (...texts: readonly string[]) => texts.map((text) => ({ runs: [{ text }] }))
  const style = { color: 'ink', width: 2 }
  const arrow = { ...style, endHead: 'arrow' }
  const at = (x: number, y: number, w = 0, h = 26) => ({ x, y, w, h, rotation: 0 })
  const made = [
    { id: 'frame', kind: 'frame', at: at(540, 190, 620, 400), style, name: 'How it goes', order: 'Zz' },
    { id: 'title', kind: 'text', at: at(220, 110), style: { ...style, size: 52 }, text: words('Harbour festival') },
    {
      id: 'lanterns',
      kind: 'note',
      at: at(240, 230, 200, 200),
      style: { ...style, fill: 'amber' },
      by: 'Mara',
      made: 1_795_000_000_000,
      text: words('Lanterns along the quay, lit at nine'),
    },
    {
      id: 'piano',
      kind: 'note',
      at: at(240, 460, 200, 200),
      style: { ...style, fill: 'pink' },
      by: 'Ilya',
      made: 1_795_000_000_000,
      text: words('Who tunes the piano?'),
    },
    { id: 'ask', kind: 'rect', at: at(580, 240, 190, 90), style, text: words('Ask the city') },
    {
      id: 'permit',
      kind: 'diamond',
      at: at(890, 220, 190, 130),
      style: { ...style, color: 'violet' },
      text: words('permit?'),
    },
    {
      id: 'stage',
      kind: 'ellipse',
      at: at(640, 440, 220, 110),
      style: { ...style, color: 'green' },
      text: words('book the stage'),
    },
    {
      id: 'way',
      kind: 'line',
      at: at(675, 285, 310, 0),
      points: [0, 0, 1, 0],
      style: arrow,
      start: { to: 'ask' },
      end: { to: 'permit' },
    },
    {
      id: 'yes',
      kind: 'line',
      at: at(750, 285, 235, 210),
      points: [1, 0, 0, 1],
      style: { ...arrow, corners: 'round' },
      start: { to: 'permit' },
      end: { to: 'stage' },
      text: words('yes'),
    },
    {
      id: 'no',
      kind: 'line',
      at: at(675, 285, 75, 210),
      points: [1, 1, 0, 0],
      style: { ...arrow, color: 'slate', route: 'elbow', dash: 'dashed' },
      start: { to: 'stage' },
      end: { to: 'ask' },
    },
    {
      id: 'list',
      kind: 'text',
      wraps: true,
      at: at(220, 690, 420),
      style: { ...style, font: 'sans' },
      text: [
        { runs: [{ text: 'What is left' }], heading: 2 },
        {
          runs: [
            { text: 'call ' },
            { text: 'Rita', bold: true },
            { text: ' about the ' },
            { text: 'boats', highlight: 'amber' },
          ],
          list: 'check',
          checked: true,
        },
        { runs: [{ text: 'send the ' }, { text: 'plan', link: 'https://example.org/' }], list: 'check' },
        { runs: [{ text: 'npm start', code: true }, { text: ' on the quay' }], list: 'number' },
      ],
    },
    {
      id: 'scripts',
      kind: 'text',
      wraps: true,
      at: at(700, 660, 440),
      style: { ...style, font: 'serif', size: 20 },
      text: words('مرحبا بكم في الميناء', 'ברוכים הבאים לנמל', '港へようこそ', 'Привет, гавань! Γειά σου λιμάνι'),
    },
  ]
  return made.map((shape) => ({ type: 'create', shape })) as unknown as readonly Edit[]
}

/** Every figure, in every way to draw it. */
function figures(): readonly Edit[] {
  const styles = [
    { color: 'ink', width: 4 },
    { color: 'blue', width: 4, fill: 'blue', look: 'sketchy', pattern: 'hachure' },
    { color: 'red', width: 2, fill: 'amber', pattern: 'solid', dash: 'dashed', corners: 'round' },
    { color: 'green', width: 4, fill: 'green', pattern: 'cross-hatch', corners: 'sharp', dash: 'dotted' },
  ]
  const made = boxedKinds.map((kind, index) => ({
    id: `figure${index}`,
    kind,
    at: {
      x: 120 + (index % 7) * 150,
      y: 120 + Math.floor(index / 7) * 150,
      w: 110,
      h: 90,
      rotation: index === 9 ? 0.4 : 0,
    },
    style: styles[index % 4],
  }))
  const lines = ['round', undefined].map((corners, index) => ({
    id: `line${index}`,
    kind: 'line',
    at: { x: 150 + index * 400, y: 580, w: 300, h: 80, rotation: 0 },
    points: [0, 1, 0.3, 0, 0.6, 1, 1, 0],
    style: { color: 'violet', width: 4, ...(corners ? { corners } : { look: 'sketchy' }) },
  }))
  return [
    ...[...made, ...lines].map((shape) => ({ type: 'create', shape })),
    { type: 'link', id: 'figure3', link: 'https://example.org' },
  ] as unknown as readonly Edit[]
}

/** A little harbour. */
function sample(): readonly Edit[] {
  const shape = (
    id: string,
    kind: 'rect' | 'ellipse',
    x: number,
    y: number,
    w: number,
    h: number,
    color: string,
    fill?: string,
  ) =>
    ({
      type: 'create',
      shape: { id, kind, at: { x, y, w, h, rotation: 0 }, style: { color, width: 4, ...(fill ? { fill } : {}) } },
    }) as unknown as Edit
  const line = (id: string, x: number, y: number, w: number, h: number, color: string, points = [0, 0, 1, 1]) =>
    ({
      type: 'create',
      shape: { id, kind: 'line', at: { x, y, w, h, rotation: 0 }, style: { color, width: 4 }, points },
    }) as unknown as Edit
  const waves = [520, 560, 600].flatMap((y, row) =>
    stroke(
      `wave${row}`,
      row === 1 ? 'sky' : 'teal',
      8,
      Array.from({ length: 60 }, (_, i) => [280 + i * 6, y + Math.sin(i / 4 + row) * 16]),
    ),
  )
  return [
    shape('stage', 'rect', 620, 220, 200, 96, 'ink'),
    shape('tent', 'ellipse', 660, 430, 210, 100, 'green', 'green'),
    shape('quay', 'rect', 930, 200, 150, 130, 'violet', 'violet'),
    line('rope', 820, 268, 110, 0, 'ink'),
    line('path', 765, 316, 1, 114, 'ink'),
    ...waves,
    line('mast', 410, 380, 1, 110, 'red'),
    line('sail', 410, 380, 70, 84, 'red'),
    line('boom', 410, 464, 70, 26, 'red', [1, 0, 0, 1]),
    ...stroke('hull', 'ink', 4, [
      [370, 492],
      [390, 520],
      [440, 526],
      [490, 518],
      [512, 486],
      [440, 498],
      [370, 492],
    ]),
    ...stroke(
      'title',
      'blue',
      8,
      Array.from({ length: 50 }, (_, i) => [290 + i * 6, 210 + Math.sin(i / 9) * 6]),
    ),
    ...stroke(
      'ribbon',
      'pink',
      4,
      Array.from({ length: 70 }, (_, i) => [880 + i * 4 + Math.sin(i / 8) * 40, 620 + Math.cos(i / 8) * 34]),
    ),
  ]
}

function stroke(id: string, color: string, width: number, places: readonly (readonly number[])[]): readonly Edit[] {
  const points = places.map(([x = 0, y = 0], index) => ({ x, y, pressure: null, time: index * 16 }))
  return [
    { type: 'ink-begin', id, style: { color, width }, pressure: false, quantum: 0.25, points },
    { type: 'ink-seal', id },
  ] as unknown as readonly Edit[]
}
