import { type Browser, type CDPSession, expect, type Page } from '@playwright/test'
import { createBoard, drag, open, saved, shapes, synced, type TestBoard } from './board.ts'
import { inFull, test } from './journey.ts'
import { TestServer } from './server.ts'

/** Text on the board: typed, laid out, edited by several people at once. */

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

const field = (page: Page) => page.locator('.ink-words .ProseMirror-focused')

/** Waits until typing is possible. */
async function writing(page: Page): Promise<void> {
  await expect(field(page)).toBeAttached()
}

/** The text of a shape, paragraphs as lines; null: it has no text. */
function written(page: Page, id: string): Promise<string | null> {
  return page.evaluate((name) => {
    const text = inkbridge.board.get(name as never)?.text
    return text?.map(({ runs }) => runs.map((run) => run.text).join('')).join('\n') ?? null
  }, id)
}

const only = (page: Page) => page.evaluate(() => inkbridge.board.shapes().at(-1)?.id ?? '')

async function make(page: Page, ...made: readonly object[]): Promise<void> {
  await page.evaluate((all) => {
    inkbridge.board.apply(all.map((shape) => ({ type: 'create', shape: shape as never })))
  }, made)
}

const style = { color: 'ink', width: 2 }
const noteAt = (id: string, x: number, y: number, words = '') => ({
  id,
  kind: 'note',
  at: { x, y, w: 200, h: 200, rotation: 0 },
  style,
  ...(words ? { text: [{ runs: [{ text: words }] }] } : {}),
})

test('a click starts a text, a drag a wrapping one; it grows with typing, and is removed if empty', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await page.keyboard.press('t')
  await page.mouse.click(300, 200)
  await writing(page)
  await page.keyboard.type('Harbour festival')
  await page.keyboard.press('Enter')
  await page.keyboard.type('second line')
  await page.keyboard.press('Escape')
  const first = await only(page)
  expect(await written(page, first)).toBe('Harbour festival\nsecond line')
  expect(await page.evaluate(() => inkbridge.editor.state().tool)).toBe('select')
  await page.keyboard.press('Escape')

  await page.keyboard.press('t')
  await drag(page, [
    [300, 400],
    [460, 410],
  ])
  await writing(page)
  await page.keyboard.type('lanterns along the quay, lit at nine')
  await page.keyboard.press('Escape')
  const second = await only(page)
  await expect
    .poll(() => page.evaluate((id) => inkbridge.editor.lines(id as never), second))
    .toEqual(['lanterns along ', 'the quay, lit at ', 'nine'])
  const at = await page.evaluate((id) => inkbridge.editor.shapes().find((shape) => shape.id === id)?.at, second)
  expect([at?.w, at?.h]).toEqual([160, 78])
  await page.keyboard.press('Escape')

  await page.keyboard.press('t')
  await page.mouse.click(700, 600)
  await writing(page)
  await page.keyboard.press('Escape')
  expect((await shapes(page)).map(({ id }) => id)).toEqual([first, second])
  // A text that was started and left empty is no undo step.
  await page.keyboard.press('Control+z')
  expect(await written(page, second)).toBe(null)
})

test('a double click on the empty board starts a text, one on a shape edits its text, and so does Enter on a selection', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await make(page, { id: 'rect', kind: 'rect', at: { x: 300, y: 200, w: 200, h: 80, rotation: 0 }, style })
  await page.keyboard.press('v')
  await page.mouse.dblclick(400, 240)
  await writing(page)
  await page.keyboard.type('Ask the city whether the boats may stay for three nights')
  await page.keyboard.press('Escape')
  await page.evaluate(() => inkbridge.editor.settled())
  const grown = await page.evaluate(() => inkbridge.editor.shapes()[0]?.at)
  expect([grown?.x, grown?.y, grown?.w, (grown?.h ?? 0) > 80]).toEqual([300, 200, 200, true])
  // The board stores its height, which its text needs.
  expect(await page.evaluate(() => inkbridge.board.get('rect' as never)?.at.h)).toBe(80)
  await page.keyboard.press('Enter')
  await writing(page)
  await page.keyboard.type('Stay')
  await page.keyboard.press('Escape')
  expect(await written(page, 'rect')).toBe('Stay')
  expect(await page.evaluate(() => inkbridge.editor.shapes()[0]?.at.h)).toBe(80)
  await page.keyboard.press('Escape')
  await page.mouse.dblclick(800, 500)
  await writing(page)
  await page.keyboard.type('here')
  await page.keyboard.press('Escape')
  expect((await shapes(page)).map(({ kind }) => kind)).toEqual(['rect', 'text'])
})

