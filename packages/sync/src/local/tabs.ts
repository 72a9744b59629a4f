import { openChannel } from './channel.ts'

/** Pages of an earlier version send the update alone. */
type TabMessage = Uint8Array | { readonly update: Uint8Array; readonly isUnsent: boolean }

/** The other pages of this browser that show the same board to the same person: edits reach them without a server. */
export class Tabs {
  readonly #channel: BroadcastChannel | null

  /** @param take is called with edits of other pages; unsent: that page has no connection to send it by */
  constructor(name: string, take: (update: Uint8Array, isUnsent: boolean) => void) {
    this.#channel = openChannel(name)
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
      if (data instanceof Uint8Array) take(data, false)
      else if (data?.update instanceof Uint8Array) take(data.update, data.isUnsent)
    })
  }

  tell(update: Uint8Array, isUnsent: boolean): void {
    this.#channel?.postMessage({ update, isUnsent } satisfies TabMessage)
  }

  close(): void {
    this.#channel?.close()
  }
}
