import { open } from 'node:fs/promises'
import { sniffedBytes } from './sniff.ts'

/** Reads the bytes by which a format is recognised, from memory or from the file with the given path. */
export async function headOf(content: Uint8Array | string): Promise<Uint8Array> {
  if (typeof content !== 'string') return content.subarray(0, sniffedBytes)
  const file = await open(content)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sniffedBytes), 0, sniffedBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
