import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Files of the server in its folder. */
const ownFiles = /^(?:inkbridge\.db|lock\.db|secret\.key|control\.sock)/

/**
 * Creates the data folder, and makes it and its files private to this account. A folder that contains other
 * files keeps its mode, since it has another purpose. Windows has no such modes.
 */
export function makePrivateFolder(folder: string): void {
  makeFolder(folder)
  if (process.platform === 'win32') return
  const names = readdirSync(folder)
  if (names.every((name) => ownFiles.test(name))) restrict(folder, 0o700)
  for (const name of names) if (ownFiles.test(name)) restrict(join(folder, name), 0o600)
}

/** Creates a folder with its parents. Node's recursive option never returns where that is impossible, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  if (!existsSync(dirname(folder))) makeFolder(dirname(folder))
  mkdirSync(folder, 0o700)
}

/** Removes permissions beyond `most`, unless the file belongs to another account. */
function restrict(path: string, most: number): void {
  const { mode, uid } = statSync(path)
  if ((mode & 0o777 & ~most) !== 0 && uid === process.getuid?.()) chmodSync(path, mode & most)
}
