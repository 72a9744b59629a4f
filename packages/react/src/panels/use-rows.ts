import { useCallback, useContext, useSyncExternalStore } from 'react'
import { PortalRoot, useMedia, useNarrow } from '../ui/ui.ts'

/** Maximum height of the style panel in a window of usual height, and its padding, CSS pixels. */
const [mostPx, paddingPx] = [420, 20]
/** Maximum part of a higher window, and of a phone's. */
const [mostPart, mostNarrowPart] = [0.5, 0.62]
/** Height of bars above and below it, and on a phone, CSS pixels. */
const [aroundPx, aroundNarrowPx] = [148, 206]
/** Height of a row with its gap, for mouse and for touch, CSS pixels. */
const [rowPx, tallRowPx] = [40, 52]

/** Returns the number of rows that fit into the style panel. */
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
