import { useEffect } from 'react'
import { useOpenBoard } from '../ui/ui.ts'

/** Gives the board the focus after a button of a bar is pressed by mouse or finger: Enter and Space are the board's then. */
export function useFocusAfterPress(): void {
  const { editor, canvas } = useOpenBoard()
  useEffect(() => {
    const root = canvas.parentElement
    const listener = ({ target, pointerType }: PointerEvent) => {
      const pressed = target instanceof Element ? target.closest('.ink-bar button:not([aria-haspopup])') : null
      // Screen readers and keys press without a pointer.
      if (pointerType && pressed?.matches(':focus')) editor.focus()
    }
    root?.addEventListener('click', listener)
    return () => root?.removeEventListener('click', listener)
  }, [editor, canvas])
}
