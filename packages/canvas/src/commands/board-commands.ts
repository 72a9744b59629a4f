import type { Facts } from '../state/state.ts'
import { type Command, some, uiCommand } from './command.ts'

const editable = ({ readOnly }: Facts) => !readOnly

/** Commands that copy the board or the selection as an image, or for another program. */
export const copyingAs = [
  uiCommand('copy-png', ['Alt+Shift+C'], 'copy-as'),
  uiCommand('copy-svg', [], 'copy-as'),
  uiCommand('copy-excalidraw', [], 'copy-as'),
] as const satisfies readonly Command[]

/** Commands for the library of items that can be added to any board. */
export const library = [
  { ...uiCommand('add-to-library', [], 'library'), when: some, edits: true },
  { ...uiCommand('library', ['Alt+B'], 'library'), edits: true },
] as const satisfies readonly Command[]

/** Commands for the board as a whole. */
export const board = [
  { ...uiCommand('share', [], 'board'), when: editable },
  { ...uiCommand('rename-board', [], 'board'), when: editable },
  uiCommand('export', ['Mod+Shift+E'], 'board'),
  { ...uiCommand('import', ['Mod+O'], 'board'), edits: true },
  { ...uiCommand('print', ['Mod+P'], 'board'), native: true },
  uiCommand('print-frames', [], 'board'),
  uiCommand('low-latency', [], 'board'),
  uiCommand('inspector', [], 'board'),
] as const satisfies readonly Command[]
