import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Signs and encrypts with the server's keys, 32 random bytes each, in the data folder, readable only by its owner:
 * the newest signs and seals, the others still verify and unseal.
 */
export interface Secrets {
  /** The signature of `subject`: base64url of HMAC-SHA256. */
  sign(subject: string): string
  verify(subject: string, signature: string): boolean
  /** Whether a signature was made with the newest key. */
  isNewest(subject: string, signature: string): boolean
  /** Encrypts a text (AES-256-GCM). */
  seal(plain: string): string
  /** Decrypts a text; null when it was not sealed with one of the keys. */
  unseal(sealed: string): string | null
  /** Adds a new key, dropping the oldest above `maxKeys`. */
  rotate(): void
  /** Drops all keys but the newest: what they signed or sealed is no longer recognised. */
  dropOldKeys(): void
}

const keyBytes = 32
/** Above this number the oldest key is dropped: its signatures are no longer valid. */
const maxKeys = 8

interface Key {
  readonly bytes: Buffer
  readonly signing: Buffer
  readonly sealing: Buffer
}

export function openSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secret.key')
  if (!existsSync(file)) writeDurably(dataDir, file, randomBytes(keyBytes))
  let keys = readKeys(file)
  chmodSync(file, 0o600)

  function keep(ring: readonly Key[]): void {
    writeDurably(dataDir, file, Buffer.concat(ring.map(({ bytes }) => bytes)))
    keys = ring
  }

  const newest = () => keys[0] ?? damaged(file, 0)

  return {
    sign: (subject) => signature(newest(), subject),
    verify: (subject, given) => keys.some((key) => isSignature(key, subject, given)),
    isNewest: (subject, given) => isSignature(newest(), subject, given),
    seal(plain) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', newest().sealing, iv)
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    unseal(sealed) {
      for (const key of keys) {
        const plain = unsealed(key, sealed)
        if (plain !== null) return plain
      }
      return null
    },
    rotate: () => keep([keyOf(randomBytes(keyBytes)), ...keys].slice(0, maxKeys)),
    dropOldKeys: () => keep([newest()]),
  }
}

/** The newest key comes first. */
function readKeys(file: string): readonly Key[] {
  const bytes = readFileSync(file)
  const count = bytes.length / keyBytes
  if (!Number.isInteger(count) || count < 1 || count > maxKeys) return damaged(file, bytes.length)
  return Array.from({ length: count }, (_, index) => keyOf(bytes.subarray(index * keyBytes, (index + 1) * keyBytes)))
}

function damaged(file: string, length: number): never {
  throw new Error(
    `${file} is damaged: expected 1 to ${maxKeys} keys of ${keyBytes} bytes, got ${length} bytes. Restore it from a backup.`,
  )
}

function keyOf(bytes: Buffer): Key {
  const derive = (purpose: string) => createHmac('sha256', bytes).update(purpose).digest()
  return { bytes, signing: derive('sign'), sealing: derive('seal') }
}

function signature({ signing }: Key, subject: string): string {
  return createHmac('sha256', signing).update(subject).digest('base64url')
}

function isSignature(key: Key, subject: string, signed: string): boolean {
  const [expected, given] = [Buffer.from(signature(key, subject)), Buffer.from(signed)]
  return expected.length === given.length && timingSafeEqual(expected, given)
}

function unsealed({ sealing }: Key, sealed: string): string | null {
  try {
    const bytes = Buffer.from(sealed, 'base64url')
    const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(12, 28))
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

/** Writes a file atomically and durably, since everything else in the folder depends on it. */
function writeDurably(folder: string, file: string, bytes: Uint8Array): void {
  const draft = `${file}.new`
  const handle = openSync(draft, 'w', 0o600)
  writeSync(handle, bytes)
  fsyncSync(handle)
  closeSync(handle)
  renameSync(draft, file)
  // Windows cannot sync a folder.
  if (process.platform === 'win32') return
  const directory = openSync(folder, 'r')
  fsyncSync(directory)
  closeSync(directory)
}

/** A link's secret: 192 random bits, 32 characters of base64url. */
export function newLinkSecret(): string {
  return randomBytes(24).toString('base64url')
}

/** Whether a text has the format of a link's secret: addresses are easily truncated when copied. */
export function isSecret(text: string): boolean {
  return /^[\w-]{32}$/.test(text)
}

/** The hash by which a link is looked up; its secret is never stored in the clear. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
