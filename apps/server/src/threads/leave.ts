import { rmSync } from 'node:fs'
import { basename } from 'node:path'

/** Prefix of the names of the folders that are made for child processes. */
export const workFolderPrefix = 'inkbridge-work-'

/** Kills this process at once, and removes its working directory if that was made for it. */
export function leave(): void {
  try {
    const folder = process.cwd()
    if (basename(folder).startsWith(workFolderPrefix)) rmSync(folder, { recursive: true, force: true })
  } finally {
    process.kill(process.pid, 'SIGKILL')
  }
}