/** A page whose editor module is delayed, or never loads; the test decides what happens to it. */
async function slowly(browser: Browser, board: TestBoard) {
  const context = await browser.newContext({ serviceWorkers: 'block' })
  let decide: (comes: boolean) => void = () => undefined
  const comes = new Promise<boolean>((resolve) => {
    decide = resolve
  })
  let held = 0
  await context.route('**/_next/static/chunks/**', async (route) => {
    const response = await route.fetch()
    const body = await response.text()
    if (body.includes('ProseMirror-focused')) {
      held += 1
      if (!(await comes)) return route.abort()
    }
    return route.fulfill({ response, body })
  })
  const page = await open(context, server, board)
  await expect.poll(() => held).toBeGreaterThan(0)
  return { page, decide }
}

const tool = (page: Page) => page.evaluate(() => inkbridge.editor.state().tool)
const everything = (page: Page) =>
  page.evaluate(() =>
    inkbridge.board
      .shapes()
      .map(({ kind, text }) => [kind, text?.map(({ runs }) => runs.map((run) => run.text).join(''))]),
  )

test('keys typed before the editor has loaded become text, and run no command', async ({ browser }) => {
  const { page, decide } = await slowly(browser, await createBoard(server))
  await page.keyboard.press('n')
  await page.mouse.click(400, 300)
  await page.keyboard.type('one rope')
  await page.keyboard.press('Enter')
  await page.keyboard.type('two')
  // The next note, and then out of it.
  await page.keyboard.press('Control+Enter')
  await page.keyboard.type('three')
  await page.keyboard.press('Escape')
  const notes = [
    ['note', ['one rope', 'two']],
    ['note', ['three']],
  ]
  expect(await everything(page)).toEqual(notes)
  expect(await tool(page)).toBe('select')
  // More loads while it waits.
  await page.keyboard.press('Escape')
  await page.mouse.dblclick(400, 300)
  await page.keyboard.type(' knots')
  await expect(page.getByRole('textbox', { name: 'Text' })).toHaveValue(' knots')
  decide(true)
  await writing(page)
  await page.keyboard.type('!')
  await expect.poll(() => everything(page)).toEqual([['note', ['one rope', 'two knots!']], notes[1]])
})

