import type { Plan } from '../plan/plan.ts'
import type { Command, CommandContext } from './command.ts'

export const history = [
  {
    id: 'undo',
    keys: ['Mod+Z'],
    group: 'history',
    edits: true,
    repeats: 'steps',
    plan: (context) => travelling('undo', context),
  },
  {
    id: 'redo',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    group: 'history',
    edits: true,
    repeats: 'steps',
    plan: (context) => travelling('redo', context),
  },
] as const satisfies readonly Command[]

/** Undoes or redoes: of a gesture under way all of it, of a line through many points the last one, else the last step. */
export function travelling(
  direction: 'undo' | 'redo',
  { state, begun }: Pick<CommandContext, 'state' | 'begun'>,
): Plan {
  if (state.gesture) return direction === 'undo' ? { end: 'cancel' } : {}
  return begun ? { travel: direction } : { document: { type: direction } }
}
