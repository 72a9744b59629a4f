import { crc32 } from 'node:zlib'
import type { Database } from 'better-sqlite3'
import { joinRuns, type RunEntry, segmentOf } from '../log.ts'

/** Written to `PRAGMA user_version`; a database with a higher one is refused. */
export const schemaVersion = 7

const schema = `
  CREATE TABLE IF NOT EXISTS boards (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, createdAt INTEGER NOT NULL, deletedAt INTEGER,
    used INTEGER NOT NULL DEFAULT 1, openedAt INTEGER, passable INTEGER NOT NULL DEFAULT 1,
    lockedAt INTEGER
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS links (
    id TEXT PRIMARY KEY, board TEXT NOT NULL REFERENCES boards (id), role TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE, sealed TEXT NOT NULL,
    createdAt INTEGER NOT NULL, expiresAt INTEGER, revokedAt INTEGER,
    name TEXT NOT NULL DEFAULT '', password TEXT, maxUses INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS linksByBoard ON links (board);
  CREATE TABLE IF NOT EXISTS grants (
    board TEXT NOT NULL REFERENCES boards (id), principal TEXT NOT NULL, link TEXT NOT NULL, role TEXT NOT NULL,
    createdAt INTEGER NOT NULL, endedAt INTEGER, PRIMARY KEY (board, principal, link)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS grantsByPrincipal ON grants (principal);
  CREATE TABLE IF NOT EXISTS boardPeople (
    board TEXT NOT NULL REFERENCES boards (id), principal TEXT NOT NULL, role TEXT, blockedAt INTEGER, seenAt INTEGER,
    PRIMARY KEY (board, principal)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY, board TEXT NOT NULL REFERENCES boards (id), at INTEGER NOT NULL,
    actor TEXT NOT NULL, action TEXT NOT NULL, person TEXT, link TEXT, role TEXT
  );
  CREATE INDEX IF NOT EXISTS auditByBoard ON audit (board, id);
  CREATE TABLE IF NOT EXISTS people (
    principal TEXT PRIMARY KEY, name TEXT NOT NULL, color TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS folders (
    id TEXT PRIMARY KEY, principal TEXT NOT NULL, parent TEXT, name TEXT NOT NULL, createdAt INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS foldersByPrincipal ON folders (principal);
  CREATE TABLE IF NOT EXISTS marks (
    principal TEXT NOT NULL, board TEXT NOT NULL REFERENCES boards (id), starred INTEGER NOT NULL,
    folder TEXT, openedAt INTEGER, PRIMARY KEY (principal, board)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS marksByBoard ON marks (board);
  CREATE INDEX IF NOT EXISTS marksByFolder ON marks (folder);
  CREATE TABLE IF NOT EXISTS indexedBoards (
    id INTEGER PRIMARY KEY, board TEXT NOT NULL UNIQUE REFERENCES boards (id), indexedAt INTEGER NOT NULL
  );
  CREATE VIRTUAL TABLE IF NOT EXISTS boardTexts USING fts5 (
    text, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
  );
  INSERT INTO boardTexts (boardTexts, rank) VALUES ('secure-delete', 1);
  CREATE TABLE IF NOT EXISTS devices (
    id TEXT PRIMARY KEY, principal TEXT NOT NULL, label TEXT NOT NULL,
    createdAt INTEGER NOT NULL, seenAt INTEGER NOT NULL, revokedAt INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS devicesByPrincipal ON devices (principal);
  CREATE TABLE IF NOT EXISTS accounts (
    principal TEXT PRIMARY KEY, email TEXT UNIQUE, password TEXT, role TEXT NOT NULL,
    createdAt INTEGER NOT NULL, disabledAt INTEGER, erasedAt INTEGER
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS identities (
    issuer TEXT NOT NULL, subject TEXT NOT NULL, account TEXT NOT NULL REFERENCES accounts (principal),
    PRIMARY KEY (issuer, subject)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS identitiesByAccount ON identities (account);
  CREATE TABLE IF NOT EXISTS passwordLinks (
    hash TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts (principal), expiresAt INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS linkedGuests (
    guest TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts (principal), device TEXT NOT NULL,
    linkedAt INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS linkedGuestsByAccount ON linkedGuests (account);
  CREATE TABLE IF NOT EXISTS movedGrants (
    guest TEXT NOT NULL, board TEXT NOT NULL REFERENCES boards (id), link TEXT NOT NULL, role TEXT NOT NULL,
    createdAt INTEGER NOT NULL, own TEXT, PRIMARY KEY (guest, board, link)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS movedGrantsByBoard ON movedGrants (board);
  CREATE TABLE IF NOT EXISTS assets (
    board TEXT NOT NULL REFERENCES boards (id), asset TEXT NOT NULL, type TEXT NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, bytes INTEGER NOT NULL, animated INTEGER NOT NULL,
    uploaded INTEGER NOT NULL, storedAt INTEGER NOT NULL, unreferencedSince INTEGER, PRIMARY KEY (board, asset)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS journal (
    id INTEGER PRIMARY KEY, bytes BLOB NOT NULL, checksum INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS segments (
    id INTEGER PRIMARY KEY, board TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    changedAt INTEGER NOT NULL, packing TEXT NOT NULL, bytes BLOB NOT NULL, checksum INTEGER NOT NULL
  );
  CREATE UNIQUE INDEX IF NOT EXISTS segmentsByBoard ON segments (board, last, first, changedAt);
  CREATE TABLE IF NOT EXISTS owners (
    board TEXT NOT NULL, client INTEGER NOT NULL, principal TEXT NOT NULL, PRIMARY KEY (board, client)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS snapshots (
    id INTEGER PRIMARY KEY, board TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL,
    bytes BLOB NOT NULL, checksum INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS generations (
    board TEXT NOT NULL, generation INTEGER NOT NULL, first INTEGER NOT NULL,
    stateVector BLOB NOT NULL, deletions BLOB, PRIMARY KEY (board, generation)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS checks (
    board TEXT PRIMARY KEY, version INTEGER NOT NULL, seq INTEGER NOT NULL, damage TEXT
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS quarantine (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, board TEXT, first INTEGER, last INTEGER,
    bytes BLOB NOT NULL, checksum INTEGER NOT NULL, foundAt INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS quarantineByBoard ON quarantine (board);
  CREATE TABLE IF NOT EXISTS probes (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL);
`