test('typed text is kept when the editor fails to load', async ({ browser }) => {
  const { page, decide } = await slowly(browser, await createBoard(server))
  await page.keyboard.press('t')
  await page.mouse.click(400, 300)
  await page.keyboard.type('adrift')
  decide(false)
  await expect(page.getByText('The text editor can’t be loaded right now.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect.poll(() => everything(page)).toEqual([['text', ['adrift']]])
  await saved(page)
})

test('the caret stays in view while typing, beside the panel and above the tools', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await page.keyboard.press('t')
  await page.mouse.click(900, 600)
  await writing(page)
  const caret = () =>
    page.evaluate(() => {
      const { left, bottom } = getSelection()?.getRangeAt(0).getBoundingClientRect() ?? { left: 0, bottom: 0 }
      return { left, bottom }
    })
  const panel = await page.getByRole('region', { name: 'Style' }).boundingBox()
  await page.keyboard.type('a line that is longer than there is room for')
  await expect.poll(async () => (await caret()).left).toBeLessThan(panel?.x ?? 0)
  const tools = await page.getByRole('toolbar', { name: 'Tools' }).boundingBox()
  for (const words of ['one', 'two', 'three', 'four', 'five', 'six']) {
    await page.keyboard.press('Enter')
    await page.keyboard.type(words)
  }
  await expect.poll(async () => (await caret()).bottom).toBeLessThan(tools?.y ?? 0)
  expect(await page.evaluate(() => inkbridge.editor.camera.zoom)).toBe(1)
})

test('someone editing a shape that another deletes gets a message, and keys run no command', async ({ browser }) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await make(page, noteAt('n', 300, 200, 'ropes'))
  await saved(page)
  await other.keyboard.press('v')
  await other.mouse.dblclick(400, 300)
  await writing(other)
  await other.keyboard.type('! and ')
  await expect.poll(() => written(page, 'n')).toBe('ropes! and ')
  await page.evaluate(() => inkbridge.board.apply([{ type: 'delete', id: 'n' as never }]))
  await expect(other.getByText('Someone deleted or hid')).toBeVisible()
  await other.keyboard.type('more')
  expect([await tool(other), await everything(other)]).toEqual(['select', []])
  await other.mouse.click(700, 500)
  await other.keyboard.press('h')
  expect(await tool(other)).toBe('hand')
  // Deleting or undoing it oneself causes no message.
  await page.keyboard.press('n')
  await page.mouse.click(400, 300)
  await writing(page)
  await page.keyboard.type('x')
  for (const keys of ['Control+z', 'Control+z']) await page.keyboard.press(keys)
  await expect.poll(() => everything(page)).toEqual([])
  await page.evaluate(() => inkbridge.editor.settled())
  expect(await page.getByRole('textbox', { name: 'Text' }).count()).toBe(0)
  await expect(page.getByText('Someone deleted or hid')).toBeHidden()
})

test('marks, lists and headings are set by shortcuts, by typed signs, and by the toolbar', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await page.keyboard.press('t')
  await page.mouse.click(300, 300)
  await writing(page)
  await page.keyboard.type('# Title')
  await page.keyboard.press('Enter')
  await page.keyboard.type('a ')
  await page.keyboard.press('Control+b')
  await page.keyboard.type('bold')
  await page.keyboard.press('Control+b')
  await page.keyboard.type(' word')
  await page.keyboard.press('Enter')
  await page.keyboard.type('- one')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('deeper')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.keyboard.type('1. first')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.keyboard.type('[] to do')
  const bar = page.getByRole('toolbar', { name: 'Text' })
  await page.keyboard.press('Shift+Home')
  await bar.getByRole('button', { name: 'Highlight' }).click()
  await page.getByRole('button', { name: 'Highlight: green' }).click()
  await bar.getByRole('button', { name: 'Italic' }).click()
  await bar.getByRole('button', { name: 'Link' }).click()
  await page.getByLabel('Link address').fill('example.org')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => inkbridge.board.shapes()[0]?.text)).toEqual([
    { heading: 1, runs: [{ text: 'Title' }] },
    { runs: [{ text: 'a ' }, { text: 'bold', bold: true }, { text: ' word' }] },
    { list: 'bullet', runs: [{ text: 'one' }] },
    { list: 'bullet', indent: 1, runs: [{ text: 'deeper' }] },
    { list: 'number', runs: [{ text: 'first' }] },
    { list: 'check', runs: [{ text: 'to do', highlight: 'green', italic: true, link: 'https://example.org/' }] },
  ])
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  // Its box is ticked in place: half an em and a little before its first word.
  const todo = () =>
    page.evaluate(() => {
      const [shape] = inkbridge.editor.shapes()
      return { checked: shape?.text?.[5]?.checked ?? false, bottom: (shape?.at.y ?? 0) + (shape?.at.h ?? 0) }
    })
  await page.mouse.click(314, (await todo()).bottom - 13)
  expect((await todo()).checked).toBe(true)
  await page.keyboard.press('Control+z')
  expect((await todo()).checked).toBe(false)
  // The board stores it for later visitors.
  await saved(page)
  await page.reload()
  await synced(page)
  expect(await page.evaluate(() => inkbridge.board.shapes()[0]?.text?.length)).toBe(6)
})

