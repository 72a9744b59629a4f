import { createHash } from 'node:crypto'
import { exportJson, openBoard } from '@inkbridge/board'
import { createBoard, type TestBoard } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import { type NewShape, parseAssetId, type ShapeId } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import * as Y from 'yjs'
import { MeasuredBrowser } from '../lib/browser.ts'
import { excalidrawAt, inkbridgeAt, type Subject } from '../lib/canvas-subjects.ts'
import { memoryMb, treeOf } from '../lib/cpu.ts'
import { buildPages } from '../lib/peers.ts'
import { prove, table } from '../lib/report.ts'
import { serveFolder } from '../lib/static-server.ts'
import { still, wheel } from './canvas.ts'

const count = Number(process.env.BENCH_IMAGES ?? 500)
const columns = 25
/** Pixels of a photo, its size on the board, and the space between two, world units. */
const [pixels, size, gap] = [{ width: 1_600, height: 1_200 }, { w: 400, h: 300 }, 20]
const bytesEach = 800_000

interface Photo {
  readonly bytes: Buffer
  readonly x: number
  readonly y: number
}

/** Many photos on a board, ours beside Excalidraw: until what is in view is there, what is loaded for it, and panning. */
export async function images(): Promise<string> {
  const photos = await photosOf(count)
  const server = await TestServer.start({ env: { LIMITS: 'off', MAX_BOARD_BYTES: String(4 * 2 ** 30) } })
  const peers = await serveFolder(await buildPages(), { '/excalidraw.json': excalidrawScene(photos) })
  try {
    const board = await boardWith(photos, server)
    const rows = []
    for (const subject of [excalidrawAt(peers.url), inkbridgeAt(server, board)]) {
      process.stderr.write(`${count} images: ${subject.name}\n`)
      rows.push([subject.name, ...(await measure(subject).catch(couldNot))])
    }
    const head = ['', 'open to still, ms', 'images loaded', 'at 100 %: to still, ms', 'images loaded for it']
    return `### ${count} photos of ${bytesEach / 1_000} KB

${table([...head, 'pan: frames a second', 'p95 of a frame, ms', 'browser, MB'], rows)}`
  } finally {
    peers.close()
    await server.dispose()
  }
}

function couldNot(error: unknown): readonly string[] {
  return [`could not: ${String(error).slice(0, 80)}`]
}

/** Opened with all of it in view, then at 100 % in the middle, then panned there. */
async function measure(subject: Subject): Promise<readonly number[]> {
  const browser = await MeasuredBrowser.launch()
  const patience = setTimeout(() => void browser.close(), 600_000)
  try {
    const page = await browser.page()
    page.setDefaultTimeout(600_000)
    let loaded = 0
    page.on('requestfinished', (request) => {
      if (request.url().includes('/api/boards/')) loaded += 1
    })
    const begun = performance.now()
    await subject.open(page)
    const opened = (await still(page)) - begun
    prove((await subject.count(page)) === count, `${subject.name} has all images`)
    const before = loaded
    const moved = performance.now()
    const middle = middleOf(12, Math.floor(count / columns / 2))
    await subject.look(page, middle.x, middle.y, 1)
    const sharpened = (await still(page)) - moved
    const near = loaded - before
    await proveShown(page, subject)
    const pan = await wheel(browser, page, subject, false)
    const memory = treeOf(browser.pid).reduce((sum, pid) => sum + memoryMb(pid), 0)
    return [opened, before, sharpened, near, pan.rate, pan.p95, memory]
  } finally {
    clearTimeout(patience)
    await browser.close()
  }
}

/** Photos of noise have no even area: most of what is seen must be one. */
async function proveShown(page: Page, { name }: Subject): Promise<void> {
  const { data, info } = await sharp(await page.screenshot({ clip: { x: 440, y: 250, width: 400, height: 300 } }))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  let uneven = 0
  for (let at = 3; at < data.length; at += 3) if (Math.abs((data[at] ?? 0) - (data[at - 3] ?? 0)) > 4) uneven += 1
  const share = uneven / (info.width * info.height)
  prove(share > 0.5, `${name} shows the photos in full (${share.toFixed(2)} of what is in the middle)`)
}

