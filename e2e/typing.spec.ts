import { type CDPSession, expect, type Page } from '@playwright/test'
import { createBoard, open, saved } from './board.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

/** Typing, from the first letter on: with an input method, together with others, by shortcuts. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

async function writing(page: Page): Promise<void> {
  await expect(page.locator('.ink-words .ProseMirror-focused')).toBeAttached()
}

/** All texts of a board, by shape, with paragraphs as lines. */
const words = (page: Page) =>
  page.evaluate(() =>
    inkbridge.board
      .shapes()
      .map(({ text }) => text?.map(({ runs }) => runs.map((run) => run.text).join('')).join('\n') ?? null),
  )

async function noteWith(page: Page, text: string): Promise<void> {
  await page.keyboard.press('n')
  await page.mouse.click(400, 300)
  await writing(page)
  await page.keyboard.type(text)
}

async function compose(client: CDPSession, text: string, from = text.length, to = from): Promise<void> {
  await client.send('Input.imeSetComposition', { text, selectionStart: from, selectionEnd: to })
}

test('two people with carets in the same place type at once, and the words of each stay intact', async ({
  browser,
}) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await noteWith(page, 'alpha')
  await saved(page)
  await expect.poll(() => words(other)).toEqual(['alpha'])
  await other.keyboard.press('v')
  await other.mouse.dblclick(380, 280)
  await writing(other)
  await other.keyboard.press('Control+End')
  await Promise.all([
    page.keyboard.type(' one onion too', { delay: 15 }),
    other.keyboard.type(' two noons now', { delay: 15 }),
  ])
  await Promise.all([saved(page), saved(other)])
  await expect.poll(async () => (await words(page))[0]).toHaveLength('alpha one onion too two noons now'.length)
  const [together = ''] = await words(page)
  expect(['alpha one onion too two noons now', 'alpha two noons now one onion too']).toContain(together)
  expect(await words(other)).toEqual([together])
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`letters being composed are visible and underlined in the ${colorScheme} theme`, async ({ browser }) => {
    const page = await open(browser, server, await createBoard(server), 'editor', {
      colorScheme,
      reducedMotion: 'reduce',
    })
    await noteWith(page, '')
    const client = await page.context().newCDPSession(page)
    /** The upper part of the first letters, and what is under them, without the caret. */
    const picture = async (y: number, height: number) => {
      await page.evaluate(() => inkbridge.editor.settled())
      const clip = { x: 316, y, width: 60, height }
      return (await page.screenshot({ clip, caret: 'initial' })).toString('base64')
    }
    const seen = async () => [await picture(216, 22), await picture(240, 8)] as const
    const empty = await seen()
    await compose(client, 'Harbour lights')
    await expect.poll(() => words(page)).toEqual(['Harbour lights'])
    const composed = await seen()
    await compose(client, 'Harbour lights', 0, 7)
    const [, clause] = await seen()
    await client.send('Input.insertText', { text: 'Harbour lights' })
    await expect.poll(() => words(page)).toEqual(['Harbour lights'])
    const committed = await seen()
    expect(composed[0]).toBe(committed[0])
    expect(composed[0]).not.toBe(empty[0])
    expect(new Set([composed[1], clause, committed[1]]).size).toBe(3)
  })

/** Types or pastes into the focused field, or on the board, with formatting. */
async function paste(page: Page, data: Readonly<Record<string, string>>, files: readonly string[] = []): Promise<void> {
  await page.evaluate(
    ([given, names]) => {
      const clipboardData = new DataTransfer()
      for (const [type, text] of Object.entries(given)) clipboardData.setData(type, text)
      for (const name of names) clipboardData.items.add(new File(['x'], name, { type: 'image/png' }))
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      const focused = document.activeElement
      const target = focused?.closest('.ink-root') ? focused : document.querySelector('.ink-canvas')
      target?.dispatchEvent(event)
    },
    [data, files] as const,
  )
}

/** Browsers report a moment later, in a task of its own, that the selection has changed. */
function selected(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  )
}

test('Tab edits the next note, and indents in a list; shortcuts insert text', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await noteWith(page, 'one')
  await page.keyboard.press('Tab')
  await writing(page)
  await page.keyboard.type('- two')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('three')
  expect(await words(page)).toEqual(['one', 'two\nthree'])
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('t')
  await page.mouse.click(300, 600)
  await writing(page)
  await page.keyboard.type('plain')
  await page.keyboard.press('Tab')
  await page.keyboard.type(' words')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.type('!')
  expect(await words(page)).toEqual(['one', 'two\nthree', 'plain words!'])
  expect(await page.evaluate(() => inkbridge.editor.state().tool)).toBe('select')
})

test('an automatic list is reverted to the typed text by one undo, or by Backspace', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await noteWith(page, 'on ')
  await page.keyboard.press('Enter')
  await page.keyboard.type('1. ')
  const list = () => page.evaluate(() => inkbridge.board.shapes()[0]?.text?.[1]?.list ?? null)
  expect([await words(page), await list()]).toEqual([['on \n'], 'number'])
  await page.keyboard.press('Control+z')
  expect([await words(page), await list()]).toEqual([['on \n1. '], null])
  await page.keyboard.type('maj 2026')
  await page.keyboard.press('Enter')
  await page.keyboard.type('- ')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('and **so**')
  await page.keyboard.press('Backspace')
  await page.keyboard.type(' on')
  expect(await words(page)).toEqual(['on \n1. maj 2026\n- and **so** on'])
})