test('signs around words make them bold, italic, struck out or code', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await page.keyboard.press('t')
  await page.mouse.click(300, 300)
  await writing(page)
  await page.keyboard.type('**very big** or _so_ *so*, ~~not~~ `**x**` 2*3*4 ** no')
  expect(await page.evaluate(() => inkbridge.board.shapes()[0]?.text)).toEqual([
    {
      runs: [
        { text: 'very big', bold: true },
        { text: ' or ' },
        { text: 'so', italic: true },
        { text: ' ' },
        { text: 'so', italic: true },
        { text: ', ' },
        { text: 'not', strike: true },
        { text: ' ' },
        { text: '**x**', code: true },
        { text: ' 2*3*4 ** no' },
      ],
    },
  ])
})

test('pasted text keeps the supported formatting and nothing else', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await page.keyboard.press('t')
  await page.mouse.click(300, 300)
  await writing(page)
  await page.evaluate(() => {
    const data = new DataTransfer()
    data.setData(
      'text/html',
      `<h2 style="color:red">Plan</h2><p onclick="alert(1)">see <b>this</b> <a href="javascript:alert(1)">bad</a> <a href="https://example.org">good</a></p><script>alert(2)</script><ol><li>one<ul><li>two</li></ul></li></ol><table><tr><td>cell</td></tr></table>`,
    )
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  })
  const text = await page.evaluate(() => inkbridge.board.shapes()[0]?.text)
  expect(text).toEqual([
    { heading: 2, runs: [{ text: 'Plan' }] },
    {
      runs: [
        { text: 'see ' },
        { text: 'this', bold: true },
        { text: ' bad ' },
        { text: 'good', link: 'https://example.org/' },
      ],
    },
    { list: 'number', runs: [{ text: 'one' }] },
    { list: 'bullet', indent: 1, runs: [{ text: 'two' }] },
    { runs: [{ text: 'cell' }] },
  ])
})

test('typing is undone in steps, only the user’s own', async ({ browser }) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await make(page, noteAt('note', 300, 200, 'together'))
  await expect.poll(() => written(other, 'note')).toBe('together')
  for (const each of [page, other]) {
    await each.keyboard.press('v')
    await each.mouse.dblclick(330, 230)
    await writing(each)
  }
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('we ')
  await expect.poll(() => written(other, 'note')).toBe('we together')
  await other.keyboard.press('Control+End')
  await other.keyboard.type(' at last')
  await expect.poll(() => written(page, 'note')).toBe('we together at last')
  await page.keyboard.press('Control+z')
  await expect.poll(() => written(other, 'note')).toBe('together at last')
  await page.keyboard.press('Control+Shift+z')
  await expect.poll(() => written(other, 'note')).toBe('we together at last')
})

/** The position of each line in the field, as the browser breaks it. */
function fieldLines(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const lines: string[] = []
    for (const paragraph of document.querySelectorAll('.ink-words p')) {
      const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT)
      let [line, top] = ['', Number.NaN]
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent ?? ''
        for (const { segment, index } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
          const range = document.createRange()
          range.setStart(node, index)
          range.setEnd(node, index + segment.length)
          const [box] = range.getClientRects()
          const middle = box ? (box.top + box.bottom) / 2 : top
          if (line !== '' && Math.abs(middle - top) > 4 && segment.trim() !== '') {
            lines.push(line)
            line = ''
          }
          if (segment.trim() !== '') top = middle
          line += segment
        }
      }
      lines.push(line)
    }
    return lines
  })
}

