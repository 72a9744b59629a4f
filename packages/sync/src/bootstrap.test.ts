import { type BoardId, closeCodes, type PrincipalId } from '@inkbridge/types'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { BoardFace, KeptBoard, LocalStore } from './local/local-store.ts'
import type { Successor } from './successor.ts'
import { DocSync, type DocSyncOptions } from './sync.ts'
import { BoardServer, keysOf } from './testing/board-server.ts'
import { memoryStore } from './testing/memory-store.ts'

const board = 'AAAAAAAAAAAAAAAA' as BoardId
const face: BoardFace = {
  role: 'editor',
  title: 'Harbour',
  you: { id: 'g:mara' as PrincipalId, name: 'Mara', color: '#b33a80' },
}

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  vi.useRealTimers()
})

/** A page of one person on a board, which continues with another document when it is given one, as `going` says. */
function page(
  server: BoardServer,
  options: Omit<DocSyncOptions, 'remade'> = {},
  going: (successor: Successor) => Successor | undefined = (successor) => successor,
) {
  const connect = (doc: Y.Doc, continues?: Successor): DocSync =>
    new DocSync(doc, server.transport, {
      random: () => 0,
      loadSnapshot: server.loadSnapshot,
      loadRetired: server.loadRetired,
      ...options,
      continues,
      remade: (successor) => {
        current.sync.dispose()
        current.doc = new Y.Doc()
        Y.applyUpdate(current.doc, successor.update)
        current.sync = connect(current.doc, going(successor))
        current.remade += 1
      },
    })
  const doc = new Y.Doc()
  const current = {
    doc,
    sync: connect(doc),
    remade: 0,
    draw: (key: string) => current.doc.getMap('shapes').set(key, 1),
  }
  stops.push(() => current.sync.dispose())
  return current
}

async function settled(current: { readonly sync: DocSync }): Promise<void> {
  await vi.waitFor(() => {
    const { connection, edits } = current.sync.status
    expect([connection, edits.device, edits.received]).toEqual(['live', 0, 0])
  })
}

function updateWith(...keys: readonly string[]): Uint8Array {
  const doc = new Y.Doc()
  for (const key of keys) doc.getMap('shapes').set(key, 1)
  return Y.encodeStateAsUpdate(doc)
}

test.each([
  ['the snapshot is loaded', { loading: 1, replacing: 0 }],
  ['this device replaces its copy', { loading: 0, replacing: 2 }],
])('[R10] edits made while %s of another generation are on that generation', async (_, left) => {
  const server = new BoardServer()
  const { state, store } = memoryStore()
  const drawn: string[] = []
  const draw = (moment: 'loading' | 'replacing') => {
    if (left[moment] === 0) return
    left[moment] -= 1
    drawn.push(`${moment} ${left[moment]}`)
    mara.draw(`${moment} ${left[moment]}`)
  }
  const replace: LocalStore['replace'] = (...whole) => {
    draw('replacing')
    return store.replace(...whole)
  }
  const loadSnapshot = () => {
    draw('loading')
    return server.loadSnapshot()
  }
  const mara = page(server, { local: { board, store: { ...store, replace } }, loadSnapshot })
  mara.draw('before')
  await settled(mara)
  server.renew()
  await vi.waitFor(() => expect(mara.remade).toBe(1))
  await settled(mara)
  const all = ['before', ...drawn.sort()]
  expect(drawn.length).toBeGreaterThan(0)
  expect([keysOf(mara.doc), server.keys()]).toEqual([all, all])
  expect(state.kept.face?.generation).toBe(2)
})

/**
 * A board of a second generation, and a local store that has the first with an unsaved edit and fails to read it once.
 */
function renewed() {
  const server = new BoardServer()
  const old = new Y.Doc()
  old.getMap('shapes').set('deleted since', 1)
  old.getMap('shapes').set('stays', 1)
  Y.applyUpdate(server.doc, Y.encodeStateAsUpdate(old))
  server.renew()
  server.doc.getMap('shapes').delete('deleted since')
  old.getMap('shapes').set('unsaved', 1)
  const updates = [Y.encodeStateAsUpdate(old)]
  const { state, store } = memoryStore({ updates, unsaved: 1, face: { ...face, generation: 1 } })
  vi.spyOn(store, 'load').mockRejectedValueOnce(new Error('blocked'))
  return { server, old, state, local: { board, store } }
}

const all = ['meanwhile', 'stays', 'unsaved']

