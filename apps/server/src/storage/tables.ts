import type { BoardId, DeviceId, LinkId, PrincipalId, Role } from '@inkbridge/types'

/** The tables of the directory and the devices, which `schema.ts` makes. Times are milliseconds since 1970. */
export interface Tables {
  boards: {
    id: BoardId
    title: string
    createdAt: number
    deletedAt: number | null
    /** 1: it was edited, renamed, shared, or opened a second time. */
    used: number
    /** When it was opened first. */
    openedAt: number | null
    /** 1: who may edit it may pass on the link they came by. */
    passable: number
  }
  links: {
    id: LinkId
    board: BoardId
    role: Role
    hash: string
    sealed: string
    createdAt: number
    expiresAt: number | null
    revokedAt: number | null
  }
  /** `link` is the empty string for the person who made the board. */
  grants: { board: BoardId; principal: PrincipalId; link: string; role: Role; createdAt: number }
  /** Who has chosen a name or a colour. */
  people: { principal: PrincipalId; name: string; color: string }
  devices: {
    id: DeviceId
    principal: PrincipalId
    label: string
    createdAt: number
    seenAt: number
    revokedAt: number | null
  }
}
