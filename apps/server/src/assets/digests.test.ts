import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { Digests } from './digests.ts'

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

/** Stored bytes that count how often they are opened, and how many are read at once. */
function counted() {
  const counts = { opened: 0, open: 0, most: 0 }
  const open = async (text: string) => {
    counts.opened += 1
    counts.open += 1
    counts.most = Math.max(counts.most, counts.open)
    const stream = Readable.from([Buffer.from(text)])
    stream.once('close', () => {
      counts.open -= 1
    })
    return stream
  }
  return { counts, open }
}

test('pictures are read once, one after the other', async () => {
  const [digests, { counts, open }] = [new Digests(), counted()]
  const names = ['a', 'b', 'a', 'b']
  const all = await Promise.all(names.map((name) => digests.of(name, () => open(name))))
  expect(all).toEqual(names.map(hashOf))
  expect(counts).toEqual({ opened: 2, open: 0, most: 1 })
})

test('a picture that was stored again is read again', async () => {
  const digests = new Digests()
  await digests.of('a', () => counted().open('old'))
  digests.forget('a')
  expect(await digests.of('a', () => counted().open('new'))).toBe(hashOf('new'))
})

test('a picture that is missing or cannot be read does not hold up the next one', async () => {
  const digests = new Digests()
  const broken = digests.of('a', async () =>
    Readable.from(
      (async function* () {
        yield Buffer.from('half')
        throw new Error('the disk fails')
      })(),
    ),
  )
  const [first, second, third] = await Promise.allSettled([
    broken,
    digests.of('b', async () => null),
    digests.of('a', () => counted().open('whole')),
  ])
  expect([first?.status, second, third]).toEqual([
    'rejected',
    { status: 'fulfilled', value: null },
    { status: 'fulfilled', value: hashOf('whole') },
  ])
})
