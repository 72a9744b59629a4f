import type { Box } from '@inkbridge/types'

/** Bars and cards in fixed places, which bars that move with the board avoid. */
const staying = '.ink-style-panel, .ink-notices > *, .ink-minimap, .ink-messages .ink-bar, .ink-toast'

/** Returns the boxes of panels open over a board, from the top left of its view, CSS pixels. */
export function openOver(root: Element, view: DOMRect): readonly Box[] {
  return [...root.querySelectorAll(staying)].flatMap((element) => {
    const { left, top, right, bottom, width } = element.getBoundingClientRect()
    const box = { minX: left - view.left, minY: top - view.top, maxX: right - view.left, maxY: bottom - view.top }
    return width > 0 ? [box] : []
  })
}

/** Calls the listener when one of them opens or closes. */
export function observeOpenOver(root: Element, listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  for (const part of root.querySelectorAll('.ink-notices, .ink-messages, .ink-toasts'))
    observer.observe(part, { childList: true })
  return () => observer.disconnect()
}

/** Whether a bar in a place overlaps none of them. */
export function isClear(
  { left, top }: { readonly left: number; readonly top: number },
  { width, height }: { readonly width: number; readonly height: number },
  others: readonly Box[],
): boolean {
  return others.every(
    ({ minX, minY, maxX, maxY }) => left >= maxX || left + width <= minX || top >= maxY || top + height <= minY,
  )
}
