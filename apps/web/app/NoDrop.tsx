'use client'

import { useEffect } from 'react'

/**
 * Prevents a file dropped beside a board from opening instead of the page: the pointer shows that it cannot be dropped.
 */
export function NoDrop() {
  useEffect(() => {
    const stop = new AbortController()
    const refuse = (event: DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'none'
    }
    for (const name of ['dragover', 'drop'] as const) window.addEventListener(name, refuse, { signal: stop.signal })
    return () => stop.abort()
  }, [])
  return null
}
