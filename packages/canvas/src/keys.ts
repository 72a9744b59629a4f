import { type ToolName, tools } from './tools.ts'

/** The keyboard's actions besides tools. Help and menus read them. */
export const actions = [
  { name: 'undo', label: 'Undo', keys: ['Mod+Z'] },
  { name: 'redo', label: 'Redo', keys: ['Mod+Shift+Z', 'Mod+Y'] },
  { name: 'delete', label: 'Delete', keys: ['Delete', 'Backspace'] },
  { name: 'duplicate', label: 'Duplicate', keys: ['Mod+D'] },
  { name: 'select-all', label: 'Select all', keys: ['Mod+A'] },
  { name: 'cancel', label: 'Cancel, deselect', keys: ['Escape'] },
  { name: 'nudge-left', label: 'Move left by 1, with Shift by 10', keys: ['ArrowLeft', 'Shift+ArrowLeft'] },
  { name: 'nudge-right', label: 'Move right', keys: ['ArrowRight', 'Shift+ArrowRight'] },
  { name: 'nudge-up', label: 'Move up', keys: ['ArrowUp', 'Shift+ArrowUp'] },
  { name: 'nudge-down', label: 'Move down', keys: ['ArrowDown', 'Shift+ArrowDown'] },
  { name: 'keep-tool', label: 'Keep the tool after drawing', keys: ['Q'] },
  { name: 'zoom-in', label: 'Zoom in', keys: ['Mod+=', 'Mod+Shift++', 'Mod++', 'Shift++'] },
  { name: 'zoom-out', label: 'Zoom out', keys: ['Mod+-', 'Mod+Shift+_', 'Shift+_'] },
  { name: 'zoom-reset', label: 'Zoom to 100 %', keys: ['Mod+0', 'Shift+0'] },
  { name: 'zoom-fit', label: 'Zoom to fit', keys: ['Shift+1'] },
  { name: 'zoom-selection', label: 'Zoom to selection', keys: ['Shift+2'] },
  { name: 'theme', label: 'Light or dark', keys: ['Alt+Shift+D'] },
  { name: 'help', label: 'Keyboard shortcuts', keys: ['?'] },
] as const

export type ActionName = (typeof actions)[number]['name']

export type Shortcut = { readonly tool: ToolName } | { readonly action: ActionName }

/** What of a keyboard event matters. */
export interface Key {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** What a key asks for; null when it is none of ours. */
export function shortcutOf(event: Key): Shortcut | null {
  const chord = chordOf(event)
  const action = actions.find(({ keys }) => keys.some((key) => key === chord))
  if (action) return { action: action.name }
  const tool = tools.find(({ keys }) => keys.includes(chord.toLowerCase()))
  return tool ? { tool: tool.name } : null
}

function chordOf(event: Key): string {
  const key = letterOf(event)
  if (key === '?') return '?'
  const mod = event.ctrlKey || event.metaKey
  return [mod && 'Mod', event.altKey && 'Alt', event.shiftKey && 'Shift', key].filter(Boolean).join('+')
}

/** The key's letter or digit where it is Latin, else what stands there on a keyboard of that layout. */
function letterOf({ key, code, shiftKey, altKey }: Key): string {
  const digit = /^Digit(\d)$/.exec(code)?.[1]
  if (digit && shiftKey) return digit
  const physical = /^Key([A-Z])$/.exec(code)?.[1]
  if (physical && (altKey || (key.length === 1 && key > '\u024f'))) return physical
  return key.length === 1 ? key.toUpperCase() : key
}
