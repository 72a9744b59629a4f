import { type InkName, inks } from '@inkbridge/types'
import type { Settings } from '../plan/plan.ts'
import type { EditorState } from '../state/state.ts'
import { panned } from '../viewport/viewport.ts'
import { type Command, type CommandContext, some, uiCommand } from './command.ts'

/** The part of a view that Page Up and Page Down scroll. */
const pagePart = 0.85

type Papers = readonly (Command & { readonly id: `paper-${InkName | 'plain'}` })[]

/** The colour of the paper, for this user only. */
const papers: Papers = (['plain', ...inks] as const).map((paper) => ({
  id: `paper-${paper}`,
  keys: [],
  group: 'paper',
  plan: () => ({ settings: { paper: paper === 'plain' ? null : paper } }),
}))

export const view = [
  zooming('zoom-in', ['Mod+=', 'Mod+Shift++', 'Mod++', 'Shift++'], (zoom) => zoom * 1.25),
  zooming('zoom-out', ['Mod+-', 'Mod+Shift+_', 'Shift+_'], (zoom) => zoom * 0.8),
  zooming('zoom-reset', ['Mod+0', 'Shift+0'], () => 1),
  {
    id: 'zoom-fit',
    keys: ['Shift+1'],
    group: 'view',
    plan: ({ scene }) => fitting(scene.box()),
  },
  {
    id: 'zoom-selection',
    keys: ['Shift+2'],
    group: 'view',
    when: some,
    plan: ({ scene, state }) => fitting(scene.box(state.selection)),
  },
  paged('page-up', 'PageUp', 0, -1),
  paged('page-down', 'PageDown', 0, 1),
  paged('page-left', 'Shift+PageUp', -1, 0),
  paged('page-right', 'Shift+PageDown', 1, 0),
  uiCommand('search', ['Mod+F'], 'view'),
  uiCommand('outline', ['Alt+O'], 'view'),
  toggling('grid', ["Mod+'"]),
  toggling('snaps', ['Alt+S']),
  toggling('jumps', []),
  uiCommand('numbers', ['Alt+/'], 'view'),
  ...papers,
  uiCommand('minimap', [], 'view'),
  uiCommand('zen', ['Alt+Z', 'Mod+.'], 'view'),
  {
    id: 'viewing',
    keys: ['Alt+R'],
    group: 'view',
    isOn: ({ viewing }) => viewing,
    plan: ({ state }) => ({ viewing: !state.viewing }),
  },
  uiCommand('theme', ['Alt+Shift+D'], 'view'),
  { ...uiCommand('palette', ['Mod+/', 'Mod+Shift+P'], 'help'), hiddenIn: ['palette'] },
  uiCommand('help', ['?'], 'help'),
] as const satisfies readonly Command[]

function toggling<Id extends keyof Omit<Settings, 'paper'>>(id: Id, keys: readonly string[]) {
  const plan = ({ state: { settings } }: CommandContext) => ({ settings: { [id]: !settings[id] } })
  const isOn = ({ settings }: Pick<EditorState, 'settings'>) => settings[id]
  return { id, keys, group: 'view' as const, isOn, plan }
}

function zooming<Id extends string>(id: Id, keys: readonly string[], zoom: (now: number) => number) {
  const plan = ({ state: { camera }, viewport }: CommandContext) => ({
    camera: { type: 'fly' as const, to: viewport.zoomed(camera, zoom(viewport.zoomOf(camera))) },
  })
  return { id, keys, group: 'view' as const, repeats: 'steps' as const, plan }
}

function fitting(box: ReturnType<CommandContext['scene']['box']>) {
  return box ? { camera: { type: 'fit' as const, box } } : {}
}

function paged<Id extends string>(id: Id, key: string, across: number, down: number) {
  return {
    id,
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
