import { rmSync } from 'node:fs'
import { basename } from 'node:path'

/** Prefix of the working directories created for child processes. */
export const workFolderPrefix = 'inkbridge-work-'

/** Kills this process, and removes its working directory if that was created for it. */
export function leave(): void {
  try {
    const folder = process.cwd()
    if (basename(folder).startsWith(workFolderPrefix)) rmSync(folder, { recursive: true, force: true })
  } finally {
    process.kill(process.pid, 'SIGKILL')
  }
}
