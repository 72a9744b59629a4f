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
  ['A on AZERTY, where Q is', key('a', 'KeyQ'), { tool: 'arrow' }],
  ['Mod+Z', key('z', 'KeyZ', { ctrlKey: true }), { actions: ['undo'] }],
  ['Mod+Z on a Cyrillic keyboard', key('я', 'KeyZ', { ctrlKey: true }), { actions: ['undo'] }],
  ['Mod+Shift+Z', key('Z', 'KeyZ', { metaKey: true, shiftKey: true }), { actions: ['redo'] }],
  ['Mod+D is not the pen', key('d', 'KeyD', { ctrlKey: true }), { actions: ['duplicate'] }],
  ['Shift+1', key('!', 'Digit1', { shiftKey: true }), { actions: ['zoom-fit'] }],
  ['Mod+=', key('=', 'Equal', { ctrlKey: true }), { actions: ['zoom-in'] }],
  ['Mod++', key('+', 'Equal', { ctrlKey: true, shiftKey: true }), { actions: ['zoom-in'] }],
  ['?', key('?', 'Slash', { shiftKey: true }), { actions: ['help'] }],
  ['Alt+Shift+D', key('∂', 'KeyD', { altKey: true, shiftKey: true }), { actions: ['theme'] }],
  [']', key(']', 'BracketRight'), { actions: ['bring-to-front'] }],
  ['] on a German keyboard, where + is', key('+', 'BracketRight'), { actions: ['bring-to-front'] }],
  ['Mod+Shift+[', key('{', 'BracketLeft', { ctrlKey: true, shiftKey: true }), { actions: ['send-to-back'] }],
  ['Mod+/', key('/', 'Slash', { ctrlKey: true }), { actions: ['palette'] }],
  ['Shift+.', key('>', 'Period', { shiftKey: true }), { actions: ['turn-right'] }],
  ["Mod+' on a German keyboard, where ä is", key('ä', 'Quote', { ctrlKey: true }), { actions: ['grid'] }],
  ['Mod+Shift+L', key('L', 'KeyL', { ctrlKey: true, shiftKey: true }), { actions: ['lock', 'unlock'] }],
  ['Mod+C comes as an event of its own', key('c', 'KeyC', { ctrlKey: true }), null],
  ['Mod+R stays the browser’s', key('r', 'KeyR', { ctrlKey: true }), null],
])('%s', (_name, event, shortcut) => {
  expect(shortcutOf(event)).toEqual(shortcut)
})
