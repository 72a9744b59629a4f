import type { BoardSummary } from '@inkbridge/types'
import type { Actions } from './use-actions.ts'
import type { Selection } from './use-selection.ts'

/** One board of the list, and what can be done with it. */
export interface BoardCardProps {
  readonly board: BoardSummary
  /** Its place in the list, from 0, and how many there are. */
  readonly index: number
  readonly total: number
  /** The server is unreachable: the board can only be opened, if this browser stored it. */
  readonly absent: boolean
  readonly selection: Selection
  readonly actions: Actions
  /** Where the menu is mounted. */
  readonly over: HTMLElement | null
  readonly onMove: (boards: readonly BoardSummary[]) => void
  readonly onDiscard: (boards: readonly BoardSummary[]) => void
}