test('[R10] a local copy of an earlier generation that is read late is not merged, and its unsaved edits are kept once', async () => {
  vi.useFakeTimers()
  const { server, old, state, local } = renewed()
  const mara = page(server, { local })
  await settled(mara)
  mara.draw('meanwhile')
  await vi.advanceTimersByTimeAsync(10_000)
  await settled(mara)
  expect([keysOf(mara.doc), server.keys(), mara.remade]).toEqual([all, all, 1])
  expect([...mara.doc.store.clients.keys()]).not.toContain(old.clientID)
  const kept = new Y.Doc()
  for (const update of state.kept.updates) Y.applyUpdate(kept, update)
  expect([keysOf(kept), state.kept.face?.generation]).toEqual([all, 2])
})

test('[R10] a local copy of an earlier generation that is read while the document is being rewritten is not overwritten', async () => {
  vi.useFakeTimers()
  const { server, local } = renewed()
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const loadSnapshot = async () => {
    await held
    return server.loadSnapshot()
  }
  const mara = page(server, { local, loadSnapshot })
  await settled(mara)
  mara.draw('meanwhile')
  server.close({ code: closeCodes.notYours, message: 'theirs' })
  await vi.advanceTimersByTimeAsync(10_000)
  release()
  await vi.advanceTimersByTimeAsync(10_000)
  await settled(mara)
  expect([keysOf(mara.doc), server.keys()]).toEqual([all, all])
})

test('a local copy of the same generation that is read late is merged, and sent to the server', async () => {
  vi.useFakeTimers()
  const server = new BoardServer()
  server.doc.getMap('shapes').set('theirs', 1)
  const { store } = memoryStore({ updates: [updateWith('unsaved')], unsaved: 1, face })
  const { load } = store
  const slow = { ...store, load: () => new Promise<KeptBoard>((resolve) => setTimeout(() => resolve(load()), 4_000)) }
  const mara = page(server, { local: { board, store: slow } })
  await vi.advanceTimersByTimeAsync(3_500)
  expect(keysOf(mara.doc)).toEqual(['theirs'])
  await vi.advanceTimersByTimeAsync(3_000)
  await settled(mara)
  expect([server.keys(), mara.remade]).toEqual([['theirs', 'unsaved'], 0])
})

test('a board that is shown stays shown when local storage reports late that it has no copy', async () => {
  vi.useFakeTimers()
  const server = new BoardServer()
  server.doc.getMap('shapes').set('theirs', 1)
  const { store } = memoryStore()
  const { load } = store
  const slow = { ...store, load: () => new Promise<KeptBoard>((resolve) => setTimeout(() => resolve(load()), 4_000)) }
  const mara = page(server, { local: { board, store: slow } })
  const loaded: boolean[] = []
  mara.sync.observe(() => loaded.push(mara.sync.status.loaded))
  await vi.advanceTimersByTimeAsync(5_000)
  expect([mara.sync.status.keeping, mara.sync.status.loaded, loaded.lastIndexOf(false) < loaded.indexOf(true)]).toEqual(
    ['kept', true, true],
  )
})

test('a large board arrives as a snapshot, and edits made before it arrived are sent', async () => {
  const server = new BoardServer()
  server.doc.getMap('shapes').set('theirs', 1)
  server.documentBytes = 1_000_000
  const wholes: Uint8Array[] = []
  const mara = page(server, {
    onWhole: (update) => wholes.push(update),
    loadSnapshot: async () => {
      mara.draw('early')
      return server.loadSnapshot()
    },
  })
  await settled(mara)
  expect([wholes.length, keysOf(mara.doc), server.keys()]).toEqual([1, ['early', 'theirs'], ['early', 'theirs']])
})

test('a snapshot that arrives after its session ended is not applied', async () => {
  const server = new BoardServer()
  server.documentBytes = 1_000_000
  const wholes: Uint8Array[] = []
  let loads = 0
  const mara = page(server, {
    onWhole: (update) => wholes.push(update),
    loadSnapshot: async () => {
      loads += 1
      if (loads > 1) return server.loadSnapshot()
      server.close({ code: null, message: 'cut' })
      await new Promise((resolve) => setTimeout(resolve, 20))
      return updateWith('stale')
    },
  })
  await settled(mara)
  expect([loads, wholes.length, keysOf(mara.doc)]).toEqual([2, 1, []])
})

/** A board that is re-encoded again, and changed, while a document is being made from its previous state. */
function twiceRenewed() {
  const server = new BoardServer()
  server.doc.getMap('shapes').set('deleted since', 1)
  let renewals = 0
  const loadSnapshot = async () => {
    const board = await server.loadSnapshot()
    renewals += 1
    if (renewals === 1) {
      server.doc.getMap('shapes').delete('deleted since')
      server.renew()
    }
    return board
  }
  return { server, loadSnapshot }
}

