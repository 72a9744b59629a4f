import type { Sync } from '@inkbridge/sync'
import { useEffect } from 'react'

interface NotKeptProps {
  readonly sync: Sync
  readonly onSave: () => void
}

/** The device does not keep what is drawn: said where it cannot be missed, and once more when the page is closed. */
export function NotKept({ sync, onSave }: NotKeptProps) {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      const { device, received } = sync.status.edits
      if (device + received > 0) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [sync])
  return (
    <div className="ink-card ink-banner" role="alert">
      <p>
        This browser does not keep your drawing on this device just now. What the server has not saved is lost when you
        close this page.
      </p>
      <button type="button" className="ink-button" onClick={onSave}>
        Save as file
      </button>
    </div>
  )
}
