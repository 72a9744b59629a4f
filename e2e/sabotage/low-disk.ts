import { existsSync, promises } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'

/** Reports little free disk space while a file called `full` is in the data folder. */
const flag = join(process.env.DATA_DIR ?? '', 'full')
const { statfs } = promises

promises.statfs = (async (folder: string) => {
  const space = await statfs(folder)
  return existsSync(flag) ? { ...space, bavail: 1 } : space
}) as typeof statfs
syncBuiltinESMExports()
