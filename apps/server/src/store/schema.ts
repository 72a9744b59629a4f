/** Written to `PRAGMA user_version`; a database with a higher one is refused. */
export const schemaVersion = 2

export const schema = `
  CREATE TABLE IF NOT EXISTS boards (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, createdAt INTEGER NOT NULL, deletedAt INTEGER
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS links (
    id TEXT PRIMARY KEY, board TEXT NOT NULL REFERENCES boards (id), role TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE, sealed TEXT NOT NULL,
    createdAt INTEGER NOT NULL, expiresAt INTEGER, revokedAt INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS linksByBoard ON links (board);
  CREATE TABLE IF NOT EXISTS grants (
    board TEXT NOT NULL REFERENCES boards (id), principal TEXT NOT NULL, link TEXT NOT NULL, role TEXT NOT NULL,
    createdAt INTEGER NOT NULL, PRIMARY KEY (board, principal, link)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS grantsByPrincipal ON grants (principal);
  CREATE TABLE IF NOT EXISTS people (
    principal TEXT PRIMARY KEY, name TEXT NOT NULL, color TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS updates (
    board TEXT NOT NULL, seq INTEGER NOT NULL, author TEXT, at INTEGER NOT NULL,
    bytes BLOB NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (board, seq)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS snapshots (
    board TEXT PRIMARY KEY, seq INTEGER NOT NULL, bytes BLOB NOT NULL, checksum INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS probes (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL);
`
