import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Kysely } from 'kysely'
import type * as Y from 'yjs'
import type { Accounts, Attempts, OpenId } from '../accounts/accounts.ts'
import type { Admission } from '../admission/admission.ts'
import type { ConnectionLimiter } from '../admission/connection-limiter.ts'
import type { Converter } from '../assets/converter.ts'
import type { Config } from '../config.ts'
import type { Guard } from '../rooms/guard.ts'
import type { Directory } from '../storage/directory.ts'
import type { KnownAccounts } from '../storage/known-accounts.ts'
import type { Secrets } from '../storage/secrets.ts'
import type { Tables } from '../storage/tables.ts'

/** Changes of a test server's parts that remove one defence. Each replaces a part before it is used. */
export interface Removal {
  readonly config?: (config: Config) => Config
  readonly secrets?: (secrets: Secrets) => Secrets
  readonly directory?: (directory: Directory, tables: Kysely<Tables>) => Directory
  readonly limiter?: (limiter: ConnectionLimiter) => ConnectionLimiter
  readonly openId?: (openId: OpenId) => OpenId
  readonly attempts?: (attempts: Attempts) => Attempts
  readonly known?: (known: KnownAccounts) => KnownAccounts
  readonly accounts?: (accounts: Accounts) => Accounts
  /** For all users of admission. */
  readonly admission?: (admission: Admission) => Admission
  /** For the API only. */
  readonly apiAdmission?: (admission: Admission) => Admission
  /** For the boards in memory only. */
  readonly roomAdmission?: (admission: Admission) => Pick<Admission, 'rightOf' | 'revocations' | 'exists'>
  /** Called before a request reaches the gateway. */
  readonly request?: (request: IncomingMessage, own: string) => void
  /** The guard of rooms. */
  readonly guard?: Guard
  readonly applyUpdate?: typeof Y.applyUpdate
  /** What converts uploads. */
  readonly convert?: (convert: Converter['convert']) => Converter['convert']
  /** Called before a request and its response reach the API. */
  readonly apiCall?: (request: IncomingMessage, response: ServerResponse, own: string) => void
}

/** Returns a variant of a part with some members replaced. */
export function variant<Part extends object>(part: Part, change: Partial<Part>): Part {
  return Object.create(part, Object.getOwnPropertyDescriptors(change)) as Part
}

/** A removal, and the test that must fail with it: its file below `src`, and its full name. */
export interface Defence extends Removal {
  readonly test: readonly [file: string, name: string]
}
