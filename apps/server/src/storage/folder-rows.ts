import { type FolderId, limits, newFolderId, type PrincipalId } from '@inkbridge/types'
import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

export interface FolderRow {
  readonly id: FolderId
  readonly name: string
  /** The folder around it; null: none. */
  readonly parent: FolderId | null
}

type FolderChange = Partial<Omit<FolderRow, 'id'>>

/** Why a folder cannot be created or moved. */
export type FolderRefusal = 'no-folder' | 'too-many-folders' | 'folder-place'

/** The folders in which people sort boards, each person their own. */
export interface FolderRows {
  /** By name. */
  folders(principal: PrincipalId): Promise<readonly FolderRow[]>
  addFolder(principal: PrincipalId, folder: Omit<FolderRow, 'id'>): Promise<FolderRow | FolderRefusal>
  /** Renames or moves a folder with its contents. Nothing is changed if it is refused. */
  changeFolder(principal: PrincipalId, id: FolderId, change: FolderChange): Promise<FolderRow | FolderRefusal>
  /** Deletes a folder; its boards and folders move to the one around it. False when the person has no such folder. */
  removeFolder(principal: PrincipalId, id: FolderId): Promise<boolean>
}

export function createFolderRows(db: Kysely<Tables>, now: () => number): FolderRows {
  const inTurn = createTurns()

  async function folders(principal: PrincipalId): Promise<readonly FolderRow[]> {
    const rows = db.selectFrom('folders').select(['id', 'name', 'parent']).where('principal', '=', principal)
    return rows.orderBy('name').orderBy('id').execute()
  }

  return {
    folders,

    addFolder: (principal, { name, parent }) =>
      inTurn(principal, async () => {
        const known = await folders(principal)
        if (known.length >= limits.maxFolders) return 'too-many-folders'
        const folder = { id: newFolderId(), name, parent }
        const refusal = refusalOf([...known, folder], folder)
        if (refusal) return refusal
        await db
          .insertInto('folders')
          .values({ ...folder, principal, createdAt: now() })
          .execute()
        return folder
      }),

    changeFolder: (principal, id, change) =>
      inTurn(principal, async () => {
        const known = await folders(principal)
        const before = known.find((folder) => folder.id === id)
        if (!before) return 'no-folder'
        const after = { ...before, ...change }
        const refusal = refusalOf(
          known.map((folder) => (folder.id === id ? after : folder)),
          after,
        )
        if (refusal) return refusal
        const { name, parent } = after
        await db
          .updateTable('folders')
          .set({ name, parent })
          .where('id', '=', id)
          .where('principal', '=', principal)
          .execute()
        return after
      }),

    removeFolder: (principal, id) =>
      inTurn(principal, async () => {
        const folder = (await folders(principal)).find((each) => each.id === id)
        if (!folder) return false
        const { parent } = folder
        await db.transaction().execute(async (transaction) => {
          await transaction.updateTable('folders').set({ parent }).where('parent', '=', id).execute()
          await transaction.updateTable('marks').set({ folder: parent }).where('folder', '=', id).execute()
          await transaction.deleteFrom('folders').where('id', '=', id).execute()
        })
        return true
      }),
  }
}

/** Runs the changes of one person one after the other, so that each is checked against the result of the previous one. */
function createTurns() {
  const running = new Map<PrincipalId, Promise<unknown>>()
  return <Value>(principal: PrincipalId, run: () => Promise<Value>): Promise<Value> => {
    const turn = (running.get(principal) ?? Promise.resolve()).then(run, run)
    const done = () => {
      if (running.get(principal) === turn) running.delete(principal)
    }
    running.set(principal, turn)
    turn.then(done, done)
    return turn
  }
}

/** Why folders cannot be as given after one of them changed; null: they can. */
function refusalOf(folders: readonly FolderRow[], changed: FolderRow): FolderRefusal | null {
  const byId = new Map(folders.map((folder) => [folder.id, folder]))
  if (changed.parent !== null && !byId.has(changed.parent)) return 'no-folder'
  return folders.some((folder) => isTooDeep(folder, byId)) ? 'folder-place' : null
}

/** Whether there are too many folders around one; a folder in itself has endlessly many. */
function isTooDeep(folder: FolderRow, byId: ReadonlyMap<FolderId, FolderRow>): boolean {
  let depth = 1
  for (let parent = folder.parent; parent !== null; parent = byId.get(parent)?.parent ?? null) {
    depth += 1
    if (depth > limits.maxFolderDepth) return true
  }
  return false
}
