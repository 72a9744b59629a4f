import type { BoardId, PrincipalId } from '@inkbridge/types'
import { type Kysely, sql } from 'kysely'
import { goodGrants } from './grant-rows.ts'
import { matchOf, searchable, snippetMarks, snippetOf, type TextSnippet } from './searchable-text.ts'
import type { Tables } from './tables.ts'

/** A board whose text has all words of a search. */
export interface FoundBoard {
  readonly board: BoardId
  readonly snippet: TextSnippet
}

/** The full-text index of what is written on boards. */
export interface TextRows {
  /** Replaces the indexed text of a board. `at`: the time of its content, ms since 1970. */
  indexText(board: BoardId, text: string, at: number): Promise<void>
  /** The time of the indexed content of each board, ms since 1970; boards that were never indexed are left out. */
  indexedAt(): Promise<ReadonlyMap<BoardId, number>>
  /** Boards with all of these words that a person may see, the best matches first. A word may be the beginning of one. */
  searchText(principal: PrincipalId, words: string, most: number): Promise<readonly FoundBoard[]>
}

/** Words of a snippet around a match; a character is one in scripts without spaces. */
const snippetWords = 20

export function createTextRows(db: Kysely<Tables>, now: () => number): TextRows {
  return {
    async indexText(board, text, indexedAt) {
      const known = sql`(SELECT id FROM indexedBoards WHERE board = ${board})`
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('indexedBoards')
          .values({ board, indexedAt })
          .onConflict((conflict) => conflict.column('board').doUpdateSet({ indexedAt }))
          .execute()
        await sql`DELETE FROM boardTexts WHERE rowid = ${known}`.execute(transaction)
        await sql`INSERT INTO boardTexts (rowid, text) VALUES (${known}, ${searchable(text)})`.execute(transaction)
      })
    },

    async indexedAt() {
      const rows = await db.selectFrom('indexedBoards').select(['board', 'indexedAt']).execute()
      return new Map(rows.map(({ board, indexedAt }) => [board, indexedAt]))
    },

    async searchText(principal, words, most) {
      const match = matchOf(words)
      if (match === null) return []
      const seen = goodGrants(db, now())
        .select('grants.board')
        .where('grants.principal', '=', principal)
        .where('boards.deletedAt', 'is', null)
      const { rows } = await sql<{ board: BoardId; snippet: string }>`
        SELECT indexedBoards.board AS board,
          snippet(boardTexts, 0, ${snippetMarks.begin}, ${snippetMarks.end}, '…', ${sql.lit(snippetWords)}) AS snippet
        FROM boardTexts JOIN indexedBoards ON indexedBoards.id = boardTexts.rowid
        WHERE boardTexts MATCH ${match} AND indexedBoards.board IN (${seen})
        ORDER BY rank LIMIT ${sql.lit(most)}`.execute(db)
      return rows.map(({ board, snippet }) => ({ board, snippet: snippetOf(snippet) }))
    },
  }
}
