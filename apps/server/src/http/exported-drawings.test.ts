import { afterAll, beforeAll, expect, test } from 'vitest'
import { Pictures } from '../pictures/pictures.ts'
import { assetOf, greyPng } from '../testing/asset-files.ts'
import { makeBoard, openBrowser, send } from '../testing/client.ts'
import { startServer, type TestServer } from '../testing/server.ts'

/** Starting the process and loading its modules takes seconds on a busy machine, ms. */
const patienceMs = 60_000

const pictures = new Pictures()
let server: TestServer
beforeAll(async () => {
  server = await startServer({ pictures })
})
afterAll(async () => {
  await server.dispose()
  pictures.end()
})

const picture = greyPng(9, 9, 70)
const dataURL = `data:image/png;base64,${picture.toString('base64')}`
const drawing = {
  type: 'excalidraw',
  version: 2,
  source: 'https://excalidraw.com',
  elements: [
    { type: 'rectangle', id: 'box', x: 0, y: 0, width: 100, height: 60, customData: { kept: true } },
    { type: 'text', id: 'words', x: 10, y: 10, width: 60, height: 25, text: 'Quay', fontSize: 20, fontFamily: 5 },
    { type: 'image', id: 'picture', fileId: 'f', x: 200, y: 0, width: 9, height: 9 },
  ],
  files: { f: { id: 'f', mimeType: 'image/png', dataURL } },
}

interface Drawing {
  readonly elements: readonly { readonly id: string; readonly type: string; readonly customData?: unknown }[]
  readonly files: Readonly<Record<string, { readonly dataURL: string }>>
}

async function imported() {
  const board = await makeBoard(openBrowser(server))
  const { id, tokens } = board
  const body = JSON.stringify(drawing)
  expect((await send(server, `/api/boards/${id}/import`, { method: 'POST', token: tokens.editor, body })).status).toBe(
    200,
  )
  return board
}

function exported({ id, tokens }: Awaited<ReturnType<typeof imported>>, format: string) {
  return send(server, `/api/boards/${id}/export?format=${format}`, { token: tokens.viewer })
}

test(
  'a drawing of Excalidraw is exported as one, with its picture and what it says besides, and with a report',
  async () => {
    const board = await imported()
    const { headers, text } = await exported(board, 'excalidraw')
    expect(headers['content-type']).toBe('application/vnd.excalidraw+json')
    expect(headers['content-disposition']).toMatch(/\.excalidraw"/)
    expect(JSON.parse(String(headers['export-report']))).toEqual({ exact: 3, approximated: {}, placeholders: {} })
    const { elements, files }: Drawing = JSON.parse(text)
    expect(elements.map(({ id, type }) => [id, type])).toEqual([
      ['box', 'rectangle'],
      ['words', 'text'],
      ['picture', 'image'],
    ])
    expect(elements[0]?.customData).toEqual({ kept: true })
    const stored = await send(server, `/api/boards/${board.id}/assets/${assetOf(picture)}`, {
      token: board.tokens.viewer,
    })
    expect(files.f?.dataURL).toBe(`data:image/png;base64,${stored.bytes.toString('base64')}`)
  },
  patienceMs,
)

test(
  'a board is exported for tldraw and imported from there, with its picture',
  async () => {
    const { headers, bytes } = await exported(await imported(), 'tldr')
    expect(headers['content-type']).toBe('application/vnd.tldraw+json')
    const { id, tokens } = await makeBoard(openBrowser(server))
    const path = `/api/boards/${id}/import?name=quay.tldr`
    const reply = await send(server, path, { method: 'POST', token: tokens.editor, body: bytes })
    expect(reply.json).toMatchObject({ shapes: 3, report: { placeholders: {} } })
    const again = await send(server, `/api/boards/${id}/export`, { token: tokens.viewer })
    const { document, assets } = again.json as {
      document: { shapes: Record<string, { kind: string }> }
      assets: object
    }
    expect(
      Object.values(document.shapes)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['image', 'rect', 'text'])
    expect(Object.keys(assets)).toHaveLength(1)
  },
  patienceMs,
)
