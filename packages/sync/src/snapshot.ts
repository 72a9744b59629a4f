/** Boards smaller than this come over the connection itself; bytes. */
export const smallBoardBytes = 262_144

/** How much of a board has come. */
export interface Progress {
  readonly received: number
  readonly total: number
}

export interface SnapshotAddress {
  readonly url?: string | undefined
  readonly board: string
  readonly token?: string | undefined
}

/** Gets a whole board as one update; null when it cannot be had this way. Never rejects. */
export type LoadSnapshot = (received: (bytes: number) => void, signal: AbortSignal) => Promise<Uint8Array | null>

/** From the server's HTTP address: compressed, and from the browser's own cache when the board is the same. */
export function httpSnapshot({ url = '', board, token }: SnapshotAddress): LoadSnapshot {
  return async (received, signal) => {
    try {
      const response = await fetch(`${url}/api/boards/${board}/snapshot`, {
        signal,
        headers: token ? { Authorization: `Bearer ${token}` } : {},
      })
      return response.ok && response.body ? await collected(response.body, received) : null
    } catch {
      return null
    }
  }
}

async function collected(body: ReadableStream<Uint8Array>, received: (bytes: number) => void): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for (const reader = body.getReader(); ; ) {
    const { done, value } = await reader.read()
    if (done) break
    pieces.push(value)
    size += value.byteLength
    received(size)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.byteLength
  }
  return whole
}
