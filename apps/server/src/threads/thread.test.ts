import { afterEach, expect, test } from 'vitest'
import { Thread } from './thread.ts'

interface Question {
  readonly waits?: number
  readonly computes?: number
}

const threads: Thread<Question, string>[] = []
afterEach(async () => {
  for (const thread of threads.splice(0)) await thread.end()
})

async function outcome(question: Question, patienceMs: number): Promise<string> {
  const thread = new Thread<Question, string>(new URL('./testing/slow-thread.ts', import.meta.url), { patienceMs })
  threads.push(thread)
  return thread.ask(question).catch((error: Error) => error.message)
}

test('a thread that waits longer than its patience, as for a CPU, still answers', async () => {
  expect(await outcome({ waits: 1_000 }, 300)).toBe('done')
})

test('a thread that computes longer is terminated, and so is one that takes ten times as long', async () => {
  expect(await outcome({ computes: 60_000 }, 300)).toBe('no answer within 300 ms')
  expect(await outcome({ waits: 60_000 }, 100)).toBe('no answer within 100 ms')
})
