import { expect, test } from 'vitest'
import { type Key, shortcutOf } from './keys.ts'

function key(key: string, code: string, modifiers: Partial<Key> = {}): Key {
  return { key, code, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...modifiers }
}

test.each<readonly [string, Key, ReturnType<typeof shortcutOf>]>([
  ['D', key('d', 'KeyD'), { tool: 'pen' }],
  ['P', key('p', 'KeyP'), { tool: 'pen' }],
  ['V', key('v', 'KeyV'), { tool: 'select' }],
  ['H', key('h', 'KeyH'), { tool: 'hand' }],
  ['E', key('e', 'KeyE'), { tool: 'eraser' }],
  ['R', key('r', 'KeyR'), { tool: 'rect' }],
  ['O', key('o', 'KeyO'), { tool: 'ellipse' }],
  ['L', key('l', 'KeyL'), { tool: 'line' }],
  ['2', key('2', 'Digit2'), { tool: 'rect' }],
  ['D on a Cyrillic keyboard', key('в', 'KeyD'), { tool: 'pen' }],
  ['A on AZERTY, where Q is', key('a', 'KeyQ'), null],
  ['Mod+Z', key('z', 'KeyZ', { ctrlKey: true }), { action: 'undo' }],
  ['Mod+Z on a Cyrillic keyboard', key('я', 'KeyZ', { ctrlKey: true }), { action: 'undo' }],
  ['Mod+Shift+Z', key('Z', 'KeyZ', { metaKey: true, shiftKey: true }), { action: 'redo' }],
  ['Mod+D is not the pen', key('d', 'KeyD', { ctrlKey: true }), { action: 'duplicate' }],
  ['Shift+1', key('!', 'Digit1', { shiftKey: true }), { action: 'zoom-fit' }],
  ['Mod+=', key('=', 'Equal', { ctrlKey: true }), { action: 'zoom-in' }],
  ['Mod++', key('+', 'Equal', { ctrlKey: true, shiftKey: true }), { action: 'zoom-in' }],
  ['?', key('?', 'Slash', { shiftKey: true }), { action: 'help' }],
  ['Alt+Shift+D', key('∂', 'KeyD', { altKey: true, shiftKey: true }), { action: 'theme' }],
  [']', key(']', 'BracketRight'), { action: 'bring-to-front' }],
  ['] on a German keyboard, where + is', key('+', 'BracketRight'), { action: 'bring-to-front' }],
  ['Mod+Shift+[', key('{', 'BracketLeft', { ctrlKey: true, shiftKey: true }), { action: 'send-to-back' }],
  ['Mod+/', key('/', 'Slash', { ctrlKey: true }), { action: 'palette' }],
  ['Shift+.', key('>', 'Period', { shiftKey: true }), { action: 'turn-right' }],
  ['Mod+R stays the browser’s', key('r', 'KeyR', { ctrlKey: true }), null],
])('%s', (_name, event, shortcut) => {
  expect(shortcutOf(event)).toEqual(shortcut)
})
