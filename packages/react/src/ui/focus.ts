import { useContext, useRef } from 'react'
import { PortalRoot } from './portal.ts'

/** Overlays, which take the focus with them when they close. */
const over = '[role=dialog], [role=menu]'

/**
 * Where the focus goes when a dialog or a menu closes: back to the control that opened it by a key, else to the board.
 * On a page without a board it goes back to what opened it. It notes what has the focus until something opens.
 */
export function useFinalFocus(): () => HTMLElement | boolean {
  const root = useContext(PortalRoot)
  const opener = useRef<HTMLElement | null>(null)
  const focused = root?.ownerDocument.activeElement
  if (!focused?.closest(over)) {
    const isByKey = focused instanceof HTMLElement && focused.matches('button:focus-visible')
    opener.current = isByKey ? focused : null
  }
  return () => {
    const now = root?.ownerDocument.activeElement
    // A command has moved the focus to a field.
    if (now?.matches('input, [contenteditable]') && !now.closest(over)) return false
    return opener.current?.isConnected ? opener.current : (root?.querySelector<HTMLElement>('.ink-canvas') ?? true)
  }
}
