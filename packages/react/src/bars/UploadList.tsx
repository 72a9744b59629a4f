import type { Upload } from '@inkbridge/sync'
import { canRetry } from '@inkbridge/sync'
import type { AssetId } from '@inkbridge/types'
import { ImageIcon, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '../locale/locale.ts'
import { useOpenBoard, useUploads } from '../ui/ui.ts'

/** Rows shown; the rest is counted. */
const maxRows = 20

/** The images that the server does not have yet: how far each is, why it was refused, and a way to remove it. */
export function UploadList() {
  const { session } = useOpenBoard()
  const { t } = useWords()
  const uploads = useUploads(session.assets)
  const remove = useRemove()
  if (uploads.length === 0) return null
  // Those that need a decision come first.
  const ordered = [...uploads].sort((one, other) => Number(other.state === 'failed') - Number(one.state === 'failed'))
  const failed = uploads.filter(({ state }) => state === 'failed')
  const more = uploads.length - maxRows
  return (
    <div className="ink-uploads">
      <ul aria-label={t('uploads.label')}>
        {ordered.slice(0, maxRows).map((upload) => (
          <UploadRow key={upload.asset} upload={upload} onRemove={() => remove(upload.asset)} />
        ))}
      </ul>
      {more > 0 && <p className="ink-uploads-more">{t('uploads.more', { count: more })}</p>}
      {failed.length > 0 && (
        <div className="ink-status-actions">
          {failed.some(canRetry) && (
            <button type="button" className="ink-button" onClick={() => session.assets.retry()}>
              {t('uploads.retry')}
            </button>
          )}
          {failed.length > 1 && (
            <button
              type="button"
              className="ink-button"
              onClick={() => {
                for (const { asset } of failed) remove(asset)
              }}
            >
              {t('uploads.removeFailed')}
            </button>
          )}
        </div>
      )}
    </div>
  )
}

/** Returns what removes an image from the board, and with it its upload; undo brings both back. */
function useRemove(): (asset: AssetId) => void {
  const { session, editor } = useOpenBoard()
  return (asset) => {
    if (editor.shapesWith(asset).length > 0) editor.removeImages(asset)
    else session.assets.cancel(asset)
  }
}

function UploadRow({ upload, onRemove }: { readonly upload: Upload; readonly onRemove: () => void }) {
  const { editor } = useOpenBoard()
  const { t, find, format } = useWords()
  const { asset, state, problem, sent, bytes } = upload
  const [shape] = editor.shapesWith(asset)
  const name = (shape && 'name' in shape && shape.name) || t('uploads.unnamed')
  const reason = () => find(`upload.${problem}`) ?? t('upload.other')
  return (
    <li className="ink-upload">
      <Thumbnail asset={asset} />
      <div className="ink-upload-text">
        <span className="ink-upload-name">{name}</span>
        {state === 'failed' ? (
          <span className="ink-upload-problem">{reason()}</span>
        ) : (
          <span>
            {state === 'sending' && sent > 0
              ? t('uploads.sent', { sent: format.megabytes(sent), all: format.megabytes(bytes) })
              : t(`uploads.${state}`)}
          </span>
        )}
        {state === 'sending' && <progress aria-label={name} value={sent} max={bytes} />}
      </div>
      <button
        type="button"
        className="ink-icon-button"
        aria-label={t('uploads.remove', { name })}
        data-tip={t('uploads.removeTip')}
        onClick={onRemove}
      >
        <X size={16} strokeWidth={1.75} aria-hidden="true" />
      </button>
    </li>
  )
}

/** The image itself, from this device; an icon where it cannot be shown. */
function Thumbnail({ asset }: { readonly asset: AssetId }) {
  const { session } = useOpenBoard()
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    let made: string | null = null
    let wanted = true
    void session.assets.get(asset).then((file) => {
      if (!file || !wanted) return
      made = URL.createObjectURL(file)
      setAddress(made)
    })
    return () => {
      wanted = false
      if (made) URL.revokeObjectURL(made)
    }
  }, [asset, session])
  if (!address) return <ImageIcon className="ink-upload-picture" size={18} strokeWidth={1.75} aria-hidden="true" />
  return <img className="ink-upload-picture" src={address} alt="" decoding="async" onError={() => setAddress(null)} />
}
