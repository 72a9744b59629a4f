import type { Edit, Shape } from '@inkbridge/types'
import {
  type Axis,
  align,
  distribute,
  type Edge,
  flip,
  type Level,
  restack,
  stack,
  turn,
  type Unit,
} from './arrange.ts'
import type { Scene } from './scene.ts'

/** What the canvas asks of the interface around it. */
export type Asked = 'theme' | 'help' | 'palette'

/** What an action may use and ask for. */
export interface Desk {
  readonly scene: Scene
  /** What is selected, bottom to top. */
  readonly chosen: readonly Shape[]
  /** The same as what moves together. */
  readonly units: readonly Unit[]
  /** Shift was held: a long step. */
  readonly far: boolean
  apply(edits: readonly Edit[]): void
  undo(): void
  redo(): void
  deleteSelection(): void
  duplicateSelection(): void
  selectAll(): void
  escape(): void
  keepTool(): void
  zoomBy(factor: number): void
  zoomTo(zoom: number): void
  zoomToFit(): void
  zoomToSelection(): void
  /** Of the interface around the canvas. */
  ask(name: Asked): void
}

/** What belongs together in menus and help. */
export type ActionGroup = 'history' | 'edit' | 'move' | 'order' | 'align' | 'flip' | 'select' | 'view' | 'help'

export interface ActionEntry {
  readonly name: string
  readonly label: string
  /** `Mod` is Ctrl, or Cmd on a Mac; the first is shown. */
  readonly keys: readonly string[]
  readonly group: ActionGroup
  /** So many things must be selected; default 0. */
  readonly needs?: number
  /** It changes the board: not for those who only look. */
  readonly edits?: true
  run(desk: Desk): void
}

/** The register of actions: shortcuts, menus and help read it. */
export const actions = [
  { name: 'undo', label: 'Undo', keys: ['Mod+Z'], group: 'history', edits: true, run: (desk) => desk.undo() },
  {
    name: 'redo',
    label: 'Redo',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    group: 'history',
    edits: true,
    run: (desk) => desk.redo(),
  },
  {
    name: 'delete',
    label: 'Delete',
    keys: ['Delete', 'Backspace'],
    group: 'edit',
    needs: 1,
    edits: true,
    run: (desk) => desk.deleteSelection(),
  },
  {
    name: 'duplicate',
    label: 'Duplicate',
    keys: ['Mod+D'],
    group: 'edit',
    needs: 1,
    edits: true,
    run: (desk) => desk.duplicateSelection(),
  },
  { name: 'select-all', label: 'Select all', keys: ['Mod+A'], group: 'select', run: (desk) => desk.selectAll() },
  { name: 'cancel', label: 'Cancel, deselect', keys: ['Escape'], group: 'select', run: (desk) => desk.escape() },
  nudge('nudge-left', 'Move left by 1, with Shift by 10', 'ArrowLeft', -1, 0),
  nudge('nudge-right', 'Move right', 'ArrowRight', 1, 0),
  nudge('nudge-up', 'Move up', 'ArrowUp', 0, -1),
  nudge('nudge-down', 'Move down', 'ArrowDown', 0, 1),
  restacked('bring-to-front', 'Bring to front', 'front', [']', 'Mod+Shift+]']),
  restacked('bring-forward', 'Bring forward', 'forward', ['Alt+]', 'Mod+]']),
  restacked('send-backward', 'Send backward', 'backward', ['Alt+[', 'Mod+[']),
  restacked('send-to-back', 'Send to back', 'back', ['[', 'Mod+Shift+[']),
  aligned('align-left', 'Align left', 'left', ['Alt+A', 'Mod+Shift+ArrowLeft']),
  aligned('align-center', 'Align centres', 'center', []),
  aligned('align-right', 'Align right', 'right', ['Alt+D', 'Mod+Shift+ArrowRight']),
  aligned('align-top', 'Align top', 'top', ['Alt+W', 'Mod+Shift+ArrowUp']),
  aligned('align-middle', 'Align middles', 'middle', []),
  aligned('align-bottom', 'Align bottom', 'bottom', ['Mod+Shift+ArrowDown']),
  distributed('distribute-x', 'Distribute from left to right', 'x', ['Alt+H']),
  distributed('distribute-y', 'Distribute from top to bottom', 'y', ['Alt+V']),
  stacked('stack-x', 'Stack from left to right', 'x'),
  stacked('stack-y', 'Stack from top to bottom', 'y'),
  flipped('flip-x', 'Flip left and right', 'x', ['Shift+H']),
  flipped('flip-y', 'Flip top and bottom', 'y', ['Shift+V']),
  turned('turn-right', 'Turn right by 15°', 'Shift+.', 1),
  turned('turn-left', 'Turn left by 15°', 'Shift+,', -1),
  {
    name: 'keep-tool',
    label: 'Keep the tool after drawing',
    keys: ['Q'],
    group: 'select',
    run: (desk) => desk.keepTool(),
  },
  {
    name: 'zoom-in',
    label: 'Zoom in',
    keys: ['Mod+=', 'Mod+Shift++', 'Mod++', 'Shift++'],
    group: 'view',
    run: (desk) => desk.zoomBy(1.25),
  },
  {
    name: 'zoom-out',
    label: 'Zoom out',
    keys: ['Mod+-', 'Mod+Shift+_', 'Shift+_'],
    group: 'view',
    run: (desk) => desk.zoomBy(0.8),
  },
  {
    name: 'zoom-reset',
    label: 'Zoom to 100 %',
    keys: ['Mod+0', 'Shift+0'],
    group: 'view',
    run: (desk) => desk.zoomTo(1),
  },
  { name: 'zoom-fit', label: 'Zoom to fit', keys: ['Shift+1'], group: 'view', run: (desk) => desk.zoomToFit() },
  {
    name: 'zoom-selection',
    label: 'Zoom to selection',
    keys: ['Shift+2'],
    group: 'view',
    needs: 1,
    run: (desk) => desk.zoomToSelection(),
  },
  { name: 'theme', label: 'Light or dark', keys: ['Alt+Shift+D'], group: 'view', run: (desk) => desk.ask('theme') },
  {
    name: 'palette',
    label: 'All commands',
    keys: ['Mod+/', 'Mod+Shift+P'],
    group: 'help',
    run: (desk) => desk.ask('palette'),
  },
  { name: 'help', label: 'Keyboard shortcuts', keys: ['?'], group: 'help', run: (desk) => desk.ask('help') },
] as const satisfies readonly ActionEntry[]