function middleOf(column: number, row: number) {
  return { x: column * (size.w + gap) + size.w / 2, y: row * (size.h + gap) + size.h / 2 }
}

/** Noise, as hard to compress as photos of this size. */
async function photosOf(many: number): Promise<readonly Photo[]> {
  const random = seeded(5)
  const noise = Buffer.alloc(pixels.width * pixels.height * 3)
  for (let at = 0; at < noise.length; at += 4) noise.writeUInt32LE(Math.floor(random() * 2 ** 32), at)
  const photos: Photo[] = []
  for (let index = 0; index < many; index += 1) {
    const from = index * 1_001
    const own = Buffer.concat([noise.subarray(from), noise.subarray(0, from)])
    const jpeg = await sharp(own, { raw: { ...pixels, channels: 3 } })
      .jpeg({ quality: 55 })
      .toBuffer()
    const { x, y } = middleOf(index % columns, Math.floor(index / columns))
    photos.push({ bytes: jpeg, x: x - size.w / 2, y: y - size.h / 2 })
  }
  const mean = photos.reduce((sum, { bytes }) => sum + bytes.length, 0) / many
  prove(mean > bytesEach * 0.8 && mean < bytesEach * 1.2, `photos are of ${bytesEach} bytes, not ${Math.round(mean)}`)
  return photos
}

async function boardWith(photos: readonly Photo[], server: TestServer): Promise<TestBoard> {
  const doc = new Y.Doc()
  const board = openBoard(doc)
  const shapes = photos.map(({ bytes, x, y }, index): NewShape => {
    const asset = parseAssetId(createHash('sha256').update(bytes).digest('base64url'))
    if (!asset) throw new Error('A digest is an id')
    const at = { x, y, ...size, rotation: 0 }
    const id = `photo${index}` as ShapeId
    return { id, kind: 'image', at, style: { color: 'ink', width: 2 }, asset, size: [pixels.width, pixels.height] }
  })
  for (const shape of shapes) board.apply([{ type: 'create', shape }])
  const created = await createBoard(server, { document: JSON.parse(exportJson(doc, 'Photos')) as unknown })
  for (const { bytes } of photos) await upload(bytes, created, server)
  return created
}

async function upload(bytes: Buffer, { id, tokens }: TestBoard, server: TestServer): Promise<void> {
  const asset = createHash('sha256').update(bytes).digest('base64url')
  const response = await fetch(`${server.url}/api/boards/${id}/assets/${asset}`, {
    method: 'PUT',
    headers: {
      ...{ Authorization: `Bearer ${tokens.editor}`, 'Content-Type': 'application/octet-stream' },
      ...{ 'Upload-Offset': '0', 'Upload-Length': String(bytes.length) },
    },
    body: new Uint8Array(bytes),
  })
  prove(response.status === 201, `a photo was stored (${response.status})`)
}

function excalidrawScene(photos: readonly Photo[]): string {
  const elements = photos.map(({ x, y }, index) => ({
    ...{ id: `photo${index}`, type: 'image', x, y, width: size.w, height: size.h, fileId: `file${index}` },
    ...{ angle: 0, strokeColor: 'transparent', backgroundColor: 'transparent', fillStyle: 'solid', strokeWidth: 2 },
    ...{ strokeStyle: 'solid', roughness: 0, opacity: 100, groupIds: [], frameId: null, index: null, roundness: null },
    ...{ seed: 1, version: 1, versionNonce: 1, isDeleted: false, boundElements: null, updated: 1, link: null },
    ...{ locked: false, status: 'saved', scale: [1, 1], crop: null },
  }))
  const files = Object.fromEntries(
    photos.map(({ bytes }, index) => {
      const dataURL = `data:image/jpeg;base64,${bytes.toString('base64')}`
      return [`file${index}`, { id: `file${index}`, mimeType: 'image/jpeg', created: 1, dataURL }]
    }),
  )
  return JSON.stringify({ elements, files })
}
