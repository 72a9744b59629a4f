import { existsSync, promises } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'

/** Little of the disk is free while there is a file called `full` in the data folder. */
const flag = join(process.env.DATA_DIR ?? '', 'full')
const { statfs } = promises

promises.statfs = (async (folder: string) => {
  const space = await statfs(folder)
  return existsSync(flag) ? { ...space, bavail: 1 } : space
}) as typeof statfs
syncBuiltinESMExports()
