import type { SyncStatus } from '@inkbridge/sync'
import { mayEdit } from '@inkbridge/types'
import type { BoardWords } from './context.tsx'

/**
 * Describes the images that the server does not have: refused ones with the reason, those on their way, and those that
 * are lost with the page. Begins with a space; empty when all are saved.
 */
export function uploadWords(status: SyncStatus, words: BoardWords): string {
  const { failed, pending, unkept } = status.uploads
  const kept = failed + pending - unkept
  const { t } = words
  return [
    failed > 0 && `${t('status.images.failed', { count: failed })} ${reasonWords(status, words)}`,
    pending > 0 && isUploading(status) && t('status.images.pending', { count: pending }),
    kept > 0 && isOut(status) && t('status.images.device', { count: kept }),
    unkept > 0 && t('status.images.page', { count: unkept }),
  ]
    .flatMap((sentence) => (sentence ? [` ${sentence}`] : []))
    .join('')
}

/** Of the oldest refused one. */
function reasonWords({ uploads }: SyncStatus, { t, find }: BoardWords): string {
  return find(`upload.${uploads.problem}`) ?? t('upload.other')
}

function isUploading({ connection, role }: SyncStatus): boolean {
  return connection === 'live' && role !== null && mayEdit(role)
}

/** Edits of this person are no longer accepted. */
function isOut({ connection, role }: SyncStatus): boolean {
  return connection === 'stopped' || (role !== null && !mayEdit(role))
}
