import { expect, type Page } from '@playwright/test'
import { createBoard, open, synced, type TestBoard } from './board.ts'
import { give, images, png, uploaded } from './given-files.ts'
import { test } from './journey.ts'
import { TestProxy } from './proxy.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

/** The colour of the board at the middle of its first image. */
async function colorInside(page: Page): Promise<readonly number[]> {
  const [x, y] = await page.evaluate(() => {
    const [image] = inkbridge.board.shapes().filter(({ kind }) => kind === 'image')
    const { x, y, zoom } = inkbridge.editor.camera
    if (!image) return [0, 0] as const
    return [(image.at.x + image.at.w / 2 - x) * zoom, (image.at.y + image.at.h / 2 - y) * zoom] as const
  })
  return page.evaluate(
    ([x, y]) => {
      const [canvas] = document.querySelectorAll('canvas')
      const ratio = (canvas?.width ?? 1) / (canvas?.clientWidth ?? 1)
      return [...(canvas?.getContext('2d')?.getImageData(x * ratio, y * ratio, 1, 1).data ?? [])].slice(0, 3)
    },
    [x, y] as const,
  )
}

const red = { name: 'red.png', type: 'image/png', bytes: png(300, 200, [220, 30, 40]) }

async function openTwo(browser: Parameters<typeof open>[0], board: TestBoard): Promise<readonly [Page, Page]> {
  return [await open(browser, server, board), await open(browser, server, board)]
}

test('a pasted image is shown at once, to others, and after the page is opened again', async ({ browser }) => {
  const board = await createBoard(server)
  const [page, other] = await openTwo(browser, board)
  await give(page, 'paste', [red])
  await expect.poll(() => colorInside(page)).toEqual([220, 30, 40])
  const [image] = await images(page)
  expect([image?.at.w, image?.at.h, image?.kind === 'image' && image.size]).toEqual([300, 200, [300, 200]])
  await uploaded(page)
  await expect.poll(() => colorInside(other)).toEqual([220, 30, 40])
  await other.reload()
  await synced(other)
  await expect.poll(() => colorInside(other)).toEqual([220, 30, 40])
  await page.keyboard.press('Control+z')
  await expect.poll(() => images(page)).toEqual([])
})

test('several dropped files are added together around the pointer, by one step of undo', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  const blue = { name: 'blue.png', type: 'image/png', bytes: png(100, 100, [20, 60, 200]) }
  await give(page, 'drop', [red, blue])
  await expect.poll(async () => (await images(page)).length).toBe(2)
  await page.keyboard.press('Control+z')
  await expect.poll(() => images(page)).toEqual([])
})

test('a file that is no image, and a damaged image, are refused with a sentence; nothing is added', async ({
  browser,
}) => {
  const page = await open(browser, server, await createBoard(server))
  await give(page, 'drop', [{ name: 'a.zip', type: 'application/zip', bytes: Buffer.from('PK\u0003\u0004') }])
  await expect(page.getByText('This file can’t be opened here.')).toBeVisible()
  await give(page, 'paste', [{ ...red, bytes: red.bytes.subarray(0, 60) }])
  await expect(page.getByText('This image can’t be read')).toBeVisible()
  expect(await images(page)).toEqual([])
})

test('an image added without a network is on this device, and saved once there is one', async ({ browser }) => {
  const proxy = await TestProxy.start(server.port)
  try {
    const board = await createBoard(server)
    const page = await open(browser, { url: proxy.url }, board)
    const other = await open(browser, server, board)
    proxy.cut()
    await give(page, 'paste', [red])
    await expect.poll(() => colorInside(page)).toEqual([220, 30, 40])
    expect(await page.evaluate(() => inkbridge.sync.status.uploads)).toMatchObject({ pending: 1 })
    proxy.mend()
    await uploaded(page)
    await expect.poll(() => colorInside(other)).toEqual([220, 30, 40])
  } finally {
    proxy.dispose()
  }
})

