'use client'

import type { Theme } from '@inkbridge/react'
import { useCallback, useSyncExternalStore } from 'react'

const changed = 'inkbridge-theme'
/** The key of the stored theme; missing: the system's theme. */
const kept = 'inkbridge-theme'

/** The theme of this browser, and how to change it; it is stored. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore<Theme>(
    useCallback((listener: () => void) => {
      const system = matchMedia('(prefers-color-scheme: dark)')
      const follow = () => {
        if (isChosen()) return
        document.documentElement.dataset.theme = system.matches ? 'dark' : 'light'
        listener()
      }
      window.addEventListener(changed, listener)
      system.addEventListener('change', follow)
      return () => {
        window.removeEventListener(changed, listener)
        system.removeEventListener('change', follow)
      }
    }, []),
    () => (document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light'),
    () => 'light',
  )
  const set = useCallback((next: Theme) => {
    document.documentElement.dataset.theme = next
    keep(next)
    window.dispatchEvent(new Event(changed))
  }, [])
  return [theme, set]
}

function isChosen(): boolean {
  try {
    return localStorage.getItem(kept) !== null
  } catch {
    return false
  }
}

/** A browser without storage keeps it until the page is closed. */
function keep(theme: Theme): void {
  try {
    localStorage.setItem(kept, theme)
  } catch {}
}
