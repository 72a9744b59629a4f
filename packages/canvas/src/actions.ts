import {
  type BoxedKind,
  boxedKinds,
  type Edit,
  type InkName,
  inks,
  parseBoxedKind,
  type Shape,
  type ShapeId,
} from '@inkbridge/types'
import {
  type Axis,
  align,
  distribute,
  type Edge,
  flip,
  grid,
  type Level,
  restack,
  stack,
  turn,
  type Unit,
} from './arrange.ts'
import type { Scene } from './scene.ts'
import { labelOf } from './tools.ts'

/** What the canvas asks of the interface around it. */
export type Asked =
  | 'theme'
  | 'help'
  | 'palette'
  | 'zen'
  | 'link'
  | 'copy-link'
  | 'numbers'
  | 'minimap'
  | 'frame-name'
  | 'search'

/** What is so now, as far as it decides what can be done. */
export interface Facts {
  readonly readOnly: boolean
  /** How many shapes are selected, and how many of them are locked, fill their place, or have a link. */
  readonly selected: number
  readonly locked: number
  readonly boxed: number
  readonly linked: number
  /** How many things move on their own: shapes and groups. */
  readonly units: number
  readonly groups: number
  /** Of the whole board. */
  readonly anyLocked: boolean
  readonly anyHidden: boolean
  /** There is a style to be pasted. */
  readonly style: boolean
  /** How many frames are selected. */
  readonly frames: number
  /** What is selected can be connected by an arrow. */
  readonly holdable: boolean
}

/** What a person sets for all boards, and what is kept of it. */
export interface Settings {
  /** What lies in line with something is put exactly there. */
  readonly snaps: boolean
  /** Things go from dot to dot. */
  readonly grid: boolean
  /** A marquee takes what lies in it whole, not what it touches. */
  readonly wholly: boolean
  /** Of which ink there is a breath in the paper; null: of none. */
  readonly paper: InkName | null
}

/** What is so, or is not. */
type Switch = { readonly [Key in keyof Settings]: Settings[Key] extends boolean ? Key : never }[keyof Settings]

/** In which direction one goes from shape to shape. */
export type Direction = 'left' | 'right' | 'up' | 'down'

/** What an action may use and ask for. */
export interface Desk {
  readonly scene: Scene
  /** What is selected, bottom to top. */
  readonly chosen: readonly Shape[]
  /** The same as what moves together. */
  readonly units: readonly Unit[]
  /** The same as shapes and groups. */
  readonly members: readonly ShapeId[]
  /** Those of them that are groups. */
  readonly groups: readonly ShapeId[]
  newId(): ShapeId
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
  /** What was begun with the tool ends, a group is entered, a shape made: whatever there is to do. False: nothing. */
  enter(): boolean
  /** Selects the next shape, or the one before; false at the end. */
  selectNext(by: 1 | -1): boolean
  selectTowards(direction: Direction): void
  /** Another shape like what is selected, beside it, is made, selected and written in. */
  nextTo(direction: Direction): void
  lastShapeTool(): void
  cut(): void
  copy(): void
  paste(inPlace: boolean): void
  /** A frame so large, world units, in the middle of the view. */
  makeFrame(w: number, h: number): void
  frameSelection(): void
  copyStyle(): void
  pasteStyle(): void
  toggle(setting: Switch): void
  configure(change: Partial<Settings>): void
  toggleViewing(): void
  /** Moves what is seen by so many views. */
  page(across: number, down: number): void
  zoomBy(factor: number): void
  zoomTo(zoom: number): void
  zoomToFit(): void
  zoomToSelection(): void
  /** Of the interface around the canvas. */
  ask(name: Asked): void
}

/** What belongs together in menus and help. */
const actionGroups = [
  'history',
  'edit',
  'group',
  'order',
  'align',
  'flip',
  'convert',
  'frame',
  'link',
  'paper',
  'move',
  'select',
  'view',
  'help',
] as const
export type ActionGroup = (typeof actionGroups)[number]

export interface ActionEntry {
  readonly name: string
  readonly label: string
  /** `Mod` is Ctrl, or Cmd on a Mac; the first is shown. */
  readonly keys: readonly string[]
  readonly group: ActionGroup
  /** Whether it does anything now; without it, always. */
  when?(facts: Facts): boolean
  /** It changes the board: not for those who only look. */
  readonly edits?: true
  /** The browser tells of its keys by an event of its own. */
  readonly native?: true
  /** False: there was nothing to do, and the key is not taken. */
  run(desk: Desk): unknown
}

const some = ({ selected }: Facts) => selected > 0
/** There is something that is not locked. */
const free = ({ selected, locked }: Facts) => selected > locked

