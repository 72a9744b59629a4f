import { expect, test } from 'vitest'
import { aTurn } from './turn.ts'

test('long work takes turns: one piece of one in each turn of the event loop', async () => {
  const done: string[] = []
  const work = async (name: string) => {
    for (let piece = 1; piece <= 2; piece += 1) {
      await aTurn()
      done.push(`${name}${piece}`)
    }
  }
  let over = false
  const all = Promise.all([work('a'), work('b'), work('c')]).then(() => {
    over = true
  })
  while (!over) {
    const before = done.length
    await new Promise((resolve) => setImmediate(resolve))
    expect(done.length - before).toBeLessThanOrEqual(1)
  }
  await all
  expect(done).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2'])
})
