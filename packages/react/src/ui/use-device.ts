import { useCallback, useContext, useSyncExternalStore } from 'react'
import { PortalRoot } from './portal.ts'
import { useMedia } from './use-media.ts'

/** Whether there is likely a keyboard: shortcuts are shown only then. */
export function useHasKeys(): boolean {
  return useMedia('(any-pointer: fine)')
}

/** A board narrower than this, CSS pixels, is laid out as on a phone; `phone.css` says the same. */
export const phonePx = 640

/** Whether the board is as narrow as on a phone, which has no room for all. */
export function useNarrow(): boolean {
  return useWidth((width) => width < phonePx)
}

/** Something that follows from how wide the board is, CSS pixels. */
export function useWidth<Value extends boolean | number>(of: (width: number) => Value): Value {
  const root = useContext(PortalRoot)
  return useSyncExternalStore(
    useCallback(
      (listener: () => void) => {
        const observer = new ResizeObserver(listener)
        if (root) observer.observe(root)
        return () => observer.disconnect()
      },
      [root],
    ),
    () => of(root?.clientWidth ?? phonePx),
    () => of(phonePx),
  )
}
