import { useEffect } from 'react'
import { useOpenBoard } from '../ui/ui.ts'

/**
 * Focuses the board after a button of a bar is pressed by mouse or touch, so that Enter and Space are for the board.
 */
export function useFocusAfterPress(): void {
  const { editor, canvas } = useOpenBoard()
  useEffect(() => {
    const root = canvas.parentElement
    const listener = ({ target, pointerType }: PointerEvent) => {
      const pressed = target instanceof Element ? target.closest('.ink-bar button:not([aria-haspopup])') : null
      // Presses by screen readers and keys have no pointer.
      if (pointerType && pressed?.matches(':focus')) editor.focus()
    }
    root?.addEventListener('click', listener)
    return () => root?.removeEventListener('click', listener)
  }, [editor, canvas])
}
