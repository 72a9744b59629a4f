import { createContext, useContext } from 'react'

/** Where dialogs and menus are put: inside the board's own element, so that they have its theme. */
export const PortalRoot = createContext<HTMLElement | null>(null)

export function usePortalRoot(): { readonly container?: HTMLElement } {
  const container = useContext(PortalRoot)
  return container ? { container } : {}
}
