import type { AssetId } from '@inkbridge/types'
import { sha256 } from '@noble/hashes/sha2.js'

/** Hashed at a time by JavaScript: some 10 ms. */
const sliceBytes = 1_048_576

/**
 * Returns the id of an asset. Browsers do not hash on pages over plain HTTP: there it is computed in slices, between
 * which the page stays responsive.
 */
export async function assetIdOf(
  bytes: Uint8Array<ArrayBuffer>,
  subtle: Pick<SubtleCrypto, 'digest'> | null = globalThis.crypto?.subtle ?? null,
): Promise<AssetId> {
  const digest = subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : await digestInSlices(bytes)
  return base64url(digest) as AssetId
}

async function digestInSlices(bytes: Uint8Array): Promise<Uint8Array> {
  const hash = sha256.create()
  for (let at = 0; at < bytes.byteLength; at += sliceBytes) {
    hash.update(bytes.subarray(at, at + sliceBytes))
    await new Promise((resolve) => setTimeout(resolve))
  }
  return hash.digest()
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
