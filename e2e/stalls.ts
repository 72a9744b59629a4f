import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { Stalls } from './probes/stalls.ts'
import type { TestServer } from './server.ts'

/** What the probe `stalls` of a server reports since the last call. */
export async function stalls(server: TestServer): Promise<Stalls> {
  const file = join(server.dataDir, 'stalls.json')
  rmSync(file, { force: true })
  server.signal('SIGUSR2')
  let read: Stalls | null = null
  await expect
    .poll(() => {
      read = parsed(file)
      return read
    })
    .not.toBeNull()
  if (!read) throw new Error('the server did not say how it is')
  return read
}

function parsed(file: string): Stalls | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Stalls
  } catch {
    return null
  }
}
