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
  // Also what comes later: a part that was on its way when the worker came has not passed through it.
  const loaded = new PerformanceObserver((list) => {
    const made = list.getEntries().flatMap(({ name }) => (name.includes('/_next/static/') ? [name] : []))
    if (made.length > 0) active?.postMessage({ page: location.pathname, made })
  })
  loaded.observe({ type: 'resource', buffered: true })
}
