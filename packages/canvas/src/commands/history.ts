import type { Command } from './command.ts'

export const history = [
  {
    id: 'undo',
    label: 'Undo',
    keys: ['Mod+Z'],
    group: 'history',
    edits: true,
    plan: () => ({ document: { type: 'undo' } }),
  },
  {
    id: 'redo',
    label: 'Redo',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    group: 'history',
    edits: true,
    plan: () => ({ document: { type: 'redo' } }),
  },
] as const satisfies readonly Command[]