type Conversions = readonly (ActionEntry & { readonly name: `convert-${BoxedKind}` })[]

/** One shape becomes another in place. */
const conversions: Conversions = boxedKinds.map((kind) => ({
  name: `convert-${kind}`,
  label: `Change to ${labelOf(kind).toLowerCase()}`,
  keys: [],
  group: 'convert',
  when: (facts) => free(facts) && facts.boxed === facts.selected,
  edits: true,
  run: ({ chosen, apply }) =>
    apply(chosen.filter((shape) => parseBoxedKind(shape.kind)).map(({ id }) => ({ type: 'kind', id, kind }))),
}))

/** Frames that are made in the middle of the view, world units. */
const frames = [
  ['wide', 'Frame 16:9', 1280, 720],
  ['page', 'Frame A4', 794, 1123],
  ['square', 'Frame 1:1', 800, 800],
  ['phone', 'Frame for a phone', 390, 844],
] as const

type Frames = readonly (ActionEntry & { readonly name: `frame-${(typeof frames)[number][0]}` })[]

const presets: Frames = frames.map(([name, label, w, h]) => ({
  name: `frame-${name}`,
  label,
  keys: [],
  group: 'frame',
  edits: true,
  run: (desk) => desk.makeFrame(w, h),
}))

type Papers = readonly (ActionEntry & { readonly name: `paper-${InkName | 'plain'}` })[]