test('[R10] a document that replaced another is not merged with a board that was re-encoded again since', async () => {
  const { server, loadSnapshot } = twiceRenewed()
  const mara = page(server, { loadSnapshot })
  await settled(mara)
  server.renew()
  mara.draw('mine')
  await vi.waitFor(() => expect(mara.remade).toBe(2))
  await settled(mara)
  expect([keysOf(mara.doc), server.keys()]).toEqual([['mine'], ['mine']])
})

test('a document without a record of its origin brings back what was deleted since', async () => {
  const { server, loadSnapshot } = twiceRenewed()
  const mara = page(server, { loadSnapshot }, () => undefined)
  await settled(mara)
  server.renew()
  mara.draw('mine')
  await vi.waitFor(() => expect(server.keys()).toEqual(['deleted since', 'mine']))
})

test.each([
  ['for a moment', 2],
  ['for longer than there are tries', 20],
])(
  '[R10] local storage that rejects writes %s while the generation changes does not block the board, and nothing deleted returns',
  async (_, failures) => {
    vi.useFakeTimers()
    const server = new BoardServer()
    const { state, store } = memoryStore()
    const replace = vi.fn(store.replace)
    for (let failure = 0; failure < failures; failure += 1)
      replace.mockRejectedValueOnce(new Error('QuotaExceededError'))
    const mara = page(server, { local: { board, store: { ...store, replace } } })
    mara.draw('deleted since')
    await settled(mara)
    server.renew()
    mara.draw('mine')
    server.doc.getMap('shapes').delete('deleted since')
    await vi.waitFor(() => expect(mara.remade).toBe(1))
    await vi.advanceTimersByTimeAsync(60_000)
    await settled(mara)
    expect([keysOf(mara.doc), server.keys(), mara.remade]).toEqual([['mine'], ['mine'], 1])
    const kept = new Y.Doc()
    for (const update of state.kept.updates) Y.applyUpdate(kept, update)
    expect([mara.sync.status.keeping, keysOf(kept), state.kept.face?.generation]).toEqual(['kept', ['mine'], 2])
  },
)

/** The status of a page that continues with another document, before the server has its edits. */
async function countsOf(going: (successor: Successor) => Successor | undefined): Promise<ReadonlySet<number>> {
  const server = new BoardServer()
  const counts = new Set<number>()
  const mara = page(server, {}, (successor) => {
    queueMicrotask(() => mara.sync.observe(look))
    return going(successor)
  })
  const look = () => {
    const { device, received } = mara.sync.status.edits
    if (!server.keys().includes('mine')) counts.add(device + received)
  }
  await settled(mara)
  server.renew()
  mara.draw('mine')
  await vi.waitFor(() => expect(server.keys()).toEqual(['mine']))
  await settled(mara)
  return counts
}

test('[R10] edits carried over to another generation count as unsaved until the server has saved them', async () => {
  expect([...(await countsOf((successor) => successor))]).toEqual([1])
})

test('a document without a record of its origin counts nothing of it as unsaved', async () => {
  expect([...(await countsOf(() => undefined))]).toEqual([0])
})

test('[R10] edits that a server restored from a backup has lost are sent to it again', async () => {
  const server = new BoardServer()
  const backup = Y.encodeStateAsUpdate(server.doc)
  const mara = page(server)
  mara.draw('lost by the server')
  await settled(mara)
  server.renew()
  await vi.waitFor(() => expect(mara.remade).toBe(1))
  await settled(mara)
  server.doc = new Y.Doc()
  Y.applyUpdate(server.doc, backup)
  server.generation = 1
  server.retired.clear()
  server.close({ code: null, message: 'the server restarts' })
  mara.draw('unsaved')
  await vi.waitFor(() => expect(server.keys()).toEqual(['lost by the server', 'unsaved']))
  await settled(mara)
})

test('[R10] edits made on a damaged board that turns out to be valid are there, once', async () => {
  const server = new BoardServer()
  server.doc.getMap('shapes').set('theirs', 1)
  server.generation = -1
  const mara = page(server)
  await settled(mara)
  server.close({ code: null, message: 'the server restarts' })
  server.generation = 1
  mara.draw('mine')
  await vi.waitFor(() => expect(mara.remade).toBe(1))
  await settled(mara)
  expect([keysOf(mara.doc), server.keys()]).toEqual([
    ['mine', 'theirs'],
    ['mine', 'theirs'],
  ])
})
