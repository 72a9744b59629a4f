import type { Facts } from '../state/state.ts'
import { asking, type Command } from './command.ts'

const editable = ({ readOnly }: Facts) => !readOnly

/** The board or the selection as an image on the clipboard. */
export const copyingAs = [
  asking('copy-png', ['Alt+Shift+C'], 'copy-as'),
  asking('copy-svg', [], 'copy-as'),
] as const satisfies readonly Command[]

/** Commands for the board as a whole. */
export const board = [
  { ...asking('share', [], 'board'), when: editable },
  { ...asking('rename-board', [], 'board'), when: editable },
  asking('export', ['Mod+Shift+E'], 'board'),
  { ...asking('import', ['Mod+O'], 'board'), edits: true },
  { ...asking('print', ['Mod+P'], 'board'), native: true },
  asking('print-frames', [], 'board'),
  asking('low-latency', [], 'board'),
  asking('inspector', [], 'board'),
] as const satisfies readonly Command[]