const samples = {
  latin:
    'The harbour festival begins at nine; lanterns along the quay (forty-two of them) are lit, and the e-mail to rita@example.org says: “bring a coat”. https://example.org/a/very/long/path?with=a&query=string',
  arabic: 'يبدأ مهرجان الميناء في الساعة التاسعة، والفوانيس على طول الرصيف مضاءة حتى منتصف الليل تقريبا.',
  hebrew: 'פסטיבל הנמל מתחיל בשעה תשע והפנסים לאורך הרציף דולקים עד חצות, בערך (לפי העירייה).',
  mixed: 'The word שלום means hello, and مرحبا does as well; 12 + 30 = 42 is read the same.',
  japanese:
    '港祭りは午前九時に始まります。岸壁に沿った提灯は、夜の十二時まで灯されています。「コート」をお持ちください。',
  thai: 'เทศกาลท่าเรือเริ่มต้นเวลาเก้าโมงเช้าและโคมไฟตามท่าเรือสว่างจนถึงเที่ยงคืน',
  emoji: 'Bring 🧥 and 🔦 👩‍👩‍👧‍👦 families 🇮🇸 🇳🇴 welcome 👍🏽 see you ⛵️⛵️⛵️ there 🎉🎉🎉🎉🎉',
} as const

test.describe('text on the board breaks into the same lines as in the editor', () => {
  for (const font of ['hand', 'sans', 'serif', 'mono'] as const) {
    test(`in ${font}`, font === 'hand' ? {} : inFull, async ({ browser }) => {
      const page = await open(browser, server, await createBoard(server))
      await page.keyboard.press('v')
      const broken: string[] = []
      for (const [name, words] of Object.entries(samples)) {
        for (const width of [140, 233, 377]) {
          const id = `${name}-${width}`
          const look = font === 'hand' ? style : { ...style, font }
          await make(page, {
            id,
            kind: 'text',
            wraps: true,
            at: { x: 300, y: 120, w: width, h: 30, rotation: 0 },
            style: look,
            text: [
              { runs: [{ text: words }] },
              { list: 'bullet', runs: [{ text: words.slice(0, 40) }, { text: words.slice(40, 60), bold: true }] },
            ],
          })
          await page.evaluate((shape) => inkbridge.editor.write(shape as never), id)
          await writing(page)
          await page.evaluate(() => inkbridge.editor.settled())
          const [shown, typed] = [
            await page.evaluate((shape) => inkbridge.editor.lines(shape as never), id),
            await fieldLines(page),
          ]
          if (JSON.stringify(shown.map(trimmed)) !== JSON.stringify(typed.map(trimmed)))
            broken.push(`${id}\n  board: ${shown.join(' | ')}\n  field: ${typed.join(' | ')}`)
          // As many lines, so as high: nothing below it would move.
          expect(await page.evaluate(boxOfField)).toEqual(await page.evaluate(boxOfShape, id))
          await page.evaluate(() => inkbridge.editor.endWriting())
          await page.evaluate((shape) => inkbridge.board.apply([{ type: 'delete', id: shape as never }]), id)
        }
      }
      expect(broken).toEqual([])
    })
  }
})

const trimmed = (line: string) => line.trimEnd()

function boxOfField(): readonly number[] {
  const box = document.querySelector('.ink-words .ProseMirror')?.getBoundingClientRect()
  return box ? [box.left, box.top, box.width, box.height].map(Math.round) : []
}

function boxOfShape(id: string): readonly number[] {
  const shape = inkbridge.editor.shapes().find((each) => each.id === id)
  const { camera } = inkbridge.editor
  if (!shape) return []
  const { x, y, w, h } = shape.at
  return [(x - camera.x) * camera.zoom, (y - camera.y) * camera.zoom, w * camera.zoom, h * camera.zoom].map(Math.round)
}

/** Composes as an input method does: nothing is final until it is committed. */
async function compose(client: CDPSession, ...steps: readonly string[]): Promise<void> {
  for (const text of steps)
    await client.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
}

