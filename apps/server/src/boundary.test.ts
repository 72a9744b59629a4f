import { pino } from 'pino'
import { expect, test } from 'vitest'
import { guarded } from './boundary.ts'

/** A log that keeps its entries. */
function openLog() {
  const lines: Record<string, unknown>[] = []
  const logger = pino({ base: null, timestamp: false }, { write: (line) => lines.push(JSON.parse(line)) })
  return { logger, lines }
}

const at = { entry: 'frame', board: 'b', bytes: 7 } as const

test.each<[string, () => unknown]>([
  [
    'thrown',
    () => {
      throw new RangeError('got 3, expected 4')
    },
  ],
  ['rejected with', () => Promise.reject(new RangeError('got 3, expected 4'))],
])('an error that is %s calls `failed`, and is logged with its entry point, board and length', async (_, run) => {
  const { logger, lines } = openLog()
  await new Promise<void>((failed) => guarded(logger, at, run, failed))
  const { stack, ...line } = lines[0] ?? {}
  expect(lines).toHaveLength(1)
  expect(line).toEqual({
    level: 50,
    ...at,
    error: 'RangeError: got 3, expected 4',
    msg: 'an error was caught at an entry point',
  })
  expect(stack).toContainEqual(expect.stringMatching(/boundary\.test\.ts/))
})

test('input that an error message quotes is not logged', () => {
  const { logger, lines } = openLog()
  guarded(logger, at, () => JSON.parse('{"secret": "a \'quoted\' word"'))
  guarded(logger, at, () => JSON.parse('my secret'))
  expect(lines.map(({ error }) => error)).toHaveLength(2)
  expect(JSON.stringify(lines)).not.toContain('secret')
})

test('an error while closing is logged, and does not propagate', () => {
  const { logger, lines } = openLog()
  const fail = () => {
    throw new Error('again')
  }
  guarded(logger, at, fail, fail)
  expect(lines.map(({ error }) => error)).toEqual(['Error: again', 'Error: again'])
})

test('a thrown value that is not an error is logged by its type', () => {
  const { logger, lines } = openLog()
  guarded(logger, at, () => {
    throw 'my secret'
  })
  expect(lines).toMatchObject([{ error: 'string' }])
})
