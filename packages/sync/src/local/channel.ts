/** A channel to the other pages of this browser; null where channels are unsupported, or the browser isolates pages. */
export function openChannel(name: string): BroadcastChannel | null {
  if (typeof BroadcastChannel === 'undefined') return null
  try {
    const channel = new BroadcastChannel(name)
    // In Node a channel would keep the process alive.
    ;(channel as { unref?(): void }).unref?.()
    return channel
  } catch {
    return null
  }
}
