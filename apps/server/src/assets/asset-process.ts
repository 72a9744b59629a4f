import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { answerParent } from '../threads.ts'
import type { ConversionRequest, ConversionResult } from './asset-messages.ts'
import { headOf } from './head.ts'
import { convertRaster, type Written } from './raster.ts'
import { hashMismatch, unsupported } from './refusals.ts'
import { Refused } from './refused.ts'
import { sniff } from './sniff.ts'
import { convertSvg } from './svg.ts'

/** Converts uploads in a child process, which may be killed at any time: decoders are native code, and their input is untrusted. */

answerParent(convert)

async function convert({ asset, upload, folder }: ConversionRequest): Promise<ConversionResult> {
  try {
    if ((await hashOf(upload)) !== asset) throw new Refused(hashMismatch)
    const written = await writeVersions(upload, folder)
    return { type: 'converted', picture: { ...written, bytes: await bytesIn(folder) } }
  } catch (error) {
    if (error instanceof Refused) return { type: 'refused', refusal: error.refusal }
    throw error
  }
}

async function writeVersions(upload: string, folder: string): Promise<Written> {
  const found = sniff(await headOf(upload))
  if ('other' in found) throw new Refused(unsupported(found.other))
  return found.format === 'svg' ? convertSvg(upload, folder) : convertRaster(upload, found.format, folder)
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path)) hash.update(part)
  return hash.digest('base64url')
}

async function bytesIn(folder: string): Promise<number> {
  const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}
