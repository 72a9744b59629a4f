import * as Y from 'yjs'

/** The other pages of this browser that show the same board to the same person: edits reach them without a server. */
export class Tabs {
  readonly #channel: BroadcastChannel | null

  constructor(name: string, doc: Y.Doc, origin: unknown) {
    this.#channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name)
    // In Node a channel would keep the process alive.
    ;(this.#channel as { unref?(): void } | null)?.unref?.()
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (data instanceof Uint8Array) Y.applyUpdate(doc, data, origin)
    })
  }

  tell(update: Uint8Array): void {
    this.#channel?.postMessage(update)
  }

  close(): void {
    this.#channel?.close()
  }
}