export type ActionName = (typeof actions)[number]['name']

export function actionNamed(name: ActionName): ActionEntry {
  return actions.find((entry) => entry.name === name) as ActionEntry
}

/** Whether an action does anything now. */
export function isOffered({ needs = 0, edits }: ActionEntry, selected: number, readOnly: boolean): boolean {
  return selected >= needs && !(edits && readOnly)
}

function nudge<Name extends string>(name: Name, label: string, key: string, dx: number, dy: number) {
  return {
    name,
    label,
    keys: [key, `Shift+${key}`],
    group: 'move' as const,
    needs: 1,
    edits: true as const,
    run: ({ chosen, far, apply }: Desk) => {
      const step = far ? 10 : 1
      apply(
        chosen.map(({ id, at }) => ({ type: 'place', id, at: { ...at, x: at.x + dx * step, y: at.y + dy * step } })),
      )
    },
  }
}

/** An action that moves, turns or reorders what is selected, of which there must be so many. */
function arranged<Name extends string>(
  group: 'order' | 'align' | 'flip',
  needs: number,
  [name, label, keys]: readonly [Name, string, readonly string[]],
  plan: (desk: Desk) => readonly Edit[],
) {
  return { name, label, keys, group, needs, edits: true as const, run: (desk: Desk) => desk.apply(plan(desk)) }
}

function restacked<Name extends string>(name: Name, label: string, to: Level, keys: readonly string[]) {
  return arranged('order', 1, [name, label, keys], ({ scene, chosen }) =>
    restack(scene.all(), new Set(chosen.map(({ id }) => id)), to),
  )
}

function aligned<Name extends string>(name: Name, label: string, edge: Edge, keys: readonly string[]) {
  return arranged('align', 2, [name, label, keys], ({ units }) => align(units, edge))
}

function distributed<Name extends string>(name: Name, label: string, axis: Axis, keys: readonly string[]) {
  return arranged('align', 3, [name, label, keys], ({ units }) => distribute(units, axis))
}

function stacked<Name extends string>(name: Name, label: string, axis: Axis) {
  return arranged('align', 2, [name, label, []], ({ units }) => stack(units, axis))
}

function flipped<Name extends string>(name: Name, label: string, axis: Axis, keys: readonly string[]) {
  return arranged('flip', 1, [name, label, keys], ({ units }) => flip(units, axis))
}

function turned<Name extends string>(name: Name, label: string, key: string, way: 1 | -1) {
  return arranged('flip', 1, [name, label, [key]], ({ units }) => turn(units, (way * Math.PI) / 12))
}
