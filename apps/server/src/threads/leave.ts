import { rmSync } from 'node:fs'
import { basename } from 'node:path'

/** How the name of a folder begins that was made for such a process. */
export const workFolderPrefix = 'inkbridge-work-'

/** Ends a process that nobody waits for, at once and with the folder that was made for it; no other folder is removed. */
export function leave(): void {
  try {
    const folder = process.cwd()
    if (basename(folder).startsWith(workFolderPrefix)) rmSync(folder, { recursive: true, force: true })
  } finally {
    process.kill(process.pid, 'SIGKILL')
  }
}
