import { useCallback, useState } from 'react'

/** What a person chose for this browser. */
export interface Preferences {
  readonly minimap: boolean
  /** Ink reaches the screen sooner, where the browser can and draws it right. */
  readonly lowLatency: boolean
}

const key = 'inkbridge.preferences'
const initial: Preferences = { minimap: false, lowLatency: false }

export function usePreferences(): readonly [Preferences, (change: Partial<Preferences>) => void] {
  const [preferences, set] = useState(read)
  const change = useCallback((part: Partial<Preferences>) => {
    set((before) => {
      const after = { ...before, ...part }
      write(after)
      return after
    })
  }, [])
  return [preferences, change]
}

function read(): Preferences {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, unknown>
    return { minimap: kept.minimap === true, lowLatency: kept.lowLatency === true }
  } catch {
    return initial
  }
}

/** A browser that keeps nothing goes on with what was chosen until the page is closed. */
function write(preferences: Preferences): void {
  try {
    localStorage.setItem(key, JSON.stringify(preferences))
  } catch {}
}