test('two type in one note, one of them composing: equal text, correct carets, no jumps', async ({ browser }) => {
  const board = await createBoard(server)
  const [page, other] = [await open(browser, server, board), await open(browser, server, board)]
  await make(page, noteAt('note', 300, 200, 'middle'))
  await expect.poll(() => written(other, 'note')).toBe('middle')
  const before = await page.evaluate(boxOfShape, 'note')
  for (const each of [page, other]) {
    await each.keyboard.press('v')
    await each.mouse.dblclick(330, 230)
    await writing(each)
  }
  const during = [await page.evaluate(boxOfShape, 'note')]
  /** Where a page sees the other's caret. */
  const place = (each: Page) =>
    each.evaluate(() => {
      const [peer] = inkbridge.sync.peers
      return peer?.caret ? inkbridge.board.textPlace(peer.caret.id, peer.caret.head) : null
    })
  const client = await page.context().newCDPSession(page)
  // Just after the field got the focus ProseMirror sets the caret once more.
  const caretOf = (each: Page, watcher: Page, key: string) =>
    expect.poll(async () => {
      await each.keyboard.press(key)
      return (await place(watcher))?.offset
    })
  await caretOf(page, other, 'Control+Home').toBe(0)
  await caretOf(other, page, 'Control+End').toBe(6)
  await compose(client, 'こ', 'こん', 'こんに')
  // The other keeps typing meanwhile.
  await other.keyboard.type(' and more')
  await expect.poll(() => written(page, 'note')).toContain('middle and more')
  expect(await page.evaluate(() => document.querySelector('.ink-words p')?.textContent)).toBe('こんにmiddle and more')
  await compose(client, 'こんにち', 'こんにちは')
  during.push(await page.evaluate(boxOfShape, 'note'))
  await client.send('Input.insertText', { text: 'こんにちは' })
  for (const each of [page, other]) await expect.poll(() => written(each, 'note')).toBe('こんにちはmiddle and more')
  // Each sees the other's caret.
  await expect.poll(() => place(page)).toEqual({ paragraph: 0, offset: 20 })
  await expect.poll(() => place(other)).toEqual({ paragraph: 0, offset: 5 })
  await page.keyboard.type('!')
  await expect.poll(() => place(page)).toEqual({ paragraph: 0, offset: 21 })
  for (const each of [page, other]) {
    await expect.poll(() => written(each, 'note')).toBe('こんにちは!middle and more')
    await each.keyboard.press('Escape')
  }
  const after = await page.evaluate(boxOfShape, 'note')
  expect([...during, after]).toEqual([before, before, before])
  await expect.poll(() => page.evaluate(() => inkbridge.sync.peers[0]?.caret)).toBe(null)
})

test('the picture of a text is the same before, during and after editing', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server), 'editor', { reducedMotion: 'reduce' })
  await make(page, noteAt('note', 300, 200, 'Lanterns along the quay, lit at nine'), {
    id: 'turned',
    kind: 'rect',
    at: { x: 620, y: 220, w: 220, h: 120, rotation: 0.4 },
    style,
    text: [{ runs: [{ text: 'Ask the ' }, { text: 'city', bold: true }] }],
  })
  const clip = { x: 310, y: 210, width: 180, height: 120 }
  const picture = async () => {
    await page.evaluate(() => inkbridge.editor.settled())
    return (await page.screenshot({ clip, caret: 'hide' })).toString('base64')
  }
  const before = await picture()
  await page.evaluate(() => inkbridge.editor.write('note' as never))
  await writing(page)
  expect(await picture()).toBe(before)
  await page.evaluate(() => inkbridge.editor.endWriting())
  await page.evaluate(() => {
    inkbridge.editor.selection = []
  })
  expect(await picture()).toBe(before)
})

