import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What only this server can make or open. The keys, 32 random bytes each, are in the data folder, readable by its owner:
 * the newest signs and seals, the others still verify and unseal.
 */
export interface Secrets {
  /** Text that proves `subject` came from here: base64url of HMAC-SHA256. */
  sign(subject: string): string
  verify(subject: string, signature: string): boolean
  /** Whether the newest key made a signature. */
  isNewest(subject: string, signature: string): boolean
  /** Encrypts (AES-256-GCM) so that only this server reads it again. */
  seal(plain: string): string
  /** Null when it was not sealed here. */
  unseal(sealed: string): string | null
  /** Adds a key, which is the newest from then on. Keeps at most `maxKeys`. */
  rotate(): void
  /** Drops all keys but the newest: what they signed or sealed is no longer recognised. */
  dropOldKeys(): void
}

const keyBytes = 32
/** With one more, what the oldest has signed is no longer recognised. */
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

/** The file is there whole or not at all, also when the power goes: everything else in the folder depends on it. */
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

/** Whether this is as long as a link's secret is: an address is easily cut when it is copied. */
export function isSecret(text: string): boolean {
  return /^[\w-]{32}$/.test(text)
}

/** The key to look a link up by; its secret itself is never stored in the clear. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
