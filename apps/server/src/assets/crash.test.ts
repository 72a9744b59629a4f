import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { AssetId, BoardId } from '@inkbridge/types'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { createDirectory } from '../storage/directory.ts'
import { openDiskStorage } from '../testing/test-storage.ts'
import { openDiskStore } from './disk-store.ts'

const file = fileURLToPath(new URL('./testing/crashing-server.ts', import.meta.url))
const kills = 4

/** Kills the uploading process after it has acknowledged some pictures; resolves with their ids. */
async function uploadUntilKilled(
  dataDir: string,
  board: BoardId,
  from: number,
  most: number,
): Promise<readonly AssetId[]> {
  const child = spawn(process.execPath, [file, dataDir, board, String(from)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (part: Buffer) => {
    output += part.toString()
    if (output.split('\n').length > most) child.kill('SIGKILL')
  })
  await new Promise((resolve) => child.once('close', resolve))
  return output.split('\n').slice(0, -1) as AssetId[]
}

test('pictures that were acknowledged are there after kill -9, whole, and no others', {
  timeout: 120_000,
}, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkbridge-'))
  try {
    const before = await openDiskStorage(dataDir)
    const { id: board } = await createDirectory(before.tables, before.secrets).create('Harbour', null)
    await before.close()
    const acknowledged = new Set<AssetId>()
    for (let kill = 0; kill < kills; kill += 1)
      for (const asset of await uploadUntilKilled(dataDir, board, acknowledged.size, 3 + kill)) acknowledged.add(asset)
    expect(acknowledged.size).toBeGreaterThanOrEqual(kills * 3)

    const after = await openDiskStorage(dataDir)
    const rows = await createDirectory(after.tables, after.secrets).assetsOf(board)
    await after.close()
    const known = new Set(rows.map(({ asset }) => asset))
    expect([...acknowledged].filter((asset) => !known.has(asset))).toEqual([])
    const store = openDiskStore(dataDir)
    for (const { asset } of rows) {
      const content = await store.read({ board, asset }, 'full')
      if (!content) return expect.unreachable(`${asset} has a row and no file`)
      expect((await sharp(await buffer(content.stream)).metadata()).format).toBe('png')
    }
  } finally {
    rmSync(dataDir, { recursive: true })
  }
})
