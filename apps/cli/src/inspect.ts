import { parseArgs } from 'node:util'
import { connect, type Sync } from '@inkbridge/sync'
import { FrameInspector, fallbackReason, lineOf } from '@inkbridge/sync/inspect'
import * as Y from 'yjs'
import { parseLink } from './board-access.ts'
import type { CommandFactory } from './command.ts'
import type { Translate } from './locale/locale.ts'

/** Joins a board by its link and prints every message of the connection, until it is interrupted. */
export const inspect: CommandFactory = (t) => ({
  usage: t('inspect.usage'),
  about: t('inspect.about'),

  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { for: { type: 'string' }, by: { type: 'string' }, json: { type: 'boolean', default: false } },
    })
    const { url, board, token } = boardIn(positionals, t)
    const seconds = values.for === undefined ? Number.POSITIVE_INFINITY : Number(values.for)
    if (!(seconds > 0)) throw new Error(t('inspect.seconds', { value: values.for ?? '' }))
    const { by } = values
    if (by !== undefined && by !== 'websocket' && by !== 'polling')
      throw new Error(t('inspect.transport', { value: by }))

    const doc = new Y.Doc()
    const sync = connect({ doc, board, url, token, name: 'Inspector', by })
    const inspector = new FrameInspector(() => doc.clientID, sync.names)
    const print = (entry: Parameters<FrameInspector['read']>[0]) => {
      const line = inspector.read(entry)
      process.stdout.write(`${values.json ? JSON.stringify(line) : lineOf(line)}\n`)
    }
    const before = performance.now()
    const unobserve = sync.wire.observe(print)
    await new Promise<void>((resolve) => {
      const end = Number.isFinite(seconds) ? setTimeout(resolve, seconds * 1_000) : undefined
      process.once('SIGINT', resolve)
      const unwatch = sync.observe(() => {
        if (sync.status.connection !== 'stopped') return
        clearTimeout(end)
        unwatch()
        resolve()
      })
    })
    unobserve()
    const { problem } = sync.status
    if (!values.json) process.stderr.write(summary(sync, (performance.now() - before) / 1_000, t))
    if (problem) process.stderr.write(`${problem.message}\n`)
    sync.dispose()
    return problem ? 1 : 0
  },
})

/** The only argument, a board's link. */
function boardIn([link, ...rest]: readonly string[], t: Translate) {
  if (!link || rest.length > 0) throw new Error(t('inspect.oneLink'))
  const found = parseLink(link)
  if (!found) throw new Error(t('inspect.invalidLink'))
  const { origin: url, board, token } = found
  return { url, board, token }
}

function summary({ status, wire }: Sync, seconds: number, t: Translate): string {
  const { connection, transport, roundTripMs } = status
  const reason = fallbackReason(wire.events, transport)
  const rate = ({ messages, bytes }: { readonly messages: number; readonly bytes: number }) =>
    t('inspect.rate', { messages, bytes, perSecond: (bytes / seconds).toFixed(0) })
  const by = transport ? t('inspect.connectionBy', { connection, transport }) : connection
  const totals = { in: rate(wire.counts.in), out: rate(wire.counts.out) }
  return [
    reason ? t('inspect.fallback', { connection: by, reason }) : by,
    t('inspect.summary', { roundTrip: `${roundTripMs ?? '?'} ms`, ...totals }),
    '',
  ].join('\n')
}