/** What one draws on, for oneself. */
const papers: Papers = (['plain', ...inks] as const).map((paper) => ({
  name: `paper-${paper}`,
  label: `Paper: ${paper}`,
  keys: [],
  group: 'paper',
  run: (desk) => desk.configure({ paper: paper === 'plain' ? null : paper }),
}))

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
    name: 'cut',
    label: 'Cut',
    keys: ['Mod+X'],
    group: 'edit',
    when: free,
    edits: true,
    native: true,
    run: (desk) => desk.cut(),
  },
  { name: 'copy', label: 'Copy', keys: ['Mod+C'], group: 'edit', when: some, native: true, run: (desk) => desk.copy() },
  {
    name: 'paste',
    label: 'Paste',
    keys: ['Mod+V'],
    group: 'edit',
    edits: true,
    native: true,
    run: (desk) => desk.paste(false),
  },
  {
    name: 'paste-in-place',
    label: 'Paste where it was',
    keys: ['Mod+Shift+V'],
    group: 'edit',
    edits: true,
    native: true,
    run: (desk) => desk.paste(true),
  },
  {
    name: 'copy-style',
    label: 'Copy style',
    keys: ['Mod+Alt+C'],
    group: 'edit',
    when: some,
    run: (desk) => desk.copyStyle(),
  },
  {
    name: 'paste-style',
    label: 'Paste style',
    keys: ['Mod+Alt+V'],
    group: 'edit',
    when: (facts) => free(facts) && facts.style,
    edits: true,
    run: (desk) => desk.pasteStyle(),
  },
  {
    name: 'duplicate',
    label: 'Duplicate',
    keys: ['Mod+D'],
    group: 'edit',
    when: some,
    edits: true,
    run: (desk) => desk.duplicateSelection(),
  },
  {
    name: 'delete',
    label: 'Delete',
    keys: ['Delete', 'Backspace'],
    group: 'edit',
    when: free,
    edits: true,
    run: (desk) => desk.deleteSelection(),
  },
  {
    name: 'group',
    label: 'Group',
    keys: ['Mod+G'],
    group: 'group',
    when: ({ units, locked }) => units > 1 && locked === 0,
    edits: true,
    run: (desk) => {
      const id = desk.newId()
      const chosen = new Set(desk.chosen.map((shape) => shape.id))
      desk.apply([
        ...restack(desk.scene.all(), chosen, 'together', (shape) => desk.scene.boundsOf(shape)),
        { type: 'group', id, members: desk.members },
      ])
    },
  },
  {
    name: 'ungroup',
    label: 'Ungroup',
    keys: ['Mod+Shift+G'],
    group: 'group',
    when: ({ groups, locked }) => groups > 0 && locked === 0,
    edits: true,
    run: (desk) => desk.apply(desk.groups.map((id) => ({ type: 'ungroup', id }))),
  },
  flagged('lock', 'Lock', ['Mod+Shift+L', 'Shift+L'], { locked: true }, free),
  flagged('unlock', 'Unlock', ['Mod+Shift+L', 'Shift+L'], { locked: false }, (facts) => some(facts) && !free(facts)),
  {
    name: 'unlock-all',
    label: 'Unlock everything',
    keys: [],
    group: 'group',
    when: ({ anyLocked }) => anyLocked,
    edits: true,
    run: ({ scene, apply }) => apply(scene.locked().map(({ id }) => ({ type: 'flags', id, locked: false }))),
  },
  flagged('hide', 'Hide', ['Mod+Shift+H'], { hidden: true }, free),
  {
    name: 'show-all',
    label: 'Show everything hidden',
    keys: ['Mod+Alt+H'],
    group: 'group',
    when: ({ anyHidden }) => anyHidden,
    edits: true,
    run: ({ scene, apply }) => apply(scene.hidden().map(({ id }) => ({ type: 'flags', id, hidden: false }))),
  },
  { name: 'select-all', label: 'Select all', keys: ['Mod+A'], group: 'select', run: (desk) => desk.selectAll() },
  { name: 'cancel', label: 'Cancel, deselect', keys: ['Escape'], group: 'select', run: (desk) => desk.escape() },
  {
    name: 'enter',
    label: 'Write in it, end a line, enter a group, make a shape',
    keys: ['Enter'],
    group: 'select',
    run: (desk) => desk.enter(),
  },
  {
    name: 'select-next',
    label: 'Select the next shape',
    keys: ['Tab'],
    group: 'select',
    run: (desk) => desk.selectNext(1),
  },
  {
    name: 'select-previous',
    label: 'Select the shape before',
    keys: ['Shift+Tab'],
    group: 'select',
    run: (desk) => desk.selectNext(-1),
  },
  towards('select-left', 'Select what is to the left', 'left', 'Alt+ArrowLeft'),
  towards('select-right', 'Select what is to the right', 'right', 'Alt+ArrowRight'),
  towards('select-up', 'Select what is above', 'up', 'Alt+ArrowUp'),
  towards('select-down', 'Select what is below', 'down', 'Alt+ArrowDown'),
  beside('next-left', 'Another to the left, connected', 'left', ['Mod+ArrowLeft']),
  beside('next-right', 'Another to the right, connected; a note beside a note', 'right', [
    'Mod+ArrowRight',
    'Mod+Enter',
  ]),
  beside('next-up', 'Another above, connected', 'up', ['Mod+ArrowUp']),
  beside('next-down', 'Another below, connected', 'down', ['Mod+ArrowDown']),
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
  {
    name: 'tidy',
    label: 'Put in a grid',
    keys: ['Mod+Alt+T'],
    group: 'align',
    when: ({ units, locked }) => units > 1 && locked === 0,
    edits: true,
    run: ({ units, apply }) => apply(grid(units)),
  },
  {
    name: 'sort-colors',
    label: 'Sort by colour, in a grid',
    keys: [],
    group: 'align',
    when: ({ units, locked }) => units > 1 && locked === 0,
    edits: true,
    run: ({ units, apply }) => apply(grid(units, true)),
  },
  flipped('flip-x', 'Flip left and right', 'x', ['Shift+H']),
  flipped('flip-y', 'Flip top and bottom', 'y', ['Shift+V']),
  turned('turn-right', 'Turn right by 15°', 'Shift+.', 1),
  turned('turn-left', 'Turn left by 15°', 'Shift+,', -1),
  ...conversions,
  ...presets,
  {
    name: 'frame-selection',
    label: 'Frame around the selection',
    keys: ['Mod+Alt+G'],
    group: 'frame',
    when: (facts) => free(facts) && facts.frames === 0,
    edits: true,
    run: (desk) => desk.frameSelection(),
  },
  {
    name: 'rename-frame',
    label: 'Name of the frame…',
    keys: ['F2'],
    group: 'frame',
    when: (facts) => facts.selected === 1 && facts.frames === 1 && facts.locked === 0,
    edits: true,
    run: (desk) => desk.ask('frame-name'),
  },
  {
    name: 'link',
    label: 'Link…',
    keys: ['Mod+K'],
    group: 'link',
    when: free,
    edits: true,
    run: (desk) => desk.ask('link'),
  },
  {
    name: 'unlink',
    label: 'Remove the link',
    keys: [],
    group: 'link',
    when: (facts) => free(facts) && facts.linked > 0,
    edits: true,
    run: ({ chosen, apply }) => apply(chosen.map(({ id }) => ({ type: 'link', id, link: null }))),
  },
  {
    name: 'copy-link',
    label: 'Copy a link to this place',
    keys: [],
    group: 'link',
    run: (desk) => desk.ask('copy-link'),
  },
  {
    name: 'keep-tool',
    label: 'Keep the tool after drawing',
    keys: ['Q'],
    group: 'select',
    run: (desk) => desk.keepTool(),
  },
  {
    name: 'last-shape',
    label: 'The shape drawn last',
    keys: ['G'],
    group: 'select',
    edits: true,
    run: (desk) => desk.lastShapeTool(),
  },
  {
    name: 'wholly',
    label: 'Marquee takes only what lies in it',
    keys: [],
    group: 'select',
    run: (desk) => desk.toggle('wholly'),
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
    when: some,
    run: (desk) => desk.zoomToSelection(),
  },
  paged('page-up', 'Look a view further up', 'PageUp', 0, -1),
  paged('page-down', 'Look a view further down', 'PageDown', 0, 1),
  paged('page-left', 'Look a view further left', 'Shift+PageUp', -1, 0),
  paged('page-right', 'Look a view further right', 'Shift+PageDown', 1, 0),
  { name: 'search', label: 'Search the board', keys: ['Mod+F'], group: 'view', run: (desk) => desk.ask('search') },
  { name: 'grid', label: 'Go by the grid', keys: ["Mod+'"], group: 'view', run: (desk) => desk.toggle('grid') },
  {
    name: 'snaps',
    label: 'Put in line with others',
    keys: ['Alt+S'],
    group: 'view',
    run: (desk) => desk.toggle('snaps'),
  },
  { name: 'numbers', label: 'Position and size', keys: ['Alt+/'], group: 'view', run: (desk) => desk.ask('numbers') },
  ...papers,
  { name: 'minimap', label: 'Map of the board', keys: [], group: 'view', run: (desk) => desk.ask('minimap') },
  {
    name: 'zen',
    label: 'Nothing but the board',
    keys: ['Alt+Z', 'Mod+.'],
    group: 'view',
    run: (desk) => desk.ask('zen'),
  },
  { name: 'viewing', label: 'Only look', keys: ['Alt+R'], group: 'view', run: (desk) => desk.toggleViewing() },
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
export function isOffered({ when, edits }: ActionEntry, facts: Facts): boolean {
  return !(edits && facts.readOnly) && (when?.(facts) ?? true)
}