test('a side crops an image, the menu shows all of it again, and a description is heard', async ({ browser }) => {
  const page = await open(browser, server, await createBoard(server))
  await give(page, 'paste', [red])
  await expect.poll(async () => (await images(page)).length).toBe(1)
  const [right, middle] = await page.evaluate(() => {
    const [image] = inkbridge.board.shapes()
    const { x, y, zoom } = inkbridge.editor.camera
    return image ? [(image.at.x + image.at.w - x) * zoom + 8, (image.at.y + image.at.h / 2 - y) * zoom] : [0, 0]
  })
  await page.mouse.move(right, middle)
  await page.mouse.down()
  await page.mouse.move(right - 70, middle, { steps: 4 })
  await page.mouse.move(right - 150, middle, { steps: 4 })
  await page.mouse.up()
  const [cropped] = await images(page)
  const crop = cropped?.kind === 'image' ? cropped.crop?.map((each) => Math.round(each * 1_000) / 1_000) : null
  expect([cropped?.at.w, crop]).toEqual([150, [0, 0, 0.5, 1]])
  await page.evaluate(() => inkbridge.editor.act('remove-crop'))
  await expect.poll(async () => (await images(page))[0]?.at.w).toBe(300)
  await page.evaluate(() => inkbridge.editor.act('alt-text'))
  await page.getByRole('textbox', { name: 'Description' }).fill('A red field')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(() => page.evaluate(() => inkbridge.editor.outline(10).map(({ words }) => words)))
    .toEqual(['A red field'])
})

test('an image copied to another board is there as well, with a file of its own', async ({ browser }) => {
  const [one, two] = [await createBoard(server), await createBoard(server)]
  const page = await open(browser, server, one)
  const elsewhere = await open(page.context(), server, two)
  await page.bringToFront()
  await give(page, 'paste', [red])
  await expect.poll(async () => (await images(page)).length).toBe(1)
  await uploaded(page)
  await page.keyboard.press('Control+c')
  await elsewhere.bringToFront()
  await elsewhere.keyboard.press('Control+v')
  await expect.poll(() => colorInside(elsewhere)).toEqual([220, 30, 40])
  await uploaded(elsewhere)
  const other = await open(browser, server, two)
  await expect.poll(() => colorInside(other)).toEqual([220, 30, 40])
})

/** Answers uploads of a page as a server whose board is full. */
const refuseUploads = (page: Page) =>
  page.route('**/assets/*', (route) =>
    route.fulfill({ status: 413, json: { error: { code: 'board-full', message: 'The board is full.' } } }),
  )

test('a refused image is listed with its name and the reason; removed, the board is saved; undone, it is uploaded', async ({
  browser,
}) => {
  const context = await browser.newContext({ serviceWorkers: 'block' })
  const page = await open(context, server, await createBoard(server))
  await refuseUploads(page)
  await give(page, 'paste', [red])
  await page.getByRole('button', { name: 'Connection: Not saved' }).click()
  const row = page.getByRole('list', { name: 'Images on their way' }).getByRole('listitem')
  await expect(row).toHaveText(/^red\.png.*The board is full: delete something from it, or use another board\.$/)
  await row.getByRole('button', { name: 'Remove red.png' }).click()
  await expect(row).toBeHidden()
  await expect(page.getByRole('button', { name: 'Connection: Saved' })).toBeVisible()
  expect(await images(page)).toEqual([])
  await page.unrouteAll()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await images(page)).length).toBe(1)
  await uploaded(page)
  await page.reload()
  await synced(page)
  await expect.poll(() => colorInside(page)).toEqual([220, 30, 40])
})

test('an image that was refused for a while is saved when it is tried again', async ({ browser }) => {
  const context = await browser.newContext({ serviceWorkers: 'block' })
  const page = await open(context, server, await createBoard(server))
  await refuseUploads(page)
  await give(page, 'paste', [red])
  await page.getByRole('button', { name: 'Connection: Not saved' }).click()
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('button', { name: 'Connection: Saved' })).toBeVisible()
  expect(await images(page)).toHaveLength(1)
})

test('deleting an image that was refused ends the failure', async ({ browser }) => {
  const context = await browser.newContext({ serviceWorkers: 'block' })
  const page = await open(context, server, await createBoard(server))
  await refuseUploads(page)
  await give(page, 'paste', [red])
  await expect(page.getByRole('button', { name: 'Connection: Not saved' })).toBeVisible()
  await page.keyboard.press('Delete')
  await expect(page.getByRole('button', { name: 'Connection: Saved' })).toBeVisible()
})
