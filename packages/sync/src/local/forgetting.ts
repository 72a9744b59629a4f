const name = 'inkbridge/forget'

/** Asks every page of this browser to stop keeping boards, this one included. */
export function announceForgetting(): void {
  if (typeof BroadcastChannel === 'undefined') return
  const channel = new BroadcastChannel(name)
  channel.postMessage(null)
  channel.close()
}

/** Calls back when that is asked, until what it gives is called. */
export function onForgetting(listener: () => void): () => void {
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name)
  // In Node a channel would keep the process alive.
  ;(channel as { unref?(): void } | null)?.unref?.()
  channel?.addEventListener('message', listener)
  return () => channel?.close()
}
