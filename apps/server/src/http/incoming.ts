import { randomUUID } from 'node:crypto'
import { createWriteStream, mkdirSync, rmSync, type WriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Larger bodies are stored on disk, bytes. */
export const inMemoryBytes = 131_072

/** The body of a request: the bytes themselves, or the path of the file they are in. */
export interface Body {
  readonly bytes: number
  readonly content: Uint8Array | string
}

/** Stores one body, in parts. */
export interface BodySink {
  /** Returns false when the caller should pause until `ready`. */
  write(part: Buffer, ready: () => void): boolean
  /** Bytes in memory. */
  readonly bufferedBytes: number
  /** Rejects with the error of the disk. */
  end(): Promise<Body>
  /** Removes the body. Idempotent. */
  discard(): void
}

export interface Incoming {
  /** Calls `failed` when the body cannot be stored. */
  open(failed: (error: Error) => void): BodySink
}

/** Stores large bodies in a folder. Removes files left by an earlier process. */
export function openIncoming(dataDir: string): Incoming {
  const folder = join(dataDir, 'incoming')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return { open: (failed) => createSink(() => join(folder, randomUUID()), failed) }
}

function createSink(nextPath: () => string, failed: (error: Error) => void): BodySink {
  let parts: Buffer[] = []
  let bytes = 0
  let file: { readonly path: string; readonly stream: WriteStream } | null = null
  const toDisk = () => {
    const path = nextPath()
    const stream = createWriteStream(path, { flags: 'wx', mode: 0o600 })
    stream.on('error', failed)
    file = { path, stream }
    for (const part of parts) stream.write(part)
    parts = []
    return file
  }
  return {
    get bufferedBytes() {
      return file ? file.stream.writableLength : bytes
    },
    write(part, ready) {
      bytes += part.byteLength
      if (!file && bytes <= inMemoryBytes) {
        parts.push(part)
        return true
      }
      const { stream } = file ?? toDisk()
      if (stream.write(part)) return true
      stream.once('drain', ready)
      return false
    },
    end() {
      if (!file) return Promise.resolve({ bytes, content: Buffer.concat(parts) })
      const { path, stream } = file
      return new Promise((resolve, reject) => {
        stream.once('error', reject)
        stream.end(() => resolve({ bytes, content: path }))
      })
    },
    discard() {
      parts = []
      if (!file) return
      const { path, stream } = file
      const remove = () => void rm(path, { force: true }).catch(() => {})
      if (stream.closed) remove()
      else stream.once('close', remove).destroy()
    },
  }
}