/** Migrates a database to this schema, atomically. Throws if its schema is newer. */
export function migrate(database: Database): void {
  const version = database.pragma('user_version', { simple: true })
  if (typeof version !== 'number' || version > schemaVersion) {
    throw new Error(
      `This data folder was written by a newer Inkbridge (format ${version}; this one knows ${schemaVersion}). Nothing was changed.`,
    )
  }
  database.transaction(() => {
    const old = database.prepare("SELECT name FROM sqlite_master WHERE name = 'updates'").get() !== undefined
    if (old) database.exec('ALTER TABLE snapshots RENAME TO oldSnapshots')
    database.exec(schema)
    addUse(database)
    addPassable(database)
    addSharing(database)
    if (old) fromUpdates(database)
    database.pragma(`user_version = ${schemaVersion}`)
  })()
}

/** Format 3 did not record use: existing boards count as used. */
function addUse(database: Database): void {
  const columns = database.prepare("SELECT name FROM pragma_table_info('boards')").pluck().all()
  if (columns.includes('used')) return
  database.exec(`
    ALTER TABLE boards ADD COLUMN used INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE boards ADD COLUMN openedAt INTEGER`)
}

/** Format 4 had no setting for passing on links: editors may. */
function addPassable(database: Database): void {
  const columns = database.prepare("SELECT name FROM pragma_table_info('boards')").pluck().all()
  if (!columns.includes('passable')) database.exec('ALTER TABLE boards ADD COLUMN passable INTEGER NOT NULL DEFAULT 1')
}

/** Format 6 had links without names, passwords and limits, no locks, and nobody removed from a board. */
function addSharing(database: Database): void {
  addColumns(database, 'boards', { lockedAt: 'INTEGER' })
  addColumns(database, 'links', { name: "TEXT NOT NULL DEFAULT ''", password: 'TEXT', maxUses: 'INTEGER' })
  addColumns(database, 'grants', { endedAt: 'INTEGER' })
}

/** Adds those of these columns that a table lacks. */
function addColumns(database: Database, table: string, wanted: Readonly<Record<string, string>>): void {
  const columns = database.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table)
  for (const [name, definition] of Object.entries(wanted))
    if (!columns.includes(name)) database.exec(`ALTER TABLE ${table} ADD COLUMN ${name} ${definition}`)
}

/** Format 2 had a row for each update. */
function fromUpdates(database: Database): void {
  const add = database.prepare(
    'INSERT INTO segments (board, first, last, changedAt, packing, bytes, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const setApart = database.prepare(
    `INSERT INTO quarantine (source, board, first, last, bytes, checksum, foundAt)
      SELECT 'updates', board, seq, seq, bytes, checksum, ? FROM updates WHERE board = ? AND seq = ?`,
  )
  const updates = database.prepare(
    'SELECT seq, author, at, bytes AS "update", checksum FROM updates WHERE board = ? ORDER BY seq',
  )
  for (const board of database.prepare('SELECT DISTINCT board FROM updates').pluck().all() as string[]) {
    const rows = updates.all(board) as (RunEntry & { readonly seq: number; readonly checksum: number })[]
    const sound = rows.filter(({ update, checksum }) => crc32(update) === checksum)
    for (const row of rows) if (!sound.includes(row)) setApart.run(Date.now(), board, row.seq)
    for (const run of joinRuns(sound.map((row) => ({ board, first: row.seq, entries: [{ ...row, claims: [] }] })))) {
      const { first, last, changedAt, packing, bytes } = segmentOf(run, 'deflate')
      add.run(board, first, last, changedAt, packing, bytes, crc32(bytes))
    }
  }
  database.exec(`
    INSERT INTO snapshots (board, seq, bytes, checksum) SELECT board, seq, bytes, checksum FROM oldSnapshots;
    DROP TABLE oldSnapshots;
    DROP TABLE updates`)
}
