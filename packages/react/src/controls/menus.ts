import type { Command, CommandGroup } from '@inkbridge/canvas'
import type { BoardWords } from '../locale/locale.ts'

/** A section of a menu; one with a name is a submenu. */
export interface MenuSection {
  readonly group: CommandGroup
  readonly name?: `menu.${'copyAs' | 'order' | 'align' | 'flip' | 'convert' | 'frame' | 'view' | 'paper' | 'board'}`
}

/** The sections of the context menu, with and without a selection. */
export const contextMenu: { readonly [where in 'selection' | 'board']: readonly MenuSection[] } = {
  selection: [
    { group: 'edit' },
    { group: 'image' },
    { group: 'copy-as', name: 'menu.copyAs' },
    { group: 'group' },
    { group: 'order', name: 'menu.order' },
    { group: 'align', name: 'menu.align' },
    { group: 'flip', name: 'menu.flip' },
    { group: 'convert', name: 'menu.convert' },
    { group: 'frame', name: 'menu.frame' },
    { group: 'library' },
    { group: 'link' },
  ],
  board: [
    { group: 'edit' },
    { group: 'insert' },
    { group: 'library' },
    { group: 'copy-as', name: 'menu.copyAs' },
    { group: 'select' },
    { group: 'history' },
    { group: 'group' },
    { group: 'frame', name: 'menu.frame' },
    { group: 'view', name: 'menu.view' },
    { group: 'paper', name: 'menu.paper' },
    { group: 'board', name: 'menu.board' },
    { group: 'link' },
  ],
}

/** Commands in the menu "More", besides its own items. */
export const moreMenu = {
  find: ['search', 'palette'],
  look: ['grid', 'snaps', 'zen'],
} as const

/** Commands with a place of their own in the interface. */
const places: Readonly<Record<string, 'palette.topBar' | 'palette.moreMenu' | 'palette.bottomBar'>> = {
  ...Object.fromEntries([...moreMenu.find, ...moreMenu.look].map((id) => [id, 'palette.moreMenu'])),
  ...{ share: 'palette.topBar', 'rename-board': 'palette.topBar', inspector: 'palette.topBar' },
  ...{
    export: 'palette.moreMenu',
    import: 'palette.moreMenu',
    library: 'palette.moreMenu',
    'low-latency': 'palette.moreMenu',
  },
  ...{ theme: 'palette.moreMenu', help: 'palette.moreMenu' },
  ...{ minimap: 'palette.bottomBar', 'zoom-fit': 'palette.bottomBar', 'zoom-reset': 'palette.bottomBar' },
  ...{ 'zoom-in': 'palette.bottomBar', 'zoom-out': 'palette.bottomBar' },
  ...{ undo: 'palette.bottomBar', redo: 'palette.bottomBar' },
}

/** Returns where a command is found in the interface; null: only by its key. */
export function menuPlace({ id, group, hiddenIn }: Command, { t }: Pick<BoardWords, 't'>): string | null {
  const place = places[id]
  if (place) return t(place)
  if (hiddenIn?.includes('menu')) return null
  const section = [...contextMenu.selection, ...contextMenu.board].find((each) => each.group === group)
  if (!section) return null
  return section.name ? t('palette.submenu', { menu: t(section.name) }) : t('palette.contextMenu')
}
