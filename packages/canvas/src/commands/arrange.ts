import type { Edit } from '@inkbridge/types'
import { type BoxedKind, boxedKinds, boxFamily } from '@inkbridge/types'
import { type Axis, align, distribute, type Edge, flip, grid, restack, stack, turn, type Unit } from '../arrange.ts'
import type { Facts } from '../editor/facts.ts'
import type { Kinds } from '../shapes/kind.ts'
import { labelOf } from '../tools.ts'
import { type Command, type CommandContext, eachChosen, free, some } from './command.ts'

const severalFree = ({ units, locked }: Facts) => units > 1 && locked === 0

export const grouping = [
  {
    id: 'group',
    label: 'Group',
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
    label: 'Ungroup',
    keys: ['Mod+Shift+G'],
    group: 'group',
    when: ({ groups, locked }) => groups > 0 && locked === 0,
    edits: true,
    plan: ({ groupsChosen }) => ({ edits: groupsChosen.map((id) => ({ type: 'ungroup', id })) }),
  },
  flagged('lock', 'Lock', ['Mod+Shift+L', 'Shift+L'], { locked: true }, free),
  {
    ...flagged(
      'unlock',
      'Unlock',
      ['Mod+Shift+L', 'Shift+L'],
      { locked: false },
      (facts) => some(facts) && !free(facts),
    ),
    keysOf: 'lock',
  },
  {
    id: 'unlock-all',
    label: 'Unlock all',
    keys: [],
    group: 'group',
    when: ({ anyLocked }) => anyLocked,
    edits: true,
    plan: ({ scene }) => ({ edits: scene.locked().map(({ id }) => ({ type: 'flags', id, locked: false })) }),
  },
  flagged('hide', 'Hide', ['Mod+Shift+H'], { hidden: true }, free),
  {
    id: 'show-all',
    label: 'Show all hidden shapes',
    keys: ['Mod+Alt+H'],
    group: 'group',
    when: ({ anyHidden }) => anyHidden,
    edits: true,
    plan: ({ scene }) => ({ edits: scene.hidden().map(({ id }) => ({ type: 'flags', id, hidden: false })) }),
  },
] as const satisfies readonly Command[]

type Conversions = readonly (Command & { readonly id: `convert-${BoxedKind}` })[]

/** One box shape becomes another in place. */
const conversions: Conversions = boxedKinds.map((kind) => ({
  id: `convert-${kind}`,
  label: `Change to ${labelOf(kind).toLowerCase()}`,
  keys: [],
  group: 'convert',
  when: (facts) => free(facts) && facts.boxed === facts.selected,
  edits: true,
  plan: ({ chosen, scene }) => ({
    edits: chosen
      .filter((shape) => scene.kinds.of(shape).family === boxFamily)
      .map(({ id }) => ({ type: 'props', id, props: { kind } })),
  }),
}))

export const arranging = [
  nudge('nudge-left', 'Move left by 1, with Shift by 10', 'ArrowLeft', -1, 0),
  nudge('nudge-right', 'Move right', 'ArrowRight', 1, 0),
  nudge('nudge-up', 'Move up', 'ArrowUp', 0, -1),
  nudge('nudge-down', 'Move down', 'ArrowDown', 0, 1),
  aligned('align-left', 'Align left', 'left', ['Alt+A', 'Mod+Shift+ArrowLeft']),
  aligned('align-center', 'Align centres', 'center', []),
  aligned('align-right', 'Align right', 'right', ['Alt+D', 'Mod+Shift+ArrowRight']),
  aligned('align-top', 'Align top', 'top', ['Alt+W', 'Mod+Shift+ArrowUp']),
  aligned('align-middle', 'Align middles', 'middle', []),
  aligned('align-bottom', 'Align bottom', 'bottom', ['Mod+Shift+ArrowDown']),
  distributed('distribute-x', 'Distribute horizontally', 'x', ['Alt+H']),
  distributed('distribute-y', 'Distribute vertically', 'y', ['Alt+V']),
  stacked('stack-x', 'Stack horizontally', 'x'),
  stacked('stack-y', 'Stack vertically', 'y'),
  {
    id: 'tidy',
    label: 'Arrange in grid',
    keys: ['Mod+Alt+T'],
    group: 'align',
    when: severalFree,
    edits: true,
    plan: ({ units, scene }) => ({ edits: grid(units, scene.kinds) }),
  },
  {
    id: 'sort-colors',
    label: 'Arrange by colour',
    keys: [],
    group: 'align',
    when: severalFree,
    edits: true,
    plan: ({ units, scene }) => ({ edits: grid(units, scene.kinds, true) }),
  },
  flipped('flip-x', 'Flip horizontally', 'x', ['Shift+H']),
  flipped('flip-y', 'Flip vertically', 'y', ['Shift+V']),
  turned('turn-right', 'Rotate 15° clockwise', 'Shift+.', 1),
  turned('turn-left', 'Rotate 15° anticlockwise', 'Shift+,', -1),
  ...conversions,
] as const satisfies readonly Command[]

function flagged<Id extends string>(
  id: Id,
  label: string,
  keys: readonly string[],
  flags: { readonly locked?: boolean; readonly hidden?: boolean },
  when: (facts: Facts) => boolean,
) {
  const plan = (context: CommandContext) => eachChosen(context, (shape) => ({ type: 'flags', id: shape.id, ...flags }))
  return { id, label, keys, group: 'group' as const, when, edits: true as const, plan }
}

function nudge<Id extends string>(id: Id, label: string, key: string, dx: number, dy: number) {
  return {
    id,
    label,
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

/** A command for the units that are selected, of which there must be so many. */
function arranged<Id extends string>(
  group: 'align' | 'flip',
  needs: number,
  [id, label, keys]: readonly [Id, string, readonly string[]],
  edits: (units: readonly Unit[], kinds: Kinds) => readonly Edit[],
) {
  const when = (facts: Facts) => free(facts) && facts.units >= needs
  const plan = ({ units, scene }: CommandContext) => ({ edits: edits(units, scene.kinds) })
  return { id, label, keys, group, when, edits: true as const, plan }
}

function aligned<Id extends string>(id: Id, label: string, edge: Edge, keys: readonly string[]) {
  return arranged('align', 2, [id, label, keys], (units, kinds) => align(units, edge, kinds))
}

function distributed<Id extends string>(id: Id, label: string, axis: Axis, keys: readonly string[]) {
  return arranged('align', 3, [id, label, keys], (units, kinds) => distribute(units, axis, kinds))
}

function stacked<Id extends string>(id: Id, label: string, axis: Axis) {
  return arranged('align', 2, [id, label, []], (units, kinds) => stack(units, axis, kinds))
}

function flipped<Id extends string>(id: Id, label: string, axis: Axis, keys: readonly string[]) {
  return arranged('flip', 1, [id, label, keys], (units, kinds) => flip(units, axis, kinds))
}

function turned<Id extends string>(id: Id, label: string, key: string, direction: 1 | -1) {
  const step = (units: readonly Unit[], kinds: Kinds) => turn(units, (direction * Math.PI) / 12, kinds)
  return { ...arranged('flip', 1, [id, label, [key]], step), repeats: 'one-step' as const }
}
