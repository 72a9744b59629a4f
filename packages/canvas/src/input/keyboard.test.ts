import { expect, test } from 'vitest'
import { builtInCommands } from '../commands.ts'
import { createRegister } from '../editor/register.ts'
import { builtInTools } from '../tools.ts'
import { chordsOf, type Key } from './chords.ts'

function key(key: string, code: string, modifiers: Partial<Key> = {}): Key {
  return { key, code, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...modifiers }
}

test.each<readonly [string, Key, { readonly tool: string } | { readonly commands: readonly string[] } | null]>([
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
  ['Mod+Z', key('z', 'KeyZ', { ctrlKey: true }), { commands: ['undo'] }],
  ['Mod+Z on a Cyrillic keyboard', key('я', 'KeyZ', { ctrlKey: true }), { commands: ['undo'] }],
  ['Mod+Shift+Z', key('Z', 'KeyZ', { metaKey: true, shiftKey: true }), { commands: ['redo'] }],
  ['Mod+D is not the pen', key('d', 'KeyD', { ctrlKey: true }), { commands: ['duplicate'] }],
  ['Shift+1', key('!', 'Digit1', { shiftKey: true }), { commands: ['zoom-fit'] }],
  ['Mod+=', key('=', 'Equal', { ctrlKey: true }), { commands: ['zoom-in'] }],
  ['Mod++', key('+', 'Equal', { ctrlKey: true, shiftKey: true }), { commands: ['zoom-in'] }],
  ['?', key('?', 'Slash', { shiftKey: true }), { commands: ['help'] }],
  ['Alt+Shift+D', key('∂', 'KeyD', { altKey: true, shiftKey: true }), { commands: ['theme'] }],
  [']', key(']', 'BracketRight'), { commands: ['bring-to-front'] }],
  ['] on a German keyboard, where + is, is no ]', key('+', 'BracketRight'), null],
  ['Mod+Shift+[', key('{', 'BracketLeft', { ctrlKey: true, shiftKey: true }), { commands: ['send-to-back'] }],
  ['Mod+/', key('/', 'Slash', { ctrlKey: true }), { commands: ['palette'] }],
  ['Shift+.', key('>', 'Period', { shiftKey: true }), { commands: ['turn-right'] }],
  ["Mod+' on a German keyboard, where ä is", key('ä', 'Quote', { ctrlKey: true }), { commands: ['grid'] }],
  ['Mod+Shift+L', key('L', 'KeyL', { ctrlKey: true, shiftKey: true }), { commands: ['lock', 'unlock'] }],
  ['Mod+C comes as an event of its own', key('c', 'KeyC', { ctrlKey: true }), null],
  ['Mod+R stays the browser’s', key('r', 'KeyR', { ctrlKey: true }), null],
])('%s', (_name, event, shortcut) => {
  const found = createRegister(builtInTools, builtInCommands).ofKeys(chordsOf(event))
  expect(found && 'commands' in found ? { commands: found.commands.map(({ id }) => id) } : found).toEqual(shortcut)
})
