import type { Box } from '@inkbridge/types'

/** Bars and cards with fixed places: bars that move with the board keep clear of them. */
const staying = '.ink-style-panel, .ink-notices > *, .ink-minimap, .ink-messages .ink-bar, .ink-toast'

/** Where other things are open over a board, from the top left of its view, CSS pixels. */
export function openOver(root: Element, view: DOMRect): readonly Box[] {
  return [...root.querySelectorAll(staying)].flatMap((element) => {
    const { left, top, right, bottom, width } = element.getBoundingClientRect()
    const box = { minX: left - view.left, minY: top - view.top, maxX: right - view.left, maxY: bottom - view.top }
    return width > 0 ? [box] : []
  })
}

/** Calls back when something of that opens or closes. */
export function observeOpenOver(root: Element, listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  for (const part of root.querySelectorAll('.ink-notices, .ink-messages, .ink-toasts'))
    observer.observe(part, { childList: true })
  return () => observer.disconnect()
}

/** Whether a bar at a place lies over none of them. */
export function isClear(
  { left, top }: { readonly left: number; readonly top: number },
  { width, height }: { readonly width: number; readonly height: number },
  others: readonly Box[],
): boolean {
  return others.every(
    ({ minX, minY, maxX, maxY }) => left >= maxX || left + width <= minX || top >= maxY || top + height <= minY,
  )
}
