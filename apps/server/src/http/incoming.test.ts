import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type BodySink, openIncoming } from './incoming.ts'

let dataDir = ''
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'inkbridge-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const part = Buffer.alloc(65_536, 'x')

async function write(sink: BodySink, parts: number): Promise<void> {
  for (let index = 0; index < parts; index += 1) {
    await new Promise<void>((resolve) => {
      if (sink.write(part, resolve)) resolve()
    })
  }
}

function files(): readonly string[] {
  return readdirSync(join(dataDir, 'incoming'))
}

test('a small body stays in memory', async () => {
  const sink = openIncoming(dataDir).open(() => {})
  await write(sink, 2)
  expect(sink.bufferedBytes).toBe(131_072)
  expect(await sink.end()).toEqual({ bytes: 131_072, content: Buffer.alloc(131_072, 'x') })
  expect(files()).toEqual([])
})

test('a larger one is stored unchanged in a private file until it is discarded', async () => {
  const sink = openIncoming(dataDir).open(() => {})
  await write(sink, 100)
  const { bytes, content } = await sink.end()
  expect([bytes, sink.bufferedBytes, statSync(String(content)).mode & 0o777]).toEqual([6_553_600, 0, 0o600])
  expect(readFileSync(String(content)).equals(Buffer.alloc(6_553_600, 'x'))).toBe(true)
  sink.discard()
  sink.discard()
  await vi.waitUntil(() => files().length === 0)
})

test('one that is discarded before its end leaves no file', async () => {
  const sink = openIncoming(dataDir).open(() => {})
  await write(sink, 5)
  await vi.waitUntil(() => files().length === 1)
  sink.discard()
  await vi.waitUntil(() => files().length === 0)
})

test('files left by a killed process are removed', () => {
  openIncoming(dataDir)
  const left = join(dataDir, 'incoming', 'left')
  writeFileSync(left, 'x')
  openIncoming(dataDir)
  expect(existsSync(left)).toBe(false)
})

test('an error of the disk is reported', async () => {
  const incoming = openIncoming(dataDir)
  rmSync(join(dataDir, 'incoming'), { recursive: true })
  const failed = vi.fn()
  incoming.open(failed).write(Buffer.alloc(200_000), () => {})
  await vi.waitUntil(() => failed.mock.calls.length > 0)
  expect(failed.mock.calls[0]?.[0]).toMatchObject({ code: 'ENOENT' })
})
