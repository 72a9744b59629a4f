import { openChannel } from './channel.ts'

const name = 'inkbridge/forget'

/** Asks every page of this browser to stop keeping boards, this one included. */
export function announceForgetting(): void {
  const channel = openChannel(name)
  channel?.postMessage(null)
  channel?.close()
}

/** Calls back when that is asked, until what it gives is called. */
export function onForgetting(listener: () => void): () => void {
  const channel = openChannel(name)
  channel?.addEventListener('message', listener)
  return () => channel?.close()
}