function nudge<Name extends string>(name: Name, label: string, key: string, dx: number, dy: number) {
  return {
    name,
    label,
    keys: [key, `Shift+${key}`],
    group: 'move' as const,
    when: free,
    edits: true as const,
    run: ({ units, far, apply }: Desk) => {
      const step = far ? 10 : 1
      apply(
        units
          .flat()
          .map(({ id, at }) => ({ type: 'place', id, at: { ...at, x: at.x + dx * step, y: at.y + dy * step } })),
      )
    },
  }
}

function beside<Name extends string>(name: Name, label: string, direction: Direction, keys: readonly string[]) {
  return {
    name,
    label,
    keys,
    group: 'select' as const,
    when: ({ selected, holdable }: Facts) => selected === 1 && holdable,
    edits: true as const,
    run: (desk: Desk) => desk.nextTo(direction),
  }
}

function flagged<Name extends string>(
  name: Name,
  label: string,
  keys: readonly string[],
  flags: { readonly locked?: boolean; readonly hidden?: boolean },
  when: (facts: Facts) => boolean,
) {
  const run = ({ chosen, apply }: Desk) => apply(chosen.map(({ id }) => ({ type: 'flags', id, ...flags })))
  return { name, label, keys, group: 'group' as const, when, edits: true as const, run }
}

function towards<Name extends string>(name: Name, label: string, direction: Direction, key: string) {
  return { name, label, keys: [key], group: 'select' as const, run: (desk: Desk) => desk.selectTowards(direction) }
}

function paged<Name extends string>(name: Name, label: string, key: string, across: number, down: number) {
  return { name, label, keys: [key], group: 'view' as const, run: (desk: Desk) => desk.page(across, down) }
}

/** An action that moves, turns or reorders what is selected, of which there must be so many. */
function arranged<Name extends string>(
  group: 'order' | 'align' | 'flip',
  needs: number,
  [name, label, keys]: readonly [Name, string, readonly string[]],
  plan: (desk: Desk) => readonly Edit[],
) {
  const when = (facts: Facts) => free(facts) && facts.units >= needs
  return { name, label, keys, group, when, edits: true as const, run: (desk: Desk) => desk.apply(plan(desk)) }
}

function restacked<Name extends string>(name: Name, label: string, to: Level, keys: readonly string[]) {
  return arranged('order', 1, [name, label, keys], ({ scene, chosen }) =>
    restack(scene.all(), new Set(chosen.map(({ id }) => id)), to, (shape) => scene.boundsOf(shape)),
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
