import type { Api } from '@inkbridge/react/api'
import { useEffect } from 'react'

/** The server sends something every 20 s: after this long without, a proxy holds it back or the stream is dead, ms. */
const silentMs = 45_000
/** How often the page asks where there is no stream, ms. */
const pollMs = 30_000
/** Events that arrive together cause one request, ms. */
const gatherMs = 300

/**
 * Calls back when something has happened to boards, while the page is visible: as the server says, or else again and
 * again; and whenever the page becomes visible or the network returns.
 */
export function useBoardEvents(api: Api, changed: () => void): void {
  useEffect(() => {
    let close = isVisible() ? listen(api, changed) : null
    const again = () => {
      close?.()
      close = null
      if (!isVisible()) return
      changed()
      close = listen(api, changed)
    }
    document.addEventListener('visibilitychange', again)
    // A page from the back-forward cache has lost its stream.
    const events = ['pageshow', 'online'] as const
    for (const event of events) window.addEventListener(event, again)
    return () => {
      close?.()
      document.removeEventListener('visibilitychange', again)
      for (const event of events) window.removeEventListener(event, again)
    }
  }, [api, changed])
}

function isVisible(): boolean {
  return document.visibilityState === 'visible'
}

/** Returns a function that stops. */
function listen(api: Api, changed: () => void): () => void {
  let heardAt = Date.now()
  let polledAt = Date.now()
  let gathering: ReturnType<typeof setTimeout> | undefined
  const source = api.events()
  const heard = () => {
    heardAt = Date.now()
  }
  const happened = () => {
    heard()
    gathering ??= setTimeout(() => {
      gathering = undefined
      changed()
    }, gatherMs)
  }
  for (const type of ['ready', 'heartbeat']) source.addEventListener(type, heard)
  for (const type of ['board', 'reset']) source.addEventListener(type, happened)
  const timer = setInterval(() => {
    const now = Date.now()
    if (source.readyState !== EventSource.CLOSED && now - heardAt < silentMs) return
    if (now - polledAt < pollMs) return
    polledAt = now
    changed()
  }, 5_000)
  return () => {
    source.close()
    clearInterval(timer)
    clearTimeout(gathering)
  }
}
