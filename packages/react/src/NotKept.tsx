import type { Sync } from '@inkbridge/sync'
import { useEffect } from 'react'
import { Banner } from './Banner.tsx'
import { useWords } from './locale/context.tsx'

interface NotKeptProps {
  readonly sync: Sync
  readonly onSave: () => void
}

/** Warns that the browser does not store the drawing on this device, and again when the page is closed. */
export function NotKept({ sync, onSave }: NotKeptProps) {
  const { t } = useWords()
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      const { device, received } = sync.status.edits
      if (device + received > 0) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [sync])
  return (
    <Banner text={t('hint.notKept')}>
      <button type="button" className="ink-button" onClick={onSave}>
        {t('action.saveFile')}
      </button>
    </Banner>
  )
}
