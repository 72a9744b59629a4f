import type { Editor } from '@inkbridge/canvas'
import type { DragEvent, HTMLAttributes } from 'react'

/** Handles drops anywhere on a board. */
export function dropHandlers(editor: Editor | undefined): Pick<HTMLAttributes<HTMLElement>, 'onDragOver' | 'onDrop'> {
  const take = (event: DragEvent) => {
    const takes = acceptsDrop(event)
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

/** Whether the board handles a drop: not over text fields; files always, so that the browser does not open them. */
function acceptsDrop({ target, dataTransfer, defaultPrevented }: DragEvent): boolean {
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
