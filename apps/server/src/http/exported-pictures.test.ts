import { inflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Pictures } from '../pictures/pictures.ts'
import { assetOf, upload } from '../testing/asset-files.ts'
import { type MadeBoard, makeBoard, openBrowser, send } from '../testing/client.ts'
import { startServer, type TestServer } from '../testing/server.ts'

/** Starting the process and loading its modules takes seconds on a busy machine, ms. */
const patienceMs = 60_000
const [width, height] = [600, 300]

const pictures = new Pictures()
let server: TestServer
beforeAll(async () => {
  server = await startServer({ pictures })
})
afterAll(async () => {
  await server.dispose()
  pictures.end()
})

function oneColor(background: { r: number; g: number; b: number; alpha: number }) {
  return sharp({ create: { width, height, channels: 4, background } })
}

/** A board with one image of 300 x 150 units, whose bytes are uploaded unless they are null. */
async function boardShowing(file: Buffer, uploaded: Buffer | null = file): Promise<MadeBoard> {
  const shape = { kind: 'image', at: [0, 0, 300, 150, 0], order: 'a0', size: [width, height], asset: assetOf(file) }
  const document = { type: 'inkbridge', version: 1, title: 'Quay', document: { shapes: { one: shape } } }
  const board = await makeBoard(openBrowser(server))
  await send(server, `/api/boards/${board.id}/import`, { method: 'POST', token: board.tokens.editor, json: document })
  if (uploaded) await upload(server, { board: board.id, sent: { token: board.tokens.editor } }, uploaded)
  return board
}

function exported({ id, tokens }: MadeBoard, format: string) {
  return send(server, `/api/boards/${id}/export?format=${format}`, { token: tokens.viewer })
}

/** The middle of a picture, as red, green, blue and opacity. */
async function middleOf(file: Uint8Array): Promise<readonly number[]> {
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * 4
  return [...data.subarray(at, at + 4)]
}

/** The first pixel of the colours of the picture in a PDF. */
function pixelIn(pdf: Buffer): readonly number[] {
  const [, length = ''] = /\/DeviceRGB\/BitsPerComponent 8[^>]*\/Length (\d+)>>/.exec(pdf.toString('latin1')) ?? []
  const start = pdf.indexOf('stream\n', pdf.indexOf('/DeviceRGB/BitsPerComponent')) + 'stream\n'.length
  return [...inflateSync(pdf.subarray(start, start + Number(length))).subarray(0, 3)]
}

test(
  'exports show the colour of an uploaded picture',
  async () => {
    const board = await boardShowing(await oneColor({ r: 250, g: 10, b: 40, alpha: 1 }).png().toBuffer())
    expect(await middleOf((await exported(board, 'png')).bytes)).toEqual([250, 10, 40, 255])
    const svg = (await exported(board, 'svg')).text
    const [, data = ''] = /href="data:image\/png;base64,([^"]+)"/.exec(svg) ?? []
    expect(await middleOf(Buffer.from(data, 'base64'))).toEqual([250, 10, 40, 255])
    expect(pixelIn((await exported(board, 'pdf')).bytes)).toEqual([250, 10, 40])
  },
  patienceMs,
)

test(
  'a JPEG is in a PDF as it is stored',
  async () => {
    const board = await boardShowing(await oneColor({ r: 0, g: 0, b: 250, alpha: 1 }).jpeg().toBuffer())
    expect((await exported(board, 'pdf')).bytes.toString('latin1')).toContain('/Filter/DCTDecode')
    const [red, green, blue] = await middleOf((await exported(board, 'png')).bytes)
    expect([Number(red) < 5, Number(green) < 5, Number(blue) > 245]).toEqual([true, true, true])
  },
  patienceMs,
)

test(
  'a thumbnail shows a picture from its smaller version, also when it arrives after the shape',
  async () => {
    const file = await oneColor({ r: 0, g: 200, b: 0, alpha: 1 }).png().toBuffer()
    const board = await boardShowing(file, null)
    const thumbnail = () => send(server, `/api/boards/${board.id}/thumbnail`, { token: board.tokens.viewer })
    expect(await middleOf((await thumbnail()).bytes)).toEqual([144, 150, 161, 46])
    await upload(server, { board: board.id, sent: { token: board.tokens.editor } }, file)
    const [red, green, blue, opacity] = await middleOf((await thumbnail()).bytes)
    expect([Number(red) < 5, Math.abs(Number(green) - 200) < 5, Number(blue) < 5, opacity]).toEqual([
      true,
      true,
      true,
      255,
    ])
  },
  patienceMs,
)
