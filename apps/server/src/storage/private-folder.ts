import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What a server keeps in its folder. */
const ownFiles = /^(?:inkbridge\.db|lock\.db|secret\.key|control\.sock)/

/**
 * Makes the data folder, and takes it and what is in it from every other user of the machine. A folder that holds other
 * things as well keeps its own mode: it is somebody's for another purpose. Windows has no such modes.
 */
export function makePrivateFolder(folder: string): void {
  makeFolder(folder)
  if (process.platform === 'win32') return
  const names = readdirSync(folder)
  if (names.every((name) => ownFiles.test(name))) restrict(folder, 0o700)
  for (const name of names) if (ownFiles.test(name)) restrict(join(folder, name), 0o600)
}

/** Node's own recursive way never returns where the system refuses folders, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  if (!existsSync(dirname(folder))) makeFolder(dirname(folder))
  mkdirSync(folder, 0o700)
}

/** Takes rights away and gives none. Only an owner may: what belongs to somebody else is left as it is. */
function restrict(path: string, most: number): void {
  const { mode, uid } = statSync(path)
  if ((mode & 0o777 & ~most) !== 0 && uid === process.getuid?.()) chmodSync(path, mode & most)
}
