import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { PdfAnswer, PdfPage, PdfRequest } from './pdf-messages.ts'
import { maxPdfBytes, PdfReader, type PdfWorker } from './pdf-reader.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const page: PdfPage = { picture: new Blob(['a']), size: [100, 200] }

/** Workers that answer as `answer` says, and stay silent where it says null. */
function workers(answer: (request: PdfRequest) => PdfAnswer | null, begins: 'ready' | 'fails' | 'silent' = 'ready') {
  const log: string[] = []
  const start = (): PdfWorker => {
    const target = new EventTarget()
    const tell = (data: object) => queueMicrotask(() => target.dispatchEvent(new MessageEvent('message', { data })))
    log.push('start')
    if (begins === 'ready') tell({ sourceName: 'worker', action: 'ready' })
    if (begins === 'ready') tell({ type: 'ready' })
    if (begins === 'fails') queueMicrotask(() => target.dispatchEvent(new Event('error')))
    return {
      postMessage(request: PdfRequest) {
        log.push(request.type === 'draw' ? `draw ${request.number}` : 'open')
        const said = answer(request)
        if (said) tell(said)
      },
      terminate: () => void log.push('end'),
      addEventListener: target.addEventListener.bind(target) as PdfWorker['addEventListener'],
    }
  }
  return { log, start }
}

const opens = (request: PdfRequest): PdfAnswer =>
  request.type === 'open' ? { type: 'opened', pages: 3 } : { type: 'drawn', page }

test('a file is opened and its pages are drawn by one worker, which ends with the reader', async () => {
  const { log, start } = workers(opens)
  const reader = new PdfReader(new Blob(['%PDF-']), null, start)
  expect(await reader.open()).toEqual({ ok: true, value: 3 })
  expect([await reader.draw(2), await reader.draw(3)]).toEqual([page, page])
  reader.dispose()
  expect(log).toEqual(['start', 'open', 'draw 2', 'draw 3', 'end'])
})

test('a page that is not drawn in time is left out, and another worker draws those after it', async () => {
  const { log, start } = workers((request) => (request.type === 'draw' && request.number === 1 ? null : opens(request)))
  const reader = new PdfReader(new Blob(['%PDF-']), null, start)
  await reader.open()
  const first = reader.draw(1)
  await vi.advanceTimersByTimeAsync(30_000)
  expect([await first, await reader.draw(2)]).toEqual([null, page])
  expect(log).toEqual(['start', 'open', 'draw 1', 'end', 'start', 'open', 'draw 2'])
})

test.each(['encrypted', 'damaged'] as const)('a file that is %s is refused, and its worker ends', async (problem) => {
  const { log, start } = workers(() => ({ type: 'refused', problem }))
  expect(await new PdfReader(new Blob([]), null, start).open()).toEqual({ ok: false, problem })
  expect(log).toEqual(['start', 'open', 'end'])
})

test('a worker that does not load, and one that stays silent, are refusals', async () => {
  expect(await new PdfReader(new Blob([]), null, workers(opens, 'fails').start).open()).toEqual({
    ok: false,
    problem: 'not-loaded',
  })
  const { log, start } = workers(() => null)
  const opening = new PdfReader(new Blob([]), null, start).open()
  await vi.advanceTimersByTimeAsync(30_000)
  expect([await opening, log]).toEqual([{ ok: false, problem: 'too-slow' }, ['start', 'open', 'end']])
})

test('a file that is too large starts no worker', async () => {
  const { log, start } = workers(opens)
  const file = Object.defineProperty(new Blob([]), 'size', { value: maxPdfBytes + 1 })
  expect([await new PdfReader(file, null, start).open(), log]).toEqual([{ ok: false, problem: 'too-large' }, []])
})

test('a page that is being drawn when the reader is disposed is left out', async () => {
  const { start } = workers((request) => (request.type === 'open' ? opens(request) : null))
  const reader = new PdfReader(new Blob([]), null, start)
  await reader.open()
  const drawing = reader.draw(1)
  await Promise.resolve()
  reader.dispose()
  expect(await drawing).toBe(null)
})
