import { type Level, restack } from '../shapes.ts'
import type { Facts } from '../state/state.ts'
import { type Command, type CommandContext, free } from './command.ts'

export const order = [
  restacked('bring-to-front', 'front', [']', 'Mod+Shift+]']),
  restacked('bring-forward', 'forward', ['Alt+]', 'Mod+]']),
  restacked('send-backward', 'backward', ['Alt+[', 'Mod+[']),
  restacked('send-to-back', 'back', ['[', 'Mod+Shift+[']),
] as const satisfies readonly Command[]

function restacked<Id extends string>(id: Id, to: Level, keys: readonly string[]) {
  return {
    id,
    keys,
    group: 'order' as const,
    when: (facts: Facts) => free(facts) && facts.units >= 1,
    edits: true as const,
    repeats: 'one-step' as const,
    plan: ({ scene, chosen }: CommandContext) => ({
      edits: restack(scene.all(), new Set(chosen.map(({ id }) => id)), to, (shape) => scene.boundsOf(shape)),
    }),
  }
}
