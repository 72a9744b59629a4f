import type { SyncStatus } from '@inkbridge/sync'
import { type BoardDamage, closeCodes } from '@inkbridge/types'
import type { BoardWords } from './context.tsx'
import { refusalText } from './problem.ts'
import { uploadWords } from './upload-words.ts'

/** The save status in words. */
export interface StatusWords {
  readonly tone: 'ok' | 'warn' | 'bad' | 'quiet'
  /** In the bar. */
  readonly word: string
  /** On the card. */
  readonly headline: string
  readonly sentence: string
}

/** Describes a connection, and the edits and images that the server has not saved. */
export function statusWords(status: SyncStatus, words: BoardWords): StatusWords {
  const { connection, transport, edits, saving, loaded, role, damaged, uploads } = status
  const { t } = words
  const headline = t(headlineOf(connection, transport, loaded))
  const views = role === 'viewer' || role === 'commenter'
  const images = uploadWords(status, words)
  const unsaved = `${edits.device > 0 ? ` ${unsavedWords(status, words)}` : ''}${images}`
  if (connection === 'stopped') return stopped(status, unsaved, words)
  if (connection === 'connecting') {
    const sentence = t(loaded ? 'status.connecting.again' : 'status.connecting.text')
    return { tone: 'quiet', word: t('status.connecting'), headline, sentence }
  }
  if (views && unsaved && !damaged) return notSaved(unsaved, words)
  if (connection === 'offline') return offline(status, unsaved, images, words)
  if (!saving) return failing(words)
  if (damaged)
    return {
      tone: 'warn',
      word: t('status.damaged'),
      headline: t('status.damaged.headline'),
      sentence: `${damageWords(damaged, words)}${unsaved}`,
    }
  if (views) return { tone: 'ok', word: t('status.live'), headline, sentence: t('status.live.viewer') }
  if (uploads.failed > 0)
    return { tone: 'bad', word: t('status.notSaved'), headline: t('status.images.headline'), sentence: images.trim() }
  if (edits.device + edits.received > 0)
    return { tone: 'warn', word: t('status.saving'), headline, sentence: `${t('status.saving.text')}${images}` }
  if (uploads.pending > 0) return { tone: 'warn', word: t('status.saving'), headline, sentence: images.trim() }
  const sentence = t(transport === 'polling' ? 'status.saved.polling' : 'status.saved.text')
  return { tone: 'ok', word: t('status.saved'), headline, sentence }
}

function stopped({ problem }: SyncStatus, unsaved: string, words: BoardWords): StatusWords {
  const { t } = words
  const sentence = `${refusalText(problem, words)}${unsaved}`
  return { tone: 'bad', word: t('status.stopped'), headline: t('status.stopped'), sentence }
}

function failing({ t }: BoardWords): StatusWords {
  const [headline, sentence] = [t('status.failing.headline'), t('status.failing.text')]
  return { tone: 'bad', word: t('status.failing'), headline, sentence }
}

function notSaved(unsaved: string, { t }: BoardWords): StatusWords {
  const [headline, sentence] = [t('status.notSaved.headline'), `${t('status.notSaved.text')}${unsaved}`]
  return { tone: 'bad', word: t('status.notSaved'), headline, sentence }
}

function offline(status: SyncStatus, unsaved: string, images: string, { t }: BoardWords): StatusWords {
  const { loaded, keeping, edits, uploads, role } = status
  const isSaved = edits.device + uploads.pending + uploads.failed === 0
  const views = role === 'viewer' || role === 'commenter'
  const kept = t(keeping === 'kept' ? 'status.offline.kept' : 'status.offline.open')
  return {
    tone: 'warn',
    word: t(isSaved ? 'status.offline' : 'status.device'),
    headline: t(headlineOf('offline', null, loaded)),
    sentence: views ? `${t('status.offline.viewer')}${unsaved}` : `${kept}${images}`,
  }
}

/** Describes edits that the server does not accept. */
function unsavedWords({ keeping }: SyncStatus, { t }: BoardWords): string {
  return t(keeping === 'kept' ? 'status.unsaved.device' : 'status.unsaved.page')
}

/**
 * Describes why a board cannot be opened. A person who was never admitted and has no key came by an address without
 * one, or has cookies disabled.
 */
export function stoppedReason(
  { problem, you }: SyncStatus,
  words: BoardWords,
  { hasKey, keepsCookies }: { readonly hasKey: boolean; readonly keepsCookies: boolean },
): string {
  if (problem?.code !== closeCodes.forbidden || hasKey || you) return refusalText(problem, words)
  return words.t(keepsCookies ? 'stopped.noKey' : 'stopped.noCookies')
}

/** Describes a damaged board: what is shown, what is safe, what can be done. */
export function damageWords({ goodAt, restores }: BoardDamage, { t, format }: BoardWords): string {
  const shown = goodAt === null ? t('damaged.empty') : t('damaged.asOf', { time: format.dateTime(goodAt) })
  return `${shown} ${t(restores ? 'damaged.canRestore' : 'damaged.ownerRestores')}`
}

function headlineOf(connection: SyncStatus['connection'], transport: SyncStatus['transport'], loaded: boolean) {
  if (connection === 'live') return transport === 'polling' ? 'status.live.polling' : 'status.live'
  if (connection === 'connecting') return 'status.connecting.headline'
  return loaded ? 'status.offline' : 'status.offline.headline'
}