test('a text edit redraws its own box, and no tile', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await make(
    page,
    ...Array.from({ length: 24 }, (_, index) =>
      noteAt(`n${index}`, 40 + (index % 6) * 210, 40 + Math.floor(index / 6) * 210, `note ${index}`),
    ),
  )
  await page.evaluate(() => inkbridge.editor.settled())
  await page.evaluate(() => inkbridge.editor.write('n8' as never))
  await writing(page)
  await page.evaluate(() => inkbridge.editor.settled())
  // The regions of tiles cleared for redrawing, by frame.
  await page.evaluate(() => {
    const drawn: { readonly frame: unknown; readonly area: number }[] = []
    const { clearRect } = CanvasRenderingContext2D.prototype
    CanvasRenderingContext2D.prototype.clearRect = function (x, y, w, h) {
      if (this.canvas.width === this.canvas.height) drawn.push({ frame: document.timeline.currentTime, area: w * h })
      return clearRect.call(this, x, y, w, h)
    }
    Object.assign(globalThis, { drawn })
  })
  const areas = () =>
    page.evaluate(() => {
      const { drawn } = globalThis as unknown as { readonly drawn: readonly { frame: unknown; area: number }[] }
      return [...Map.groupBy(drawn, ({ frame }) => frame).values()].map((all) =>
        all.reduce((sum, { area }) => sum + area, 0),
      )
    })
  // At rest, tiles that were drawn into are redrawn completely: waits longer than the delay of that.
  let before = -1
  const isAtRest = async () => {
    const now = (await areas()).length
    const same = now === before
    before = now
    return same
  }
  await expect.poll(isAtRest, { intervals: [1_000] }).toBe(true)
  await page.keyboard.type('x')
  await expect.poll(() => written(page, 'n8')).toBe('note 8x')
  await expect.poll(async () => (await areas()).length).toBeGreaterThan(before)
  // A note and its shadow, plus rounding at the edges.
  expect((await areas())[before]).toBeLessThan(240 * 240)
})

test('tiles drawn in the worker have the same letters', async ({ browser }) => {
  const board = await createBoard(server)
  const page = await open(browser, server, board, 'editor', { reducedMotion: 'reduce' })
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  await context.route(/worker/, (route) => route.abort())
  const alone = await open(context, server, board)
  const workers = () => page.workers().length
  await make(page, noteAt('note', 300, 200, 'Lanterns along the quay, lit at nine'))
  await expect.poll(() => written(alone, 'note')).toBe('Lanterns along the quay, lit at nine')
  const clip = { x: 310, y: 210, width: 180, height: 180 }
  const picture = async (of: Page) => {
    await of.evaluate(() => inkbridge.editor.settled())
    return (await of.screenshot({ clip })).toString('base64')
  }
  const byPage = await picture(alone)
  expect(alone.workers()).toEqual([])
  // A stroke that takes longer to draw than one animation frame, far away.
  await page.evaluate(() => {
    const points = Array.from({ length: 19_000 }, (_, at) => ({
      x: 3_000 + (at % 200) * 3,
      y: 3_000 + at / 30,
      pressure: null,
      time: at * 4,
    }))
    const style = { color: 'ink', width: 2 } as const
    inkbridge.board.apply([
      { type: 'ink-begin', id: 'long' as never, style, pressure: false, quantum: 0.25, points },
      { type: 'ink-seal', id: 'long' as never },
    ])
  })
  await expect.poll(workers).toBe(1)
  await page.evaluate(() => inkbridge.editor.settled())
  // The whole board is redrawn, by the current drawer.
  for (const zoom of [2, 1]) {
    await page.evaluate((to) => {
      inkbridge.editor.camera = { x: 0, y: 0, zoom: to }
    }, zoom)
    await page.evaluate(() => inkbridge.editor.settled())
  }
  await page.keyboard.press('Alt+Shift+D')
  await page.keyboard.press('Alt+Shift+D')
  expect(await picture(page)).toBe(byPage)
})
