'use client'

import { useEffect } from 'react'

/** Makes this page one that opens without the network, where browsers allow it: over https, and on this machine. */
export function Offline() {
  useEffect(() => {
    if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return
    void keepThisPage().catch(() => {})
  }, [])
  return null
}

async function keepThisPage(): Promise<void> {
  await navigator.serviceWorker.register('/offline-worker.js')
  const { active } = await navigator.serviceWorker.ready
  await new Promise((resolve) =>
    document.readyState === 'complete' ? resolve(null) : addEventListener('load', resolve),
  )
  const made = performance.getEntriesByType('resource').map(({ name }) => name)
  active?.postMessage({ page: location.pathname, made })
}
