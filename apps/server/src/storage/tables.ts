import type { AccountRole, AssetId, BoardId, DeviceId, FolderId, LinkId, PrincipalId, Role } from '@inkbridge/types'
import type { AssetType } from '@inkbridge/types/rest'
import type { AuditAction } from '@inkbridge/types/rest-sharing'
import type { Generated } from 'kysely'

/** The tables of the directory and the devices, created by `schema.ts`. Times are milliseconds since 1970. */
export interface Tables {
  boards: {
    id: BoardId
    title: string
    createdAt: number
    /** When it was moved to the trash; 0: it was deleted for good, and waits to be purged. */
    deletedAt: number | null
    /** 1: it was edited, renamed, shared, or opened a second time. */
    used: number
    /** When it was first opened. */
    openedAt: number | null
    /** 1: editors may pass on the link they joined with. */
    passable: number
    /** Since when only owners may change it; null: it is not locked. */
    lockedAt: number | null
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
    /** For the owners; empty: none. */
    name: string
    /** The password's hash; null: it needs none. */
    password: string | null
    /** How many people may join by it; null: any number. */
    maxUses: number | null
  }
  /**
   * `link` is the empty string for a grant that depends on no link: that of the board's creator, and those that an owner
   * gave. A grant that has ended still counts as a use of its link.
   */
  grants: {
    board: BoardId
    principal: PrincipalId
    link: string
    role: Role
    createdAt: number
    endedAt: number | null
  }
  /** A person on a board. `role`: the one that an owner set, which replaces those of the grants. */
  boardPeople: {
    board: BoardId
    principal: PrincipalId
    role: Role | null
    blockedAt: number | null
    /** When they last opened the board, within a minute. */
    seenAt: number | null
  }
  /** Changes of the rights to a board. */
  audit: {
    id: Generated<number>
    board: BoardId
    at: number
    actor: PrincipalId
    action: AuditAction
    /** Whom it concerned. */
    person: PrincipalId | null
    link: LinkId | null
    /** The role that was given. */
    role: Role | null
  }
  /** People who have chosen a name or a colour. */
  people: { principal: PrincipalId; name: string; color: string }
  folders: { id: FolderId; principal: PrincipalId; parent: FolderId | null; name: string; createdAt: number }
  /** How people have sorted boards. */
  marks: {
    principal: PrincipalId
    board: BoardId
    starred: number
    folder: FolderId | null
    /** When the person last opened it. */
    openedAt: number | null
  }
  /** Boards in the full-text index `boardTexts`, whose rows have these ids. `indexedAt`: the time of the content. */
  indexedBoards: { id: Generated<number>; board: BoardId; indexedAt: number }
  devices: {
    id: DeviceId
    principal: PrincipalId
    label: string
    createdAt: number
    seenAt: number
    revokedAt: number | null
  }
  /** People who sign in. `password` is a hash; null: they sign in otherwise, or have not set one yet. */
  accounts: {
    principal: PrincipalId
    /** In lower case; null: none is known, or it was erased. */
    email: string | null
    password: string | null
    role: AccountRole
    createdAt: number
    disabledAt: number | null
    /** When its owner deleted it; its row stays, so that the principal of its boards is not given again. */
    erasedAt: number | null
  }
  /** What other systems call an account. */
  identities: { issuer: string; subject: string; account: PrincipalId }
  /** Links to set a password, each for one use; `hash` of their secret. */
  passwordLinks: { hash: string; account: PrincipalId; expiresAt: number }
  /** Guests whose rights an account took over, with the browser in which it signed in. */
  linkedGuests: { guest: PrincipalId; account: PrincipalId; device: DeviceId; linkedAt: number }
  /** The grants of a linked guest before that; `own`: the role that the account had by the same link; null: none. */
  movedGrants: {
    guest: PrincipalId
    board: BoardId
    link: string
    role: Role
    createdAt: number
    own: Role | null
  }
  /** Stored assets; `bytes` of all versions, `uploaded` bytes of the file whose hash is the id. */
  assets: {
    board: BoardId
    asset: AssetId
    type: AssetType
    width: number
    height: number
    bytes: number
    animated: number
    uploaded: number
    storedAt: number
    unreferencedSince: number | null
  }
}
