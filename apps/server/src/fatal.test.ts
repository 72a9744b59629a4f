import { EventEmitter } from 'node:events'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { exitOnFatalError, fatalExitCode } from './fatal.ts'

test.each(['uncaughtException', 'unhandledRejection'])(
  '%s is logged once as fatal and ends the process, regardless of other handlers',
  (event) => {
    const source = new EventEmitter()
    const lines: Record<string, unknown>[] = []
    const exits: number[] = []
    const others: unknown[] = []
    source.on(event, (error) => others.push(error))
    const logger = pino({ base: null, timestamp: false }, { write: (line) => lines.push(JSON.parse(line)) })
    exitOnFatalError(source, logger, (code) => exits.push(code))
    source.emit(event, new Error('nobody caught this'))
    expect(lines).toMatchObject([{ level: 60, event, error: 'Error: nobody caught this' }])
    expect({ exits, others }).toEqual({ exits: [fatalExitCode], others: [] })
  },
)

test('the process ends when the error cannot be logged', () => {
  const source = new EventEmitter()
  const exits: number[] = []
  const logger = pino(
    { base: null },
    {
      write: () => {
        throw new Error('the disk is full')
      },
    },
  )
  exitOnFatalError(source, logger, (code) => exits.push(code))
  expect(() => source.emit('uncaughtException', new Error('nobody caught this'))).toThrow('the disk is full')
  expect(exits).toEqual([fatalExitCode])
})
