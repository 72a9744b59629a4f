import { useEffect } from 'react'
import { useSaveBoard } from '../files/files.ts'
import { useWords } from '../locale/locale.ts'
import { useOpenBoard } from '../ui/ui.ts'
import { Banner } from './Banner.tsx'

/** Warns that the browser does not store the drawing, or an image, on this device, and again when the page is closed. */
export function NotKept() {
  const { sync } = useOpenBoard().session
  const save = useSaveBoard()
  const { t } = useWords()
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      const { edits, uploads } = sync.status
      if (edits.device + edits.received + uploads.unkept > 0) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [sync])
  return (
    <Banner text={t('hint.notKept')}>
      <button type="button" className="ink-button" onClick={save}>
        {t('action.saveFile')}
      </button>
    </Banner>
  )
}
