/** An entry of a panel; one row high by default. */
interface Tall {
  readonly rows?: number
}

/** The entries that are visible at once, and those on a second page. */
export interface Pages<Entry> {
  readonly first: readonly Entry[]
  readonly rest: readonly Entry[]
}

/**
 * Puts as many entries on the first page as it has room for, in their order. If some are left, the first page keeps a
 * row for a button to the second.
 *
 * @param room rows
 */
export function pagesOf<Entry extends Tall>(entries: readonly Entry[], room: number): Pages<Entry> {
  const heightOf = (count: number) => entries.slice(0, count).reduce((sum, { rows = 1 }) => sum + rows, 0)
  const fitting = (rows: number) => {
    const past = entries.findIndex((_entry, index) => heightOf(index + 1) > rows)
    return past < 0 ? entries.length : past
  }
  const count = fitting(room) === entries.length ? entries.length : fitting(room - 1)
  return { first: entries.slice(0, count), rest: entries.slice(count) }
}
