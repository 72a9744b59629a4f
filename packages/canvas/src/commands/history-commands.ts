import type { Plan } from '../plan/plan.ts'
import type { Command, CommandContext } from './command.ts'

export const history = [
  {
    id: 'undo',
    keys: ['Mod+Z'],
    group: 'history',
    edits: true,
    repeats: 'steps',
    plan: (context) => planTravel('undo', context),
  },
  {
    id: 'redo',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    group: 'history',
    edits: true,
    repeats: 'steps',
    plan: (context) => planTravel('redo', context),
  },
] as const satisfies readonly Command[]

/** Undoes or redoes: a gesture in progress entirely, the last point of a line being drawn, else the last step. */
export function planTravel(
  direction: 'undo' | 'redo',
  { state, begun }: Pick<CommandContext, 'state' | 'begun'>,
): Plan {
  if (state.gesture) return direction === 'undo' ? { end: 'cancel' } : {}
  return begun ? { travel: direction } : { document: { type: direction } }
}
