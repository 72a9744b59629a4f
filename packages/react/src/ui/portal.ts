import { createContext, useContext } from 'react'

/** The parent of dialogs and menus: inside the board's element, so that they have its theme. */
export const PortalRoot = createContext<HTMLElement | null>(null)

export function usePortalRoot(): { readonly container?: HTMLElement } {
  const container = useContext(PortalRoot)
  return container ? { container } : {}
}
