/** An entry of a panel; one row high by default. */
interface PageEntry {
  readonly rows?: number
}

/** Entries on the first page, and on the second. */
export interface Pages<Entry> {
  readonly first: readonly Entry[]
  readonly rest: readonly Entry[]
}

/**
 * Returns as many entries on the first page as fit, in order. If some are left, the first page keeps a row for a button
 * to the second.
 *
 * @param room rows
 */
export function pagesOf<Entry extends PageEntry>(entries: readonly Entry[], room: number): Pages<Entry> {
  const heightOf = (count: number) => entries.slice(0, count).reduce((sum, { rows = 1 }) => sum + rows, 0)
  const fitting = (rows: number) => {
    const past = entries.findIndex((_entry, index) => heightOf(index + 1) > rows)
    return past < 0 ? entries.length : past
  }
  const count = fitting(room) === entries.length ? entries.length : fitting(room - 1)
  return { first: entries.slice(0, count), rest: entries.slice(count) }
}
