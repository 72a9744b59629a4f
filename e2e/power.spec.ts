import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seeded } from '@inkbridge/types/testing'
import { expect } from '@playwright/test'
import { createBoard } from './board.ts'
import { Drawer, shapesOn } from './drawers.ts'
import { full, test } from './journey.ts'
import { TestServer } from './server.ts'

/**
 * Simulates a power cut. The server's data is on a file system in an image; the server is stopped while it works, and
 * the image copied: written but unsynced data is not in it. Killing a process cannot show that, since the system keeps
 * its writes.
 */

const cuts = 10
const people = 5
const imageMb = 128

// Ten cuts take minutes: pnpm test --full.
if (full) {
  test.skip(() => !canMount(), 'needs root, mkfs.ext4 and loop devices')

  test(`power is cut ${cuts} times under load: the disk has everything that was acknowledged`, async () => {
    test.setTimeout(cuts * 60_000)
    const { missing, promised } = await cutUnderLoad(cuts, {})
    expect(promised).toBeGreaterThan(cuts * people * 20)
    expect(missing).toEqual([])
  })

  test('a server whose commits do not wait for the disk loses edits in the same test', async () => {
    test.setTimeout(cuts * 60_000)
    const { missing } = await cutUnderLoad(4, { preload: './sabotage/no-sync.ts' })
    expect(missing.length).toBeGreaterThan(0)
  })
}

/** Returns the acknowledged edits that are missing on the disk afterwards, and how many were acknowledged. */
async function cutUnderLoad(count: number, options: { readonly preload?: string }) {
  const seed = Date.now() % 1_000_000
  process.stdout.write(`seed ${seed}\n`)
  const random = seeded(seed)
  const missing: string[] = []
  let promised = 0
  for (let round = 0; round < count; round += 1) {
    const disk = new Disk()
    const server = await TestServer.start({ ...options, dataDir: disk.folder })
    const board = await createBoard(server)
    const drawers = Array.from({ length: people }, (_, who) => new Drawer(server, board, `${who}`))
    const enough = 20 + Math.floor(random() * 200)
    await expect
      .poll(() => Math.min(...drawers.map(({ saved }) => saved.length)), { intervals: [5], timeout: 90_000 })
      .toBeGreaterThan(enough)
    // Edits acknowledged after the copy was made do not count: the list is written down first.
    server.signal('SIGSTOP')
    const saved = drawers.flatMap((drawer) => drawer.saved)
    const copy = disk.cut()
    for (const drawer of drawers) drawer.leave()
    server.signal('SIGCONT')
    await server.dispose()
    disk.dispose()
    const after = await TestServer.start({ dataDir: copy.folder })
    // If the board itself is missing nothing can be found.
    const there = await shapesOn(after, board).catch(() => new Set<string>())
    missing.push(...saved.filter((id) => !there.has(id)))
    promised += saved.length
    await after.dispose()
    copy.dispose()
  }
  return { missing, promised }
}

/** Left over from a test that failed. */
const mounted = new Set<Disk>()
test.afterEach(() => {
  for (const disk of [...mounted]) disk.dispose()
})

/** An ext4 file system in a file, mounted. */
class Disk {
  readonly folder: string
  readonly #place: string

  constructor(image?: string) {
    this.#place = mkdtempSync(join(tmpdir(), 'inkbridge-disk-'))
    this.folder = join(this.#place, 'mounted')
    const file = join(this.#place, 'image')
    mkdirSync(this.folder)
    if (image) copyFileSync(image, file)
    else {
      execFileSync('truncate', ['-s', `${imageMb}M`, file])
      execFileSync('mkfs.ext4', ['-q', '-F', file])
    }
    execFileSync('mount', ['-o', 'loop', file, this.folder])
    mounted.add(this)
  }

  /** The disk as it would be found after a power cut now. */
  cut(): Disk {
    return new Disk(join(this.#place, 'image'))
  }

  dispose(): void {
    if (!mounted.delete(this)) return
    // A server left over from a failed test may still use it.
    execFileSync('umount', ['-l', this.folder])
    rmSync(this.#place, { recursive: true })
  }
}

function canMount(): boolean {
  if (process.getuid?.() !== 0) return false
  try {
    new Disk().dispose()
    return true
  } catch {
    return false
  }
}
