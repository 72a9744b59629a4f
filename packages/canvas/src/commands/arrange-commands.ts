import type { Edit } from '@inkbridge/types'
import { type BoxedKind, boxedKinds, boxFamily } from '@inkbridge/types'
import {
  type Axis,
  align,
  distribute,
  type Edge,
  flip,
  grid,
  type Kinds,
  restack,
  stack,
  turn,
  type Unit,
} from '../shapes.ts'
import type { Facts } from '../state/state.ts'
import { type Command, type CommandContext, eachChosen, free, some } from './command.ts'

const severalFree = ({ units, locked }: Facts) => units > 1 && locked === 0

export const grouping = [
  {
    id: 'group',
    keys: ['Mod+G'],
    group: 'group',
    when: severalFree,
    edits: true,
    plan: ({ scene, chosen, members, newId }) => {
      const ids = new Set(chosen.map(({ id }) => id))
      return {
        edits: [
          ...restack(scene.all(), ids, 'together', (shape) => scene.boundsOf(shape)),
          { type: 'group', id: newId(), members },
        ],
      }
    },
  },
  {
    id: 'ungroup',
    keys: ['Mod+Shift+G'],
    group: 'group',
    when: ({ groups, locked }) => groups > 0 && locked === 0,
    edits: true,
    plan: ({ groupsChosen }) => ({ edits: groupsChosen.map((id) => ({ type: 'ungroup', id })) }),
  },
  flagged('lock', ['Mod+Shift+L', 'Shift+L'], { locked: true }, free),
  {
    ...flagged('unlock', ['Mod+Shift+L', 'Shift+L'], { locked: false }, (facts) => some(facts) && !free(facts)),
    keysOf: 'lock',
  },
  {
    id: 'unlock-all',
    keys: [],
    group: 'group',
    when: ({ anyLocked }) => anyLocked,
    edits: true,
    plan: ({ scene }) => ({ edits: scene.locked().map(({ id }) => ({ type: 'flags', id, locked: false })) }),
  },
  flagged('hide', ['Mod+Shift+H'], { hidden: true }, free),
  {
    id: 'show-all',
    keys: ['Mod+Alt+H'],
    group: 'group',
    when: ({ anyHidden }) => anyHidden,
    edits: true,
    plan: ({ scene }) => ({ edits: scene.hidden().map(({ id }) => ({ type: 'flags', id, hidden: false })) }),
  },
] as const satisfies readonly Command[]

type Conversions = readonly (Command & { readonly id: `convert-${BoxedKind}` })[]

/** Converts box shapes to another kind in place. */
const conversions: Conversions = boxedKinds.map((kind) => ({
  id: `convert-${kind}`,
  keys: [],
  group: 'convert',
  when: (facts) => free(facts) && facts.boxShapes === facts.selected,
  edits: true,
  plan: ({ chosen, scene }) => ({
    edits: chosen
      .filter((shape) => scene.kinds.of(shape).family === boxFamily)
      .map(({ id }) => ({ type: 'props', id, props: { kind } })),
  }),
}))

export const arranging = [
  nudge('nudge-left', 'ArrowLeft', -1, 0),
  nudge('nudge-right', 'ArrowRight', 1, 0),
  nudge('nudge-up', 'ArrowUp', 0, -1),
  nudge('nudge-down', 'ArrowDown', 0, 1),
  aligned('align-left', 'left', ['Alt+A', 'Mod+Shift+ArrowLeft']),
  aligned('align-center', 'center', []),
  aligned('align-right', 'right', ['Alt+D', 'Mod+Shift+ArrowRight']),
  aligned('align-top', 'top', ['Alt+W', 'Mod+Shift+ArrowUp']),
  aligned('align-middle', 'middle', []),
  aligned('align-bottom', 'bottom', ['Mod+Shift+ArrowDown']),
  distributed('distribute-x', 'x', ['Alt+H']),
  distributed('distribute-y', 'y', ['Alt+V']),
  stacked('stack-x', 'x'),
  stacked('stack-y', 'y'),
  {
    id: 'tidy',
    keys: ['Alt+Shift+T'],
    group: 'align',
    when: severalFree,
    edits: true,
    plan: ({ units, scene }) => ({ edits: grid(units, scene.kinds) }),
  },
  {
    id: 'sort-colors',
    keys: [],
    group: 'align',
    when: severalFree,
    edits: true,
    plan: ({ units, scene }) => ({ edits: grid(units, scene.kinds, true) }),
  },
  flipped('flip-x', 'x', ['Shift+H']),
  flipped('flip-y', 'y', ['Shift+V']),
  turned('turn-right', 'Shift+.', 1),
  turned('turn-left', 'Shift+,', -1),
  ...conversions,
] as const satisfies readonly Command[]

function flagged<Id extends string>(
  id: Id,
  keys: readonly string[],
  flags: { readonly locked?: boolean; readonly hidden?: boolean },
  when: (facts: Facts) => boolean,
) {
  const plan = (context: CommandContext) => eachChosen(context, (shape) => ({ type: 'flags', id: shape.id, ...flags }))
  return { id, keys, group: 'group' as const, when, edits: true as const, plan }
}

function nudge<Id extends string>(id: Id, key: string, dx: number, dy: number) {
  return {
    id,
    keys: [key, `Shift+${key}`],
    group: 'move' as const,
    when: free,
    edits: true as const,
    hiddenIn: ['palette'] as const,
    repeats: 'one-step' as const,
    plan: ({ units, far }: CommandContext) => {
      const step = far ? 10 : 1
      return {
        edits: units
          .flat()
          .map(({ id, at }): Edit => ({ type: 'place', id, at: { ...at, x: at.x + dx * step, y: at.y + dy * step } })),
      }
    },
  }
}

/** Returns a command for the selected units, at least `least` of them. */
function arrangeCommand<Id extends string>(
  group: 'align' | 'flip',
  needs: number,
  [id, keys]: readonly [Id, readonly string[]],
  edits: (units: readonly Unit[], kinds: Kinds) => readonly Edit[],
) {
  const when = (facts: Facts) => free(facts) && facts.units >= needs
  const plan = ({ units, scene }: CommandContext) => ({ edits: edits(units, scene.kinds) })
  return { id, keys, group, when, edits: true as const, plan }
}

function aligned<Id extends string>(id: Id, edge: Edge, keys: readonly string[]) {
  return arrangeCommand('align', 2, [id, keys], (units, kinds) => align(units, edge, kinds))
}

function distributed<Id extends string>(id: Id, axis: Axis, keys: readonly string[]) {
  return arrangeCommand('align', 3, [id, keys], (units, kinds) => distribute(units, axis, kinds))
}

function stacked<Id extends string>(id: Id, axis: Axis) {
  return arrangeCommand('align', 2, [id, []], (units, kinds) => stack(units, axis, kinds))
}

function flipped<Id extends string>(id: Id, axis: Axis, keys: readonly string[]) {
  return arrangeCommand('flip', 1, [id, keys], (units, kinds) => flip(units, axis, kinds))
}

function turned<Id extends string>(id: Id, key: string, direction: 1 | -1) {
  const step = (units: readonly Unit[], kinds: Kinds) => turn(units, (direction * Math.PI) / 12, kinds)
  return { ...arrangeCommand('flip', 1, [id, [key]], step), repeats: 'one-step' as const }
}
