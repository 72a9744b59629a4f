import { limits, parseFrame } from '@inkbridge/types'
import type { Have } from './have.ts'

/** Boards smaller than this come over the connection itself; bytes. */
export const smallBoardBytes = 262_144

/** The progress of loading a board. */
export interface Progress {
  readonly received: number
  readonly total: number
}

export interface SnapshotAddress {
  readonly url?: string | undefined
  readonly board: string
  readonly token?: string | undefined
}

interface SnapshotOptions {
  readonly signal: AbortSignal
  /** Called with the number of bytes received. */
  readonly received?: (bytes: number) => void
  /** Whether it must be current; otherwise it may be slightly stale. */
  readonly current?: boolean
}

/** Loads a whole board as one update; null when it is unavailable. Never rejects. */
export type LoadSnapshot = (options: SnapshotOptions) => Promise<Uint8Array | null>

/** From the server's HTTP address: compressed, and from the browser's own cache when the board is unchanged. */
export function httpSnapshot({ url = '', board, token }: SnapshotAddress): LoadSnapshot {
  return async ({ signal, received, current = false }) => {
    try {
      const response = await fetch(`${url}/api/boards/${board}/snapshot${current ? '?current=1' : ''}`, {
        signal,
        headers: token ? { Authorization: `Bearer ${token}` } : {},
      })
      return response.ok && response.body ? await collected(response.body, received) : null
    } catch {
      return null
    }
  }
}

async function collected(body: ReadableStream<Uint8Array>, received: SnapshotOptions['received']): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for (const reader = body.getReader(); ; ) {
    const { done, value } = await reader.read()
    if (done) break
    pieces.push(value)
    size += value.byteLength
    received?.(size)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.byteLength
  }
  return whole
}

/**
 * Loads the server's state of an earlier generation of a board when it ended; `none` when it has no such ended
 * generation, null when it cannot be asked now. Never rejects.
 */
export type LoadRetired = (generation: number, signal: AbortSignal) => Promise<Have | 'none' | null>

/** Codes of answers for which a retry is pointless. */
const noneCodes: readonly unknown[] = ['no-generation', 'current']

export function httpRetired({ url = '', board, token }: SnapshotAddress): LoadRetired {
  return async (generation, signal) => {
    try {
      const response = await fetch(`${url}/api/boards/${board}/generations/${generation}`, {
        signal,
        headers: token ? { Authorization: `Bearer ${token}` } : {},
      })
      if (!response.ok) {
        const { error } = (await response.json()) as { readonly error?: { readonly code?: unknown } }
        return noneCodes.includes(error?.code) ? 'none' : null
      }
      const frame = parseFrame(new Uint8Array(await response.arrayBuffer()), limits.maxWholeBytes)
      return frame.ok && frame.value.kind === 'have' ? frame.value : null
    } catch {
      return null
    }
  }
}
