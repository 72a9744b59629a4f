import { expect, test } from 'vitest'
import { ownsKey } from './focus.ts'

/** A tree of elements, from the outermost to the focused one; `closest` supports only these selectors. */
function focusedIn(...names: readonly string[]) {
  return {
    closest(selectors: string) {
      const at = names.findLastIndex((name) => selectors.split(/, (?![^[]*\])/).some((each) => each.startsWith(name)))
      // The board is at the name `board`; outer elements contain it.
      return at < 0 ? null : { contains: () => at < names.indexOf('board') }
    },
  }
}

const board = {} as Node
const key = (key: string, more = {}) => ({ key, defaultPrevented: false, isComposing: false, ...more })

test.each<readonly [string, Parameters<typeof ownsKey>[0], readonly string[] | null, boolean]>([
  ['a letter while nothing has the focus', key('r'), null, true],
  ['a letter while the board has the focus', key('r'), ['board'], true],
  ['a letter while a button of the board has the focus', key('r'), ['board', 'button'], true],
  ['Enter while a button has the focus', key('Enter'), ['board', 'button'], false],
  ['an arrow key while a button has the focus', key('ArrowRight'), ['board', 'button'], false],
  ['an arrow key while the board has the focus', key('ArrowRight'), ['board'], true],
  ['Space while a list item has the focus', key(' '), ['board', '[tabindex="-1"]'], false],
  ['Space while the board has the focus, inside a focusable element', key(' '), ['[tabindex="-1"]', 'board'], true],
  ['a letter in a field', key('r'), ['board', 'input'], false],
  ['a letter in the text of a shape', key('r'), ['board', '[contenteditable]'], false],
  ['a letter in a dialog over the board', key('r'), ['board', '[role=dialog]'], false],
  ['a letter on a board that is in a dialog of its host', key('r'), ['[role=dialog]', 'board'], true],
  ['a key that was handled', key('r', { defaultPrevented: true }), ['board'], false],
  ['a key of an input method', key('r', { isComposing: true }), ['board'], false],
  ['a copy while a button has the focus', { defaultPrevented: false }, ['board', 'button'], true],
  ['a copy in a field', { defaultPrevented: false }, ['board', 'input'], false],
])('%s', (_name, event, focused, owned) => {
  expect(ownsKey(event, focused && focusedIn(...focused), board)).toBe(owned)
})
