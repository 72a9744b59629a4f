import { type InkName, inks } from '@inkbridge/types'
import type { Asked, Settings } from '../editor/plan.ts'
import { panned } from '../viewport/camera.ts'
import { type Command, type CommandContext, type CommandGroup, some } from './command.ts'

/** How much of a view Page Up and Page Down go. */
const pagePart = 0.85

type Papers = readonly (Command & { readonly id: `paper-${InkName | 'plain'}` })[]

/** The colour of the paper, for this person only. */
const papers: Papers = (['plain', ...inks] as const).map((paper) => ({
  id: `paper-${paper}`,
  label: `Paper: ${paper}`,
  keys: [],
  group: 'paper',
  plan: () => ({ settings: { paper: paper === 'plain' ? null : paper } }),
}))

export const view = [
  zooming('zoom-in', 'Zoom in', ['Mod+=', 'Mod+Shift++', 'Mod++', 'Shift++'], (zoom) => zoom * 1.25),
  zooming('zoom-out', 'Zoom out', ['Mod+-', 'Mod+Shift+_', 'Shift+_'], (zoom) => zoom * 0.8),
  zooming('zoom-reset', 'Zoom to 100 %', ['Mod+0', 'Shift+0'], () => 1),
  {
    id: 'zoom-fit',
    label: 'Zoom to fit',
    keys: ['Shift+1'],
    group: 'view',
    plan: ({ scene }) => fitting(scene.box()),
  },
  {
    id: 'zoom-selection',
    label: 'Zoom to selection',
    keys: ['Shift+2'],
    group: 'view',
    when: some,
    plan: ({ scene, state }) => fitting(scene.box(state.selection)),
  },
  paged('page-up', 'Scroll up one screen', 'PageUp', 0, -1),
  paged('page-down', 'Scroll down one screen', 'PageDown', 0, 1),
  paged('page-left', 'Scroll left one screen', 'Shift+PageUp', -1, 0),
  paged('page-right', 'Scroll right one screen', 'Shift+PageDown', 1, 0),
  { ...asking('print', 'Print…', ['Mod+P'], 'view'), native: true },
  asking('print-frames', 'Print frames…', [], 'view'),
  asking('search', 'Find on board', ['Mod+F'], 'view'),
  toggling('grid', 'Snap to grid', ["Mod+'"]),
  toggling('snaps', 'Snap to objects', ['Alt+S']),
  toggling('jumps', 'Line jumps', []),
  asking('numbers', 'Position and size', ['Alt+/'], 'view'),
  ...papers,
  asking('minimap', 'Minimap', [], 'view'),
  asking('zen', 'Zen mode', ['Alt+Z', 'Mod+.'], 'view'),
  {
    id: 'viewing',
    label: 'View mode',
    keys: ['Alt+R'],
    group: 'view',
    plan: ({ state }) => ({ viewing: !state.viewing }),
  },
  asking('theme', 'Toggle dark mode', ['Alt+Shift+D'], 'view'),
  { ...asking('palette', 'All commands', ['Mod+/', 'Mod+Shift+P'], 'help'), hiddenIn: ['palette'] },
  asking('help', 'Keyboard shortcuts', ['?'], 'help'),
] as const satisfies readonly Command[]

function asking<Id extends Asked>(id: Id, label: string, keys: readonly string[], group: CommandGroup) {
  return { id, label, keys, group, plan: () => ({ ask: id }) }
}

function toggling<Id extends keyof Omit<Settings, 'paper'>>(id: Id, label: string, keys: readonly string[]) {
  const plan = ({ state: { settings } }: CommandContext) => ({ settings: { [id]: !settings[id] } })
  return { id, label, keys, group: 'view' as const, plan }
}

function zooming<Id extends string>(id: Id, label: string, keys: readonly string[], zoom: (now: number) => number) {
  const plan = ({ state: { camera }, viewport }: CommandContext) => ({
    camera: { type: 'fly' as const, to: viewport.zoomed(camera, zoom(viewport.zoomOf(camera))) },
  })
  return { id, label, keys, group: 'view' as const, repeats: 'steps' as const, plan }
}

function fitting(box: ReturnType<CommandContext['scene']['box']>) {
  return box ? { camera: { type: 'fit' as const, box } } : {}
}

function paged<Id extends string>(id: Id, label: string, key: string, across: number, down: number) {
  return {
    id,
    label,
    keys: [key],
    group: 'view' as const,
    hiddenIn: ['menu'] as const,
    repeats: 'steps' as const,
    plan: ({ state: { camera }, viewport: { size } }: CommandContext) => ({
      camera: {
        type: 'fly' as const,
        to: panned(camera, across * size.width * pagePart, down * size.height * pagePart),
      },
    }),
  }
}
