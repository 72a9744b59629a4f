import type { AssetId, BoardId, DeviceId, LinkId, PrincipalId, Role } from '@inkbridge/types'
import type { AssetType } from '@inkbridge/types/rest'

/** The tables of the directory and the devices, created by `schema.ts`. Times are milliseconds since 1970. */
export interface Tables {
  boards: {
    id: BoardId
    title: string
    createdAt: number
    deletedAt: number | null
    /** 1: it was edited, renamed, shared, or opened a second time. */
    used: number
    /** When it was first opened. */
    openedAt: number | null
    /** 1: editors may pass on the link they joined with. */
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
  /** `link` is the empty string for the creator of the board. */
  grants: { board: BoardId; principal: PrincipalId; link: string; role: Role; createdAt: number }
  /** People who have chosen a name or a colour. */
  people: { principal: PrincipalId; name: string; color: string }
  devices: {
    id: DeviceId
    principal: PrincipalId
    label: string
    createdAt: number
    seenAt: number
    revokedAt: number | null
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
