import { parentPort, workerData } from 'node:worker_threads'
import { crc32 } from 'node:zlib'
import Database from 'better-sqlite3'
import { schema, schemaVersion } from './schema.ts'
import type { Answer, Request, Statement, StoredUpdate } from './sqlite-messages.ts'

/**
 * The one writer of the database, off the main thread because a commit waits for the disk.
 * Every message is one transaction, answered when it is on disk.
 */
const { file } = workerData as { file: string }
const database = new Database(file)
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
database.pragma('foreign_keys = ON')
database.pragma('busy_timeout = 5000')

const version = database.pragma('user_version', { simple: true })
if (typeof version !== 'number' || version > schemaVersion) {
  throw new Error(
    `This data folder was written by a newer Inkbridge (format ${version}; this one knows ${schemaVersion}). Nothing was changed.`,
  )
}
database.exec(schema)
database.pragma(`user_version = ${schemaVersion}`)

const insert = database.prepare(
  'INSERT INTO updates (board, seq, author, at, bytes, checksum) VALUES (?, ?, ?, ?, ?, ?)',
)
const selectSnapshot = database.prepare('SELECT seq, bytes, checksum FROM snapshots WHERE board = ?')
const selectUpdates = database.prepare(
  'SELECT seq, bytes, checksum FROM updates WHERE board = ? AND seq > ? ORDER BY seq',
)
const selectHead = database.prepare('SELECT max(seq) AS seq FROM updates WHERE board = ?')
const replaceSnapshot = database.prepare('REPLACE INTO snapshots (board, seq, bytes, checksum) VALUES (?, ?, ?, ?)')
const touch = database.prepare('REPLACE INTO probes (id, at) VALUES (1, ?)')

const append = database.transaction((updates: readonly StoredUpdate[]) => {
  for (const { board, seq, author, at, bytes } of updates) insert.run(board, seq, author, at, bytes, crc32(bytes))
})

interface Row {
  readonly seq: number
  readonly bytes: Buffer
  readonly checksum: number
}

function load(board: string): Answer['result'] {
  const snapshot = selectSnapshot.get(board) as Row | undefined
  const sound = snapshot && crc32(snapshot.bytes) === snapshot.checksum ? snapshot : undefined
  const rows = selectUpdates.all(board, sound?.seq ?? 0) as Row[]
  const damaged = rows.filter(({ bytes, checksum }) => crc32(bytes) !== checksum).map(({ seq }) => seq)
  const head = selectHead.get(board) as { seq: number | null }
  return {
    snapshot: sound ? new Uint8Array(sound.bytes) : null,
    updates: rows.filter(({ seq }) => !damaged.includes(seq)).map(({ bytes }) => new Uint8Array(bytes)),
    seq: Math.max(head.seq ?? 0, sound?.seq ?? 0),
    tail: rows.length,
    damaged,
  }
}

function query({ sql, parameters }: Statement): Answer['result'] {
  const statement = database.prepare(sql)
  if (statement.reader) return { rows: statement.all(...parameters) }
  return { rows: [], changes: statement.run(...parameters).changes }
}

const transact = database.transaction((statements: readonly Statement[]) => {
  for (const statement of statements) query(statement)
})

function perform(request: Request): Answer['result'] {
  switch (request.type) {
    case 'append':
      append(request.updates)
      return null
    case 'load':
      return load(request.board)
    case 'snapshot':
      replaceSnapshot.run(request.board, request.seq, request.bytes, crc32(request.bytes))
      return null
    case 'probe':
      touch.run(Date.now())
      return null
    case 'query':
      return query(request)
    case 'transaction':
      transact(request.statements)
      return null
    case 'close':
      database.close()
      return null
  }
}

parentPort?.on('message', ({ id, request }: { id: number; request: Request }) => {
  try {
    parentPort?.postMessage({ id, result: perform(request) } satisfies Answer)
  } catch (error) {
    parentPort?.postMessage({
      id,
      result: null,
      error: error instanceof Error ? error.message : String(error),
    } satisfies Answer)
  }
  if (request.type === 'close') parentPort?.close()
})
