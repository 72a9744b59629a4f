import { describe, expect, test } from 'vitest'
import { builtInCommands } from '../commands.ts'
import { createRegister } from '../editor/register.ts'
import { builtInTools } from '../tools.ts'
import { chordsOf, type Key } from './chords.ts'

const register = createRegister(builtInTools, builtInCommands)

/** The effect of a key: a tool or the first command; null: none. */
function done(name: string): string | null {
  const [modifiers, key = '', code = ''] = name.split('  ')
  const has = (modifier: string) => modifiers?.includes(modifier) ?? false
  const event: Key = {
    key,
    code,
    ctrlKey: has('ctrl'),
    metaKey: has('cmd'),
    shiftKey: has('shift'),
    altKey: has('alt'),
  }
  const shortcut = register.ofKeys(chordsOf(event))
  if (!shortcut) return null
  return 'tool' in shortcut ? shortcut.tool : (shortcut.commands[0]?.id ?? null)
}

/**
 * Key events on keyboards of these countries, as `modifiers  key  code`, and their effects, from the layouts of
 * Windows, X11 and macOS. Codes name the keys of a US keyboard.
 */
const layouts: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  'United States': {
    'ctrl  z  KeyZ': 'undo',
    'ctrl shift  Z  KeyZ': 'redo',
    'ctrl  =  Equal': 'zoom-in',
    'ctrl shift  +  Equal': 'zoom-in',
    'ctrl  +  NumpadAdd': 'zoom-in',
    'ctrl  -  Minus': 'zoom-out',
    'ctrl shift  {  BracketLeft': 'send-to-back',
    'ctrl shift  }  BracketRight': 'bring-to-front',
    'shift  !  Digit1': 'zoom-fit',
    'shift  @  Digit2': 'zoom-selection',
    'shift  )  Digit0': 'zoom-reset',
    'shift  >  Period': 'turn-right',
    'shift  <  Comma': 'turn-left',
    'shift  ?  Slash': 'help',
    "ctrl  '  Quote": 'grid',
  },
  'United Kingdom': {
    'shift  "  Digit2': 'zoom-selection',
    'shift  £  Digit3': null,
    'shift  @  Quote': null,
    "ctrl  '  Quote": 'grid',
  },
  German: {
    'ctrl  z  KeyY': 'undo',
    'ctrl  y  KeyZ': 'redo',
    'ctrl  +  BracketRight': 'zoom-in',
    'ctrl  -  Slash': 'zoom-out',
    'ctrl shift  /  Digit7': 'palette',
    'shift  ?  Minus': 'help',
    'ctrl  ü  BracketLeft': 'send-backward',
    'shift  "  Digit2': 'zoom-selection',
    'shift  =  Digit0': 'zoom-reset',
    'shift  :  Period': 'turn-right',
    'shift  ;  Comma': 'turn-left',
    'shift  >  IntlBackslash': null,
    'ctrl  ä  Quote': 'grid',
    "ctrl shift  '  Backslash": 'grid',
    '  [  Digit8': 'send-to-back',
  },
  'Swiss German': {
    'ctrl  z  KeyY': 'undo',
    "ctrl  '  Minus": 'grid',
    'ctrl  -  Slash': 'zoom-out',
    'ctrl shift  +  Digit1': 'zoom-in',
    'ctrl shift  /  Digit7': 'palette',
    'shift  ?  Minus': 'help',
  },
  French: {
    'ctrl  z  KeyW': 'undo',
    'ctrl  w  KeyZ': null,
    'ctrl  a  KeyQ': 'select-all',
    '  a  KeyQ': 'arrow',
    '  ,  KeyM': null,
    '  &  Digit1': 'select',
    '  é  Digit2': 'rect',
    'shift  1  Digit1': 'zoom-fit',
    'ctrl  à  Digit0': 'zoom-reset',
    'ctrl  -  Digit6': 'zoom-out',
    'ctrl  =  Equal': 'zoom-in',
    'ctrl shift  +  Equal': 'zoom-in',
    "ctrl  '  Digit4": 'grid',
    'shift  ?  KeyM': 'help',
    'ctrl shift  /  Period': 'palette',
    'shift  .  Comma': 'turn-right',
  },
  Belgian: {
    'ctrl  z  KeyW': 'undo',
    'ctrl  =  Slash': 'zoom-in',
    'ctrl shift  +  Slash': 'zoom-in',
    'ctrl  -  Equal': 'zoom-out',
    'ctrl shift  /  Period': 'palette',
  },
  BÉPO: {
    'ctrl  z  BracketLeft': 'undo',
    'ctrl  y  KeyX': 'redo',
    '  d  KeyI': 'pen',
    '  v  KeyU': 'select',
    'ctrl  g  Comma': 'group',
    '  f  Slash': 'frame',
    "ctrl  '  KeyN": 'grid',
  },
  Spanish: {
    'ctrl  +  BracketRight': 'zoom-in',
    'ctrl  -  Slash': 'zoom-out',
    'ctrl shift  /  Digit7': 'palette',
    "ctrl  '  Minus": 'grid',
    'shift  ?  Minus': 'help',
    'ctrl  Dead  BracketLeft': 'send-backward',
    'shift  ;  Comma': 'turn-left',
  },
  'Latin American': {
    'ctrl  +  BracketRight': 'zoom-in',
    'ctrl  -  Slash': 'zoom-out',
    'ctrl  {  Quote': null,
  },
  Italian: {
    'ctrl  +  BracketRight': 'zoom-in',
    'ctrl  è  BracketLeft': 'send-backward',
    'ctrl  -  Slash': 'zoom-out',
    "ctrl  '  Minus": 'grid',
    'shift  ?  Minus': 'help',
  },
  Brazilian: {
    'ctrl  [  BracketRight': 'send-backward',
    'ctrl  ]  Backslash': 'bring-forward',
    'ctrl  /  IntlRo': 'palette',
    'ctrl  ;  Slash': null,
    "ctrl  '  Backquote": 'grid',
  },
  Swedish: {
    'ctrl  +  Minus': 'zoom-in',
    'ctrl  -  Slash': 'zoom-out',
    'ctrl  å  BracketLeft': 'send-backward',
    "ctrl  '  Backslash": 'grid',
    'shift  ?  Minus': 'help',
  },
  Czech: {
    'ctrl  z  KeyY': 'undo',
    'ctrl  +  Digit1': 'zoom-in',
    'ctrl  =  Minus': 'zoom-in',
    'ctrl  -  Slash': 'zoom-out',
    '  ě  Digit2': 'rect',
    'shift  1  Digit1': 'zoom-fit',
  },
  'Turkish Q': {
    '  ı  KeyI': 'eyedropper',
    '  i  Quote': 'eyedropper',
    'ctrl  -  Equal': 'zoom-out',
    'ctrl shift  /  Digit7': 'palette',
  },
  Dvorak: {
    'ctrl  z  Slash': 'undo',
    'ctrl  ;  KeyZ': null,
    'ctrl  /  BracketLeft': 'palette',
    'ctrl  =  BracketRight': 'zoom-in',
    'ctrl  [  Minus': 'send-backward',
    'ctrl shift  {  Minus': 'send-to-back',
    'shift  >  KeyE': 'turn-right',
    "ctrl  '  KeyQ": 'grid',
    '  v  Period': 'select',
  },
  Colemak: { '  d  KeyG': 'pen', '  p  KeyR': 'pen', '  r  KeyS': 'rect', 'ctrl  g  KeyT': 'group' },
  Russian: {
    'ctrl  я  KeyZ': 'undo',
    '  в  KeyD': 'pen',
    'ctrl  х  BracketLeft': 'send-backward',
    'shift  Ю  Period': 'turn-right',
    'shift  "  Digit2': 'zoom-selection',
    'ctrl  э  Quote': 'grid',
    'shift  ,  Slash': 'turn-left',
  },
  Greek: { 'ctrl  ζ  KeyZ': 'undo', '  ρ  KeyR': 'rect' },
  Hebrew: { 'ctrl  ז  KeyZ': 'undo', '  ק  KeyE': 'eraser' },
  Japanese: {
    'ctrl  [  BracketRight': 'send-backward',
    'ctrl  ]  Backslash': 'bring-forward',
    'ctrl shift  +  Semicolon': 'zoom-in',
    'ctrl shift  =  Minus': 'zoom-in',
    "ctrl shift  '  Digit7": 'grid',
    'shift  "  Digit2': 'zoom-selection',
  },
  'Mac, United States, with the option key': {
    'alt shift  ∂  KeyD': 'theme',
    'alt  ®  KeyR': 'viewing',
    'alt  ß  KeyS': 'snaps',
    'alt  Ω  KeyZ': 'zen',
    'cmd alt  √  KeyV': 'paste-style',
  },
  'Mac, German, with the option key': { 'alt  @  KeyL': null, 'alt  [  Digit5': null, 'alt  Ω  KeyY': null },
}

for (const [layout, keys] of Object.entries(layouts))
  describe(`${layout}: a key does what its label says`, () => {
    test.each(Object.entries(keys))('%s', (key, what) => expect(done(key)).toBe(what))
  })
