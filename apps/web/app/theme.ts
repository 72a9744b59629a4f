'use client'

import type { Theme } from '@inkbridge/react'
import { useCallback, useSyncExternalStore } from 'react'

const changed = 'inkbridge-theme'

/** The theme of this browser, and how to change it; it is kept. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore<Theme>(
    useCallback((listener: () => void) => {
      window.addEventListener(changed, listener)
      return () => window.removeEventListener(changed, listener)
    }, []),
    () => (document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light'),
    () => 'light',
  )
  const set = useCallback((next: Theme) => {
    document.documentElement.dataset.theme = next
    localStorage.setItem('inkbridge-theme', next)
    window.dispatchEvent(new Event(changed))
  }, [])
  return [theme, set]
}
