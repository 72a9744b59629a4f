import { WordFinder } from '@inkbridge/canvas/fold'
import { type BoardSummary, type BoardsSort, limits, type PrincipalId } from '@inkbridge/types'
import * as rest from '@inkbridge/types/rest'
import type { z } from 'zod'
import type { FoundBoard, ListedBoard } from '../storage/storage.ts'
import { summaries } from './board-summaries.ts'
import { type ApiParts, json, type Route, route } from './route.ts'

type Query = z.output<typeof rest.boardsQuery>

const dayMs = 86_400_000
/** Boards that a search finds by their text; those whose title matches are found besides. */
const maxFound = 1_000

const listBoards = route(
  {
    id: 'listBoards',
    method: 'GET',
    path: '/api/boards',
    role: null,
    summary: `Boards that this browser owns or has joined, up to ${limits.maxListedBoards} in an answer; none for a program`,
    query: rest.boardsQuery,
    answers: { 200: rest.boardSummaries },
  },
  async ({ guest, parts, query }) => json(200, guest ? await listOf(guest, query, parts) : { boards: [], total: 0 }),
)

export const boardListRoutes: readonly Route[] = [listBoards]

async function listOf(guest: PrincipalId, query: Query, parts: ApiParts) {
  const { skip, limit } = query
  const rows = (await parts.directory.listed(guest)).filter((row) => isIn(row, query))
  const found = query.q.trim() === '' ? null : await search(guest, query.q, rows, parts)
  const shown = found ? rows.filter(({ id }) => found.has(id)) : rows
  const sorted = await inOrder(shown, query, [...(found?.keys() ?? [])], parts)
  const page = sorted.slice(skip, skip + limit)
  const short = await summaries(page, parts)
  const boards = page.map((row, index) => withMarks(short[index], row, found?.get(row.id), parts))
  // ISO 8601 strings sort by time.
  if (isByDefault(query)) boards.sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
  return { boards, total: shown.length }
}

function isIn({ role, deletedAt, openedAt, starred, folder }: ListedBoard, query: Query): boolean {
  if (query.folder !== undefined && folder !== query.folder) return false
  if ((deletedAt !== null) !== (query.view === 'trash')) return false
  switch (query.view) {
    case 'mine':
      return role === 'owner'
    case 'shared':
      return role !== 'owner'
    case 'recent':
      return openedAt !== null
    case 'starred':
      return starred
    case 'all':
    case 'trash':
      return true
  }
}

/** The boards whose title contains the words, and then those with such text, the best matches first. */
async function search(
  guest: PrincipalId,
  words: string,
  rows: readonly ListedBoard[],
  { directory }: ApiParts,
): Promise<ReadonlyMap<string, FoundBoard['snippet'] | null>> {
  const wanted = new WordFinder(words)
  const titles = rows.filter(({ title }) => wanted.isIn(title))
  const found = new Map<string, FoundBoard['snippet'] | null>(titles.map(({ id }) => [id, null]))
  for (const { board, snippet } of await directory.searchText(guest, words, maxFound)) found.set(board, snippet)
  return found
}

/** Whether each answer has the next newest boards, last changed first: boards that change meanwhile are not skipped. */
function isByDefault({ sort, view, q }: Query): boolean {
  return sort === undefined && view !== 'recent' && view !== 'trash' && q.trim() === ''
}

type Order = (a: ListedBoard, b: ListedBoard) => number

/** `found`: the boards that a search found, the best first. */
async function inOrder(
  rows: readonly ListedBoard[],
  query: Query,
  found: readonly string[],
  parts: ApiParts,
): Promise<readonly ListedBoard[]> {
  const { sort } = query
  if (sort === undefined && found.length > 0) {
    const rank = new Map(found.map((id, index) => [id, index]))
    return rows.toSorted((a, b) => (rank.get(a.id) ?? 0) - (rank.get(b.id) ?? 0))
  }
  const order = sort === 'changed' ? await byChange(rows, parts) : orders(parts)[sort ?? usualSort(query)]
  return rows.toSorted((a, b) => order(a, b) || b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1))
}

function usualSort({ view }: Query): Exclude<BoardsSort, 'changed'> | 'deleted' {
  return view === 'recent' ? 'opened' : view === 'trash' ? 'deleted' : 'created'
}

async function byChange(rows: readonly ListedBoard[], { log }: ApiParts): Promise<Order> {
  const times = await log.changedAt(rows.map(({ id }) => id))
  const timeOf = ({ id, createdAt }: ListedBoard) => times.get(id) ?? createdAt
  return (a, b) => timeOf(b) - timeOf(a)
}

function orders({ config }: ApiParts): Readonly<Record<Exclude<BoardsSort, 'changed'> | 'deleted', Order>> {
  const { compare } = new Intl.Collator(config.locale ?? 'en', { numeric: true, sensitivity: 'base' })
  return {
    created: (a, b) => b.createdAt - a.createdAt,
    opened: (a, b) => (b.openedAt ?? 0) - (a.openedAt ?? 0),
    title: (a, b) => compare(a.title, b.title),
    deleted: (a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0),
  }
}

function withMarks(
  summary: BoardSummary | undefined,
  { starred, folder, openedAt, deletedAt }: ListedBoard,
  snippet: FoundBoard['snippet'] | null | undefined,
  { config }: ApiParts,
): BoardSummary {
  if (!summary) throw new Error('every board has a summary')
  return {
    ...summary,
    ...(starred ? { starred: true } : {}),
    ...(folder ? { folder } : {}),
    ...(openedAt === null ? {} : { openedAt: iso(openedAt) }),
    ...(deletedAt === null ? {} : { deletedAt: iso(deletedAt), purgedAt: iso(deletedAt + config.trashDays * dayMs) }),
    ...(snippet ? { found: { text: snippet.text, matches: snippet.matches.map(([from, to]) => [from, to]) } } : {}),
  }
}

function iso(time: number): string {
  return new Date(time).toISOString()
}
