import { useCallback, useContext, useSyncExternalStore } from 'react'
import { PortalRoot, useMedia, useNarrow } from '../ui/ui.ts'

/** CSS pixels that the style panel takes at most in a window of usual height, and that are inside of its edges. */
const [mostPx, paddingPx] = [420, 20]
/** How much of a higher window it may take, and of a phone. */
const [mostPart, mostNarrowPart] = [0.5, 0.62]
/** What bars take above and below it, and on a phone. */
const [aroundPx, aroundNarrowPx] = [148, 206]
/** A row and the gap below it, for a mouse and for a finger. */
const [rowPx, tallRowPx] = [40, 52]

/** How many rows the style panel has room for. */
export function useRows(): number {
  const root = useContext(PortalRoot)
  const isNarrow = useNarrow()
  const isCoarse = useMedia('(pointer: coarse)')
  const height = useSyncExternalStore(
    useCallback(
      (listener: () => void) => {
        const observer = new ResizeObserver(listener)
        if (root) observer.observe(root)
        return () => observer.disconnect()
      },
      [root],
    ),
    () => root?.clientHeight ?? 0,
    () => 0,
  )
  const free = isNarrow
    ? Math.min(height * mostNarrowPart, height - aroundNarrowPx)
    : Math.min(Math.max(mostPx, height * mostPart), height - aroundPx)
  return (free - paddingPx + 8) / (isCoarse ? tallRowPx : rowPx)
}
