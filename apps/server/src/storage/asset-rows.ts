import type { AssetId, BoardId } from '@inkbridge/types'
import type { StoredAsset } from '@inkbridge/types/rest'
import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** A stored asset of a board. Its files exist as long as its row. */
export interface AssetRow extends Readonly<StoredAsset> {
  readonly board: BoardId
  /** Length of the uploaded file, whose hash is the id; bytes. */
  readonly uploaded: number
}

/** When an asset was found to be unreferenced. */
interface Unreferenced {
  readonly asset: AssetId
  /** The first of the consecutive checks that found no reference, ms since 1970; null: the last check found one. */
  readonly unreferencedSince: number | null
}

/** The stored assets of boards, those in the trash included. */
export interface AssetRows {
  asset(board: BoardId, asset: AssetId): Promise<AssetRow | null>
  assetsOf(board: BoardId): Promise<readonly (AssetRow & Unreferenced)[]>
  /** Bytes of all assets of a board. */
  assetBytes(board: BoardId): Promise<number>
  /** Does nothing if the row exists. Rejects if the board does not. */
  addAsset(row: AssetRow): Promise<void>
  removeAsset(board: BoardId, asset: AssetId): Promise<void>
  /** Boards with assets that are not in the trash. */
  boardsWithAssets(): Promise<readonly BoardId[]>
  /** Records a check of a board: these assets have no reference, the others have one. Earlier times stay. */
  assetsChecked(board: BoardId, unreferenced: readonly AssetId[]): Promise<void>
}

const columns = ['board', 'asset', 'type', 'width', 'height', 'bytes', 'animated', 'uploaded'] as const

export function createAssetRows(db: Kysely<Tables>, now: () => number): AssetRows {
  return {
    async asset(board, asset) {
      const row = await db
        .selectFrom('assets')
        .select(columns)
        .where('board', '=', board)
        .where('asset', '=', asset)
        .executeTakeFirst()
      return row ? assetRow(row) : null
    },

    async assetsOf(board) {
      const rows = await db
        .selectFrom('assets')
        .select([...columns, 'unreferencedSince'])
        .where('board', '=', board)
        .orderBy('asset')
        .execute()
      return rows.map((row) => ({ ...assetRow(row), unreferencedSince: row.unreferencedSince }))
    },

    async assetBytes(board) {
      const row = await db
        .selectFrom('assets')
        .select(({ fn }) => fn.sum<number | null>('bytes').as('sum'))
        .where('board', '=', board)
        .executeTakeFirst()
      return row?.sum ?? 0
    },

    async addAsset({ animated, ...row }) {
      await db
        .insertInto('assets')
        .values({ ...row, animated: animated ? 1 : 0, storedAt: now(), unreferencedSince: null })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async removeAsset(board, asset) {
      await db.deleteFrom('assets').where('board', '=', board).where('asset', '=', asset).execute()
    },

    async boardsWithAssets() {
      const rows = await db
        .selectFrom('assets')
        .innerJoin('boards', 'boards.id', 'assets.board')
        .select('assets.board')
        .where('boards.deletedAt', 'is', null)
        .distinct()
        .execute()
      return rows.map(({ board }) => board)
    },

    assetsChecked: (board, unreferenced) => recordCheck(db, board, new Set(unreferenced), now()),
  }
}

/** A transaction cannot read: the assets are read before. */
async function recordCheck(
  db: Kysely<Tables>,
  board: BoardId,
  unreferenced: ReadonlySet<AssetId>,
  at: number,
): Promise<void> {
  const known = await db.selectFrom('assets').select('asset').where('board', '=', board).execute()
  await db.transaction().execute(async (transaction) => {
    for (const { asset } of known) {
      const row = transaction.updateTable('assets').where('board', '=', board).where('asset', '=', asset)
      if (unreferenced.has(asset))
        await row.set({ unreferencedSince: at }).where('unreferencedSince', 'is', null).execute()
      else await row.set({ unreferencedSince: null }).where('unreferencedSince', 'is not', null).execute()
    }
  })
}

function assetRow({ animated, ...row }: Pick<Tables['assets'], (typeof columns)[number]>): AssetRow {
  const { board, asset, type, width, height, bytes, uploaded } = row
  return { board, asset, type, width, height, bytes, animated: animated === 1, uploaded }
}
