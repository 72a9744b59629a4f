import { type DeviceId, isAccount, type PrincipalId } from '@inkbridge/types'
import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** Interval at which the last visit of a device is stored, ms. */
const seenEveryMs = 3_600_000
/** Cookies expire after two years, and with them devices that were not seen for as long, ms. */
const lifeMs = 2 * 365 * 24 * 3_600_000
/** Number of devices whose last stored visit is cached. */
const maxRemembered = 10_000

interface DeviceRow {
  readonly id: DeviceId
  readonly label: string
  readonly createdAt: number
  readonly seenAt: number
}

export interface Visit {
  readonly principal: PrincipalId
  readonly device: DeviceId
  readonly label: string
}

/** The browsers of people. Those of a guest are stored if it has a board or a name, or when revoked. */
export interface Devices {
  isRevoked(device: DeviceId): boolean
  /** Records a visit; nothing is stored for a guest without a board or a name. */
  seen(visit: Visit): void
  /** Records a visit like `seen`; resolves when it is stored. */
  add(visit: Visit): Promise<void>
  /** The most recently seen first, without revoked ones. */
  list(principal: PrincipalId): Promise<readonly DeviceRow[]>
  /** Signs a device out permanently. */
  revoke(visit: Visit): Promise<void>
}

/** Opens the devices, with the revoked ones in memory. */
export async function openDevices(db: Kysely<Tables>, now: () => number = Date.now): Promise<Devices> {
  await db
    .deleteFrom('devices')
    .where('seenAt', '<', now() - lifeMs)
    .execute()
  const rows = await db.selectFrom('devices').select('id').where('revokedAt', 'is not', null).execute()
  return createDevices(
    db,
    rows.map(({ id }) => id),
    now,
  )
}

/** Devices, with those already revoked. */
export function createDevices(
  db: Kysely<Tables>,
  revokedBefore: Iterable<DeviceId> = [],
  now: () => number = Date.now,
): Devices {
  const revoked = new Set(revokedBefore)
  const seenAt = new Map<DeviceId, number>()

  async function write({ principal, device, label }: Visit, at: number): Promise<void> {
    const known = sql`EXISTS (SELECT 1 FROM grants WHERE principal = ${principal}) OR EXISTS (SELECT 1 FROM people WHERE principal = ${principal}) OR ${isAccount(principal) ? 1 : 0}`
    const { numAffectedRows } = await sql`
      INSERT INTO devices (id, principal, label, createdAt, seenAt, revokedAt)
      SELECT ${device}, ${principal}, ${label}, ${at}, ${at}, NULL WHERE ${known}
      ON CONFLICT (id) DO UPDATE SET seenAt = excluded.seenAt, label = excluded.label`.execute(db)
    if (!numAffectedRows) return
    if (seenAt.size >= maxRemembered) seenAt.clear()
    seenAt.set(device, at)
  }

  return {
    isRevoked: (device) => revoked.has(device),

    seen(visit) {
      if (now() - (seenAt.get(visit.device) ?? Number.NEGATIVE_INFINITY) < seenEveryMs) return
      // If this fails, the next visit stores it.
      write(visit, now()).catch(() => {})
    },

    add: (visit) => write(visit, now()),

    list: (principal) =>
      db
        .selectFrom('devices')
        .select(['id', 'label', 'createdAt', 'seenAt'])
        .where('principal', '=', principal)
        .where('revokedAt', 'is', null)
        .orderBy('seenAt', 'desc')
        .orderBy('id')
        .execute(),

    async revoke({ principal, device, label }) {
      const at = now()
      await db
        .insertInto('devices')
        .values({ id: device, principal, label, createdAt: at, seenAt: at, revokedAt: at })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ revokedAt: at, seenAt: at }))
        .execute()
      revoked.add(device)
      seenAt.delete(device)
    },
  }
}

const browsers: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const systems: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPod)\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** Returns only the families of browser and system of a `User-Agent`, the same in every language. */
export function deviceLabel(userAgent: string | undefined): string {
  const find = (list: typeof browsers) => list.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1]
  const [browser = 'Browser', system] = [find(browsers), find(systems)]
  return system ? `${browser} (${system})` : browser
}
