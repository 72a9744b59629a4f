import type { BoardId, DeviceId, LinkId } from './ids.ts'
import type { Person } from './presence.ts'
import type { ApiErrorCode, RefusalReason } from './refusals.ts'
import type { Role } from './roles.ts'

/** Bodies of the HTTP API, as JSON. Times are ISO 8601 in UTC. */

/** Every answer that is not 2xx. */
export interface ApiError {
  readonly error: {
    readonly code: ApiErrorCode
    /** More exactly, where several refusals share a code. */
    readonly reason?: RefusalReason
    /** In English, for logs and for programs without words of their own. */
    readonly message: string
  }
}

/** `POST /api/boards` */
export interface CreateBoard {
  readonly title?: string
  /** A document as `GET …/export?format=json` gives it. */
  readonly document?: unknown
}

/** 201 of `POST /api/boards` */
export interface CreatedBoard {
  readonly id: BoardId
  /** `/b/<id>` */
  readonly url: string
  /** For programs: secrets of three links. */
  readonly tokens: { readonly owner: string; readonly editor: string; readonly viewer: string }
}

/** `GET /api/boards/<id>`, and one row of `GET /api/boards` (`{boards: BoardSummary[]}`), newest first */
export interface BoardSummary {
  readonly id: BoardId
  readonly title: string
  readonly role: Role
  readonly createdAt: string
  readonly updatedAt: string
  /** How many people are on it now. */
  readonly here: number
  /** Of one board that is damaged, and read-only until its owner restores it. */
  readonly damaged?: {
    /** When the damage was done. */
    readonly since: string
    /** The last entry of the log before it: what `POST …/history/restore` restores to. */
    readonly lastGood: number
    /** When that entry was made; null: nothing was drawn before. */
    readonly goodAt: string | null
  }
}

/** `POST /api/boards/<id>/history/restore`, of a damaged board; answered with its id. For owners. */
export interface RestoreState {
  /** An entry of the log; without it the last good one. */
  readonly seq?: number
}

/** `GET /api/boards/<id>/links` */
export interface BoardLinks extends AllowPassing {
  readonly links: readonly BoardLink[]
}

/** `PATCH /api/boards/<id>/link`, and its answer: whether those who edit may pass on the link they came by. */
export interface AllowPassing {
  readonly passable: boolean
}

/** `GET /api/boards/<id>/link`: the link that the asker came by; null when there is none to be passed on. */
export interface OwnLink {
  readonly link: BoardLink | null
}

/** One row of `GET /api/boards/<id>/links`, and 201 of `POST …/links` */
export interface BoardLink {
  readonly id: LinkId
  readonly role: Role
  readonly createdAt: string
  readonly expiresAt: string | null
  readonly revokedAt: string | null
  /** `/b/<id>#k=<secret>`, relative to the server; absent when it cannot be given any more. */
  readonly url?: string
}

/** `POST /api/boards/<id>/links` */
export interface CreateLink {
  readonly role: Role
  readonly expiresAt?: string | null
}

/** `POST /api/boards/<id>/join`; answered with a `BoardSummary` */
export interface JoinBoard {
  readonly secret: string
}

/** `PATCH /api/me`: answered with `Me`. */
export interface ChangeMe {
  readonly name?: string
  /** One of `personColors`. */
  readonly color?: string
}

/** `GET /api/me` */
export interface Me {
  readonly you: Person
}

/** One row of `GET /api/me/devices` (`{devices: Device[]}`): a browser that acts as this guest, the last seen first. */
export interface Device {
  readonly id: DeviceId
  /** The families of browser and system, such as `Firefox (Windows)`. */
  readonly label: string
  readonly createdAt: string
  /** Within an hour. */
  readonly seenAt: string
  /** The browser that asks. */
  readonly current: boolean
}
