import { randomUUID } from 'node:crypto'
import { exportJson, openBoard } from '@inkbridge/board'
import {
  any,
  binary,
  contents,
  deleted,
  garbage,
  handMade,
  item,
  mark,
  string,
  subdocument,
  type,
  types,
  type WriteStruct,
} from '@inkbridge/board/testing/hand-made'
import { type Edit, encodePresence, type PrincipalId, pollingKeyHeader, type ShapeId } from '@inkbridge/types'
import * as Y from 'yjs'
import type { TestBoard } from '../board.ts'
import type { Stranger } from './stranger.ts'

/** What one stranger does once; it is done again and again. */
export type Attack = (stranger: Stranger, board: TestBoard) => Promise<void>

const rect = { kind: 'rect', at: [0, 0, 9, 9, 0], style: { color: 'ink', width: 2 }, order: 'a0' }
const at = { x: 0, y: 0, w: 1, h: 1, rotation: 0 }
const greeting = {
  protocol: 1,
  role: 'owner',
  you: { id: 'g:a' as PrincipalId, name: 'a', color: '#000000' },
  title: '',
  maxFrameBytes: 1,
  documentBytes: 1,
  generation: 1,
} as const
let made = 0
/** A Yjs client that nobody has used. */
const fresh = () => 1_000_000 + (made++ % 1_000_000_000)

/** Sends one update as the holder of a token, and waits until the server has answered. */
async function send(stranger: Stranger, board: TestBoard, token: string, update: Uint8Array): Promise<void> {
  const socket = await stranger.join(board, token)
  if (!socket) return
  stranger.say(socket, { kind: 'sync-step-2', update })
  await new Promise<void>((resolve) => {
    socket.once('close', resolve)
    socket.once('pong', () => resolve())
    socket.ping()
  })
  socket.terminate()
}

function asEditor(make: () => Uint8Array): Attack {
  return (stranger, board) => send(stranger, board, board.tokens.editor, make())
}

function asViewer(make: () => Uint8Array): Attack {
  return (stranger, board) => send(stranger, board, board.tokens.viewer, make())
}

/** A text, and in it what `inside` makes of the id of its characters. */
function text(inside: (client: number) => readonly WriteStruct[]): Uint8Array {
  const client = fresh()
  return handMade([
    {
      client,
      structs: [
        type({ parent: 'text', key: `t${client}` }, types.fragment),
        type({ parent: [client, 0] }, types.xmlText),
        ...inside(client),
      ],
    },
  ])
}

