import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** What only this server can make or open. One key of 32 random bytes in the data folder, readable by its owner. */
export interface Secrets {
  /** Text that proves `subject` came from here: base64url of HMAC-SHA256. */
  sign(subject: string): string
  verify(subject: string, signature: string): boolean
  /** Encrypts (AES-256-GCM) so that only this server reads it again. */
  seal(plain: string): string
  /** Null when it was not sealed here. */
  unseal(sealed: string): string | null
}

export function openSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secret.key')
  if (!existsSync(file)) writeDurably(dataDir, file, randomBytes(32))
  const key = readFileSync(file)
  if (key.length !== 32)
    throw new Error(`${file} is damaged: expected 32 bytes, got ${key.length}. Restore it from a backup.`)
  chmodSync(file, 0o600)
  const derive = (purpose: string) => createHmac('sha256', key).update(purpose).digest()
  const [signing, sealing] = [derive('sign'), derive('seal')]
  const sign = (subject: string) => createHmac('sha256', signing).update(subject).digest('base64url')
  return {
    sign,
    verify(subject, signature) {
      const [expected, given] = [Buffer.from(sign(subject)), Buffer.from(signature)]
      return expected.length === given.length && timingSafeEqual(expected, given)
    },
    seal(plain) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealing, iv)
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    unseal(sealed) {
      try {
        const bytes = Buffer.from(sealed, 'base64url')
        const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12))
        decipher.setAuthTag(bytes.subarray(12, 28))
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
      } catch {
        return null
      }
    },
  }
}

/** The file is there whole or not at all, also when the power goes: everything else in the folder depends on it. */
function writeDurably(folder: string, file: string, bytes: Uint8Array): void {
  const draft = `${file}.new`
  const handle = openSync(draft, 'w', 0o600)
  writeSync(handle, bytes)
  fsyncSync(handle)
  closeSync(handle)
  renameSync(draft, file)
  // Windows knows no such thing.
  if (process.platform === 'win32') return
  const directory = openSync(folder, 'r')
  fsyncSync(directory)
  closeSync(directory)
}

/** A link's secret: 192 random bits, 32 characters of base64url. */
export function newLinkSecret(): string {
  return randomBytes(24).toString('base64url')
}

/** What a link is looked up by; its secret itself is never stored in the clear. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
