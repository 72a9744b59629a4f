import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDirectory } from './directory.ts'
import { openSecrets } from './secrets.ts'
import { openSqlite, type Sqlite } from './sqlite.ts'
import { openTables } from './sqlite-dialect.ts'
import { type DirectoryUnderTest, describeDirectory } from './testing/directory-suite.ts'
import { openMemorySqlite } from './testing/memory-sqlite.ts'
import { describeSharing } from './testing/sharing-suite.ts'

for (const describeContract of [describeDirectory, describeSharing]) {
  describeContract('the directory in a database in memory that has no tables of a log', (now) => {
    const sqlite = openMemorySqlite()
    for (const table of ['journal', 'segments', 'owners', 'snapshots', 'generations', 'checks', 'quarantine', 'probes'])
      sqlite.database.exec(`DROP TABLE ${table}`)
    return openIn(sqlite, now)
  })

  describeContract('the directory in a data folder', async (now) => {
    const folder = await temporaryFolder()
    return openIn(await openSqlite(folder), now, folder)
  })
}

async function openIn(sqlite: Sqlite, now: () => number, given?: string): Promise<DirectoryUnderTest> {
  const folder = given ?? (await temporaryFolder())
  const secrets = openSecrets(folder)
  return {
    directory: createDirectory(openTables(sqlite), secrets, now),
    secrets,
    dispose: async () => {
      await sqlite.close()
      await rm(folder, { recursive: true })
    },
  }
}

function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'inkbridge-'))
}