function times<Value>(count: number, make: (index: number) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

/** A data file of a board that somebody drew by program. */
function fileOf(draw: (apply: (edits: readonly Edit[]) => void) => void): object {
  const doc = new Y.Doc()
  const board = openBoard(doc)
  draw((edits) => board.apply(edits))
  return JSON.parse(exportJson(doc, 'file')) as object
}

const frame = (id: string, size: number) =>
  ({
    type: 'create',
    shape: { id: id as ShapeId, kind: 'frame', at: { ...at, w: size, h: size }, style: {}, name: id },
  }) as unknown as Edit
const parent = (id: string, of: string) => ({ type: 'parent', id: id as ShapeId, parent: of as ShapeId }) as Edit

const nestedFrames = (count: number, size: number) =>
  fileOf((apply) => {
    for (let index = 0; index < count; index += 1)
      apply([frame(`f${index}`, size - index), ...(index > 0 ? [parent(`f${index}`, `f${index - 1}`)] : [])])
  })

function pictureOf(document: object): Attack {
  let board: Promise<TestBoard | null> | null = null
  return async (stranger) => {
    board ??= stranger.board({ document })
    const own = await board
    if (!own) {
      board = null
      return
    }
    await stranger.ask('GET', `/api/boards/${own.id}/export?format=png&scale=4`, { token: own.tokens.viewer })
    await stranger.ask('GET', `/api/boards/${own.id}/thumbnail`, { token: own.tokens.viewer })
  }
}

/** Attacks by what they do, each as one stranger does it. */
export const attacks: Readonly<Record<string, () => Attack>> = {
  'a viewer deletes a range without a length': () => asViewer(() => handMade([], [[fresh(), 1, 0]])),
  'a client twice in one update': () =>
    asEditor(() => {
      const client = fresh()
      const link = (to: string) => ({ client, structs: [any({ parent: 'link', key: 's' }, to)] })
      return handMade([link('https://example.org'), link('javascript:alert(1)')])
    }),
  'elements in elements, six thousand deep': () =>
    asEditor(() => {
      const client = fresh()
      const inner = times(6_000, (level) => type({ parent: [client, level] }, types.element, 'p'))
      return handMade([{ client, structs: [type({ parent: 'text', key: 'deep' }, types.fragment), ...inner] }])
    }),
  'marks, texts and tombstones over the version': () =>
    asEditor(() => handMade([{ client: fresh(), structs: [mark({ parent: 'meta', key: 'schema' }, 'bold', {})] }])),
  'a live stroke called __proto__': () =>
    asEditor(() => {
      const client = fresh()
      const chunk = Uint8Array.from([9, ...Buffer.from('__proto__'), 0, 0, 0, 64, 2, 97, 48, 1, 0])
      return handMade([
        {
          client,
          structs: [type({ parent: 'wet', key: String(client) }, types.array), binary({ parent: [client, 0] }, chunk)],
        },
      ])
    }),
  'known structs under thousands of roots': () =>
    asEditor(() =>
      handMade(times(4_000, (index) => ({ client: 1, structs: [any({ parent: `root${index}`, key: 's' }, 1)] }))),
    ),
  'thousands of subdocuments in a live stroke': () =>
    asEditor(() => {
      const client = fresh()
      return handMade([
        {
          client,
          structs: [
            type({ parent: 'wet', key: String(client) }, types.array),
            ...times(40_000, () => subdocument({ parent: [client, 0] })),
          ],
        },
      ])
    }),
  'collected structs of a million clocks, and joining': () => async (stranger, board) => {
    await send(
      stranger,
      board,
      board.tokens.editor,
      handMade([{ client: fresh(), structs: times(2_000, () => garbage(2 ** 20)) }]),
    )
    for (let joins = 0; joins < 5; joins += 1) (await stranger.join(board, board.tokens.editor))?.terminate()
  },
  'a hundred thousand clients': () =>
    asEditor(() => handMade(times(100_001, () => ({ client: fresh(), structs: [garbage(1)] })))),
  'four thousand clients, again and again': () =>
    asEditor(() => handMade(times(4_000, () => ({ client: fresh(), structs: [garbage(1)] })))),
  'a viewer deletes overlapping ranges': () => {
    const ranges = times(40_000, (index) => [1, index % 997, 1_000] as const)
    return asViewer(() => handMade([], ranges))
  },
  'items that name the same neighbours': () =>
    asEditor(() =>
      text((client) => [
        string({ parent: [client, 1] }, 'ab'),
        ...times(5_000, (index) => string({ origin: [client, 2], right: [client, 3 + (index % 2 ? index : 0)] }, 'x')),
      ]),
    ),
  'a text of thousands of marks': () =>
    asEditor(() =>
      text((client) => [
        string({ parent: [client, 1] }, 'a'),
        ...times(9_000, (index) =>
          mark({ origin: [client, 2 + index] }, 'color', { color: `#${(100_000 + index).toString(16)}0` }),
        ),
      ]),
    ),
  'marks of thousands of names': () =>
    asEditor(() =>
      text((client) => [
        string({ parent: [client, 1] }, 'a'),
        ...times(9_000, (index) => mark({ origin: [client, 2 + index] }, `m${index}`, {})),
      ]),
    ),
  'asking for what is missing, hundreds of times': () => async (stranger, board) => {
    const socket = await stranger.join(board, board.tokens.viewer)
    if (!socket) return
    for (let count = 0; count < 600; count += 1)
      stranger.say(socket, { kind: 'have', stateVector: Uint8Array.of(1, 1, 1), deletions: Uint8Array.of(0, 2, 0) })
    await new Promise<void>((resolve) => {
      socket.once('close', resolve)
      setTimeout(resolve, 1_000)
    })
    socket.terminate()
  },
  'bad frames under a fresh key each time': () => async (stranger, board) => {
    const socket = await stranger.join(board, board.tokens.editor, { key: `${fresh()}`.padStart(24, 'k') })
    if (!socket) return
    socket.send(Buffer.from([99, 1, 2, 3]))
    await new Promise((resolve) => socket.once('close', resolve))
  },
  'bodies without their last byte': () => async (stranger) => {
    await stranger.hang('/api/boards', 8_000_000)
    await new Promise((resolve) => setTimeout(resolve, 200))
  },
  'boards in a loop': () => async (stranger) => {
    await stranger.board()
  },
  'large files imported': () => {
    const body = JSON.stringify({
      document: {
        type: 'inkbridge',
        version: 1,
        title: 'x',
        document: { shapes: Object.fromEntries(times(30_000, (index) => [`s${index}`, rect])) },
      },
    })
    return async (stranger) => {
      await stranger.ask('POST', '/api/boards', { body })
    }
  },
  'exports, many at once': () => async (stranger, board) => {
    await Promise.all(
      times(20, () =>
        stranger.ask('GET', `/api/boards/${board.id}/export?format=json`, { token: board.tokens.viewer }),
      ),
    )
  },
  'a title cut inside a pair, and its export': () => async (stranger, board) => {
    const body = JSON.stringify({ title: `${'a'.repeat(59)}\u{20000}` })
    await stranger.ask('PATCH', `/api/boards/${board.id}`, { token: board.tokens.editor, body })
    await stranger.ask('GET', `/api/boards/${board.id}/export?format=json`, { token: board.tokens.viewer })
  },
  'large messages before joining': () => async (stranger, board) => {
    const socket = await stranger.join({ ...board, id: 'aaaaaaaaaaaa' as TestBoard['id'] }, 'w'.repeat(32))
    socket?.send(Buffer.alloc(3_900_000))
    await new Promise((resolve) => setTimeout(resolve, 100))
  },
  'chunks of a frame that never ends': () => async (stranger, board) => {
    const socket = await stranger.join(board, board.tokens.editor)
    if (!socket) return
    for (let count = 0; count < 40 && socket.readyState === socket.OPEN; count += 1) {
      stranger.say(socket, { kind: 'chunk', rest: 33_000_000 - count * 200_000, bytes: new Uint8Array(200_000) })
      await stranger.rest()
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
  },
  'reading nothing': () => async (stranger, board) => {
    const socket = await stranger.join(board, board.tokens.viewer)
    socket?.pause()
    await new Promise((resolve) => setTimeout(resolve, 500))
  },
  'a picture of nested frames': () => pictureOf(nestedFrames(8, 2_000)),
  'a picture of two thousand frames in frames': () => pictureOf(nestedFrames(2_000, 5_000)),
  'a picture of a hatched square of a million units': () =>
    pictureOf(
      fileOf((apply) =>
        apply([
          {
            type: 'create',
            shape: {
              id: 's' as ShapeId,
              kind: 'rect',
              at: { ...at, w: 1e6, h: 1e6 },
              style: { color: 'ink', width: 2, fill: 'blue', pattern: 'cross-hatch', look: 'sketchy' },
            },
          } as unknown as Edit,
        ]),
      ),
    ),
  'an embed, a document and a value of JSON': () =>
    asEditor(() =>
      text((client) => [
        item(contents.embed, { parent: [client, 1] }, (to) => string({}, '{}')(to)),
        subdocument({ parent: [client, 1] }),
        deleted({ parent: [client, 1] }, 1),
      ]),
    ),
  'a greeting, which only a server sends, of 8 MB': () => async (stranger, board) => {
    const socket = await stranger.join(board, board.tokens.viewer)
    if (!socket) return
    const title = times(2_600_000, () => []) as unknown as string
    stranger.say(socket, { kind: 'hello', hello: { ...greeting, title } })
    await new Promise((resolve) => socket.once('close', resolve))
  },
  'a digest of millions of runs': () => async (stranger, board) => {
    const socket = await stranger.join(board, board.tokens.viewer)
    if (!socket) return
    const deletions = Uint8Array.from([0, 2, 1, 5, 128, 137, 122, ...new Uint8Array(4_000_000).fill(1), 0])
    stranger.say(socket, { kind: 'have', stateVector: Uint8Array.of(1, 1, 1), deletions })
    await Promise.race([
      new Promise((resolve) => socket.once('close', resolve)),
      new Promise((resolve) => setTimeout(resolve, 1_000)),
    ])
    socket.terminate()
  },
  'presence of two thousand people': () => {
    const state = times(1_300, () => [])
    const entries = times(2_000, (slot) => ({ slot, whole: { clientId: slot + 1, state }, cursor: null, shift: null }))
    const delta = encodePresence({ everybody: false, entries })
    return async (stranger, board) => {
      const socket = await stranger.join(board, board.tokens.viewer)
      if (!socket) return
      stranger.say(socket, { kind: 'presence', delta })
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      socket.terminate()
    }
  },
  'a message in thousands of pieces': () => async (stranger, board) => {
    const socket = await stranger.join(board, board.tokens.viewer)
    for (let piece = 0; piece < 4_000 && socket?.readyState === socket?.OPEN; piece += 1)
      socket?.send(Uint8Array.of(1), { fin: false, binary: true })
    await new Promise((resolve) => setTimeout(resolve, 200))
  },
  'thousands of packets in one long-polling write': () => async (stranger, board) => {
    const path = '/socket.io/?EIO=4&transport=polling'
    const headers = { [pollingKeyHeader]: randomUUID() }
    const opened = await stranger.ask('GET', path, { headers })
    const sid = /"sid":"([^"]*)"/.exec(opened.body)?.[1]
    if (!sid) return
    const say = (body: string) => stranger.ask('POST', `${path}&sid=${sid}`, { headers, type: 'text/plain', body })
    await say(`4${JSON.stringify([0, { board: board.id, token: board.tokens.viewer }])}`)
    await say(times(400_000, () => '3').join('\x1e'))
  },
  'thousands of requests in one packet': () => (stranger) =>
    stranger.pour('GET /b/none HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(1_000)),
  'pages, many at once': () => async (stranger) => {
    await Promise.all(times(20, () => stranger.ask('GET', '/b/none')))
  },
}
