import { openChannel } from './channel.ts'

const name = 'inkbridge/forget'

/** Asks every page of this browser, including this one, to stop storing boards. */
export function announceForgetting(): void {
  const channel = openChannel(name)
  channel?.postMessage(null)
  channel?.close()
}

/** Calls back when that is requested; returns a function that stops it. */
export function onForgetting(listener: () => void): () => void {
  const channel = openChannel(name)
  channel?.addEventListener('message', listener)
  return () => channel?.close()
}
