import type { BoardFolder, BoardId, BoardSummary, FolderId } from '@inkbridge/types'
import type { DragEvent } from 'react'

/** The dragged boards or folder. */
export type Dragged =
  | { readonly kind: 'boards'; readonly boards: readonly BoardSummary[] }
  | { readonly kind: 'folder'; readonly folder: BoardFolder }

const types = { boards: 'application/x-inkbridge-boards', folder: 'application/x-inkbridge-folder' } as const

/** Begins to drag something. */
export function startDrag(event: DragEvent, dragged: Dragged): void {
  event.dataTransfer.effectAllowed = 'move'
  event.dataTransfer.setData(types[dragged.kind], JSON.stringify(idsOf(dragged)))
}

function idsOf(dragged: Dragged): readonly (BoardId | FolderId)[] {
  return dragged.kind === 'boards' ? dragged.boards.map(({ id }) => id) : [dragged.folder.id]
}

/** Props of an element on which boards, and folders if `onFolder` is given, can be dropped. */
export function dropTarget(
  onBoards: ((boards: readonly BoardId[]) => void) | null,
  onFolder: ((folder: FolderId) => void) | null,
) {
  const accepts = ({ dataTransfer }: DragEvent) =>
    (onBoards && dataTransfer.types.includes(types.boards)) || (onFolder && dataTransfer.types.includes(types.folder))
  return {
    onDragOver: (event: DragEvent<HTMLElement>) => {
      if (!accepts(event)) return
      event.preventDefault()
      event.stopPropagation()
      event.currentTarget.dataset.drop = 'true'
    },
    onDragLeave: ({ currentTarget }: DragEvent<HTMLElement>) => {
      delete currentTarget.dataset.drop
    },
    onDrop: (event: DragEvent<HTMLElement>) => {
      delete event.currentTarget.dataset.drop
      if (!accepts(event)) return
      event.preventDefault()
      event.stopPropagation()
      const [boards, folder] = [read(event, types.boards), read(event, types.folder)]
      if (boards.length > 0) onBoards?.(boards as BoardId[])
      else if (folder[0]) onFolder?.(folder[0] as FolderId)
    },
  }
}

function read({ dataTransfer }: DragEvent, type: string): readonly string[] {
  const text = dataTransfer.getData(type)
  return text === '' ? [] : (JSON.parse(text) as string[])
}
