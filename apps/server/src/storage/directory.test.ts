import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSecrets } from '../admission/secrets.ts'
import { createDirectory } from './directory.ts'
import { openSqlite } from './sqlite.ts'
import { describeDirectory } from './testing/directory-suite.ts'
import { openMemorySqlite } from './testing/memory-sqlite.ts'

describeDirectory('the directory in a database in memory', async (now) => {
  const folder = await mkdtemp(join(tmpdir(), 'inkbridge-'))
  const sqlite = openMemorySqlite()
  return {
    directory: createDirectory(sqlite, openSecrets(folder), now),
    dispose: async () => {
      await sqlite.close()
      await rm(folder, { recursive: true })
    },
  }
})

describeDirectory('the directory in a data folder', async (now) => {
  const folder = await mkdtemp(join(tmpdir(), 'inkbridge-'))
  const sqlite = await openSqlite(folder)
  return {
    directory: createDirectory(sqlite, openSecrets(folder), now),
    dispose: async () => {
      await sqlite.close()
      await rm(folder, { recursive: true })
    },
  }
})
