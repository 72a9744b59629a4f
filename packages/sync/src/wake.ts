/** Calls back when the page wakes up or the network returns; does nothing outside a page. */
export function onWake(woken: () => void): () => void {
  if (typeof window === 'undefined') return () => {}
  const visible = () => {
    if (document.visibilityState === 'visible') woken()
  }
  window.addEventListener('online', woken)
  window.addEventListener('offline', woken)
  window.addEventListener('pageshow', woken)
  document.addEventListener('visibilitychange', visible)
  return () => {
    window.removeEventListener('online', woken)
    window.removeEventListener('offline', woken)
    window.removeEventListener('pageshow', woken)
    document.removeEventListener('visibilitychange', visible)
  }
}

/** Reports whether the page is in the background, now and whenever that changes; does nothing outside a page. */
export function onAway(tell: (away: boolean) => void): () => void {
  if (typeof document === 'undefined') return () => {}
  const changed = () => tell(document.visibilityState === 'hidden')
  changed()
  document.addEventListener('visibilitychange', changed)
  return () => document.removeEventListener('visibilitychange', changed)
}
