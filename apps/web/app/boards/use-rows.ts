import { useEffect, useState } from 'react'

export interface RowLayout {
  readonly columns: number
  /** Indices of the items to render, the last excluded. */
  readonly first: number
  readonly end: number
  /** Space before and after them, px. */
  readonly above: number
  readonly below: number
}

export interface RowSizes {
  /** Least width of a column, px. */
  readonly width: number
  /** Height of a row with the gap below it, px. */
  readonly height: number
  readonly gap: number
}

/** Rows that are rendered beyond the window on each side. */
const spareRows = 3

/**
 * Which items of a list to render: those in rows near the window.
 *
 * @param seen where the window begins and ends, px from the top of the list
 */
export function layOut(count: number, width: number, seen: readonly [number, number], sizes: RowSizes): RowLayout {
  const columns = Math.max(1, Math.floor((width + sizes.gap) / (sizes.width + sizes.gap)))
  const rows = Math.ceil(count / columns)
  const clamped = (row: number) => Math.min(rows, Math.max(0, row))
  const first = clamped(Math.floor(seen[0] / sizes.height) - spareRows)
  const end = Math.max(first, clamped(Math.ceil(seen[1] / sizes.height) + spareRows))
  return {
    columns,
    first: first * columns,
    end: Math.min(count, end * columns),
    above: first * sizes.height,
    below: (rows - end) * sizes.height,
  }
}

/** The layout of a list that is scrolled with the page; null until it is there. */
export function useRows(list: HTMLElement | null, count: number, { width, height, gap }: RowSizes): RowLayout | null {
  const [layout, setLayout] = useState<RowLayout | null>(null)
  useEffect(() => {
    if (!list) return
    const measure = () => {
      const { top, width: space } = list.getBoundingClientRect()
      const next = layOut(count, space, [-top, window.innerHeight - top], { width, height, gap })
      setLayout((known) => (known && isEqual(known, next) ? known : next))
    }
    measure()
    const sized = new ResizeObserver(measure)
    sized.observe(list)
    const events = ['scroll', 'resize'] as const
    for (const event of events) window.addEventListener(event, measure, { passive: true })
    return () => {
      sized.disconnect()
      for (const event of events) window.removeEventListener(event, measure)
    }
  }, [list, count, width, height, gap])
  return layout
}

function isEqual(a: RowLayout, b: RowLayout): boolean {
  return a.columns === b.columns && a.first === b.first && a.end === b.end && a.below === b.below && a.above === b.above
}
