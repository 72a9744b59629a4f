import type { BoardSummary } from '@inkbridge/types'
import { DiscardDialog } from './DiscardDialog.tsx'
import { MoveDialog } from './MoveDialog.tsx'
import type { BoardsState } from './use-boards-page.ts'

/** A question about boards. */
export interface Prompt {
  readonly kind: 'move' | 'discard'
  readonly boards: readonly BoardSummary[]
}

interface PromptsProps extends Pick<BoardsState, 'actions' | 'overview' | 'selection'> {
  readonly prompt: Prompt | null
  readonly over: HTMLElement | null
  readonly onClose: () => void
}

/** The dialogs that ask before something is done. */
export function Prompts({ prompt, actions, overview, selection, over, onClose }: PromptsProps) {
  if (!prompt) return null
  const { kind, boards } = prompt
  const then = (run: () => void) => {
    run()
    selection.clear()
    onClose()
  }
  if (kind === 'discard')
    return (
      <DiscardDialog
        boards={boards}
        over={over}
        onDiscard={() => then(() => actions.discard(boards))}
        onClose={onClose}
      />
    )
  return (
    <MoveDialog
      boards={boards}
      folders={overview?.folders ?? []}
      over={over}
      onMove={(folder) => then(() => actions.move(boards, folder))}
      onMoveToNew={(name) => then(() => actions.moveToNew(boards, name))}
      onClose={onClose}
    />
  )
}
