import { useCallback, useContext, useSyncExternalStore } from 'react'
import { PortalRoot } from './portal.ts'
import { useMedia } from './use-media.ts'

/** Whether there is likely a keyboard: shortcuts are shown only then. */
export function useHasKeys(): boolean {
  return useMedia('(any-pointer: fine)')
}

/** Below this width of the board, the phone layout is used, CSS pixels; as in `phone.css`. */
export const phonePx = 640

/** Whether the phone layout is used. */
export function useNarrow(): boolean {
  return useWidth((width) => width < phonePx)
}

/** Returns a value derived from the width of the board, CSS pixels. */
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