test('text pasted while editing keeps its formatting when copied again; shapes are pasted as their text', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await page.keyboard.press('t')
  await page.mouse.click(200, 200)
  await writing(page)
  await paste(page, { 'text/plain': 'A\n\nB\n' })
  await paste(page, {
    'text/html': '<table><tr><td><p>c</p></td><td>d<br>e</td></tr><tr><td>f</td><td></td></tr></table>',
    'text/plain': 'c\td e\nf\t\n',
  })
  await page.keyboard.press('Control+a')
  const copied = await page.evaluate(() => {
    const clipboardData = new DataTransfer()
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }),
    )
    return clipboardData.getData('text/plain')
  })
  const table = ' c | d e\nf | '
  expect(copied.replaceAll(' ', '')).toBe(`A\n\nB\n${table}`.replaceAll(' ', ''))
  expect(await words(page)).toEqual([copied])

  // An address pasted over selected text becomes its link; pasted shapes become their text.
  await page.keyboard.press('Control+a')
  await page.keyboard.type('see')
  await page.keyboard.press('Shift+Home')
  await selected(page)
  await paste(page, { 'text/plain': 'https://example.org' })
  await page.keyboard.press('End')
  await selected(page)
  await page.keyboard.type(' ')
  const clip = await page.evaluate(() => inkbridge.board.copy(inkbridge.board.shapes().map(({ id }) => id)))
  await paste(page, { 'text/plain': clip })
  expect(await page.evaluate(() => inkbridge.board.shapes()[0]?.text)).toEqual([
    { runs: [{ text: 'see', link: 'https://example.org/' }, { text: ' see ' }] },
  ])
})

test('long pasted text wraps and leaves the view in place, and the rest is offered', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await page.keyboard.press('t')
  await page.mouse.click(300, 200)
  await writing(page)
  const before = await page.evaluate(() => inkbridge.editor.camera)
  const much = 'lanterns along the quay '.repeat(1_000).trimEnd()
  await paste(page, { 'text/plain': much })
  await page.evaluate(() => inkbridge.editor.settled())
  expect(await page.evaluate(() => inkbridge.editor.camera)).toEqual(before)
  expect(await page.evaluate(() => inkbridge.editor.shapes()[0]?.at.w)).toBe(480)
  await page.keyboard.press('Escape')
  const offer = page.getByRole('region', { name: 'Pasted' })
  await expect(offer).toContainText('19,999 of 23,999 characters were pasted.')
  await offer.getByRole('button', { name: 'Add the rest as text' }).click()
  await expect(offer).toBeHidden()
  expect((await words(page)).join('')).toBe(much)
  // One undo step restores the state before.
  await page.keyboard.press('Control+z')
  expect((await words(page)).length).toBe(1)
})

test('pasted prose is one text, whose lines can be converted to notes', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await page.mouse.move(640, 400)
  await paste(page, { 'text/plain': 'Dear Rita,\n\nthe boats come on Friday.' })
  await expect.poll(() => words(page)).toEqual(['Dear Rita,\n\nthe boats come on Friday.'])
  await page.getByRole('button', { name: 'Turn into sticky notes' }).click()
  await expect.poll(() => words(page)).toEqual(['Dear Rita,', 'the boats come on Friday.'])
  await page.keyboard.press('Control+z')
  await expect.poll(() => words(page)).toEqual(['Dear Rita,\n\nthe boats come on Friday.'])
})

test('pasted or dropped files of unknown types are refused with a message, and the page stays', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  const sentence = page.getByText('This file can’t be opened here.')
  await paste(page, {}, ['boats.dwg'])
  await expect(sentence).toBeVisible()
  const drop = (text: string, names: readonly string[]) =>
    page.evaluate(
      ([words, files]) => {
        const dataTransfer = new DataTransfer()
        if (words) dataTransfer.setData('text/plain', words)
        for (const name of files) dataTransfer.items.add(new File(['x'], name))
        const at = document.elementFromPoint(640, 400)
        return (['dragover', 'drop'] as const).map((name) => {
          const event = new DragEvent(name, {
            dataTransfer,
            clientX: 640,
            clientY: 400,
            bubbles: true,
            cancelable: true,
          })
          at?.dispatchEvent(event)
          return event.defaultPrevented
        })
      },
      [text, names] as const,
    )
  expect(await drop('', ['boats.dwg'])).toEqual([true, true])
  expect(await words(page)).toEqual([])
  expect(await drop('boats', [])).toEqual([true, true])
  expect(await words(page)).toEqual(['boats'])
})

test('an empty box says how to edit its text; the panel has the text fields, and the toolbar is beside the shape', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await page.evaluate(() => {
    const at = { x: 900, y: 300, w: 160, h: 80, rotation: 0 }
    inkbridge.board.apply([
      { type: 'create', shape: { id: 'box', kind: 'rect', at, style: { color: 'ink', width: 2 } } as never },
    ])
    inkbridge.editor.setTool('select')
    inkbridge.editor.selection = ['box']
  })
  const hint = page.getByText('Press Enter or double-click to add text')
  await expect(hint).toBeVisible()
  await page.keyboard.press('Enter')
  await writing(page)
  await expect(hint).toBeHidden()
  const panel = page.getByRole('region', { name: 'Style' })
  await expect(panel.getByRole('heading', { name: 'Font' })).toBeVisible()
  const [bar, beside] = await Promise.all(
    [page.getByRole('toolbar', { name: 'Text', exact: true }), panel].map((each) => each.boundingBox()),
  )
  expect((bar?.x ?? 0) + (bar?.width ?? 0)).toBeLessThan(beside?.x ?? 0)
})
