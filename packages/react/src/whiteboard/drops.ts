import type { Editor } from '@inkbridge/canvas'
import type { DragEvent, HTMLAttributes } from 'react'

/** Takes what is dropped anywhere on a board. */
export function dropsOn(editor: Editor | undefined): Pick<HTMLAttributes<HTMLElement>, 'onDragOver' | 'onDrop'> {
  const take = (event: DragEvent) => {
    const takes = takesDrop(event)
    if (takes) event.preventDefault()
    return takes
  }
  return {
    onDragOver: take,
    onDrop: (event) => {
      if (take(event)) editor?.drop(event.dataTransfer, { x: event.clientX, y: event.clientY })
    },
  }
}

/** A text field takes its own drops; files go to the board, and the browser never opens them. */
function takesDrop({ target, dataTransfer, defaultPrevented }: DragEvent): boolean {
  return dataTransfer.types.includes('Files') || !(defaultPrevented || isTyping(target))
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest(
      'input, textarea, select, [contenteditable], [role=dialog]:not([data-closed]), [role=menu]:not([data-closed])',
    ) !== null
  )
}
