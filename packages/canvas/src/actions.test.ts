import { boxedKinds, inks, type Shape } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import { type ActionName, actions, type Facts, isOffered } from './actions.ts'
import { noFacts } from './editor-state.ts'
import { act } from './testing/desk.ts'
import { rectAt } from './testing/script.ts'

const [a, b, c] = [rectAt('a', 0, 0), rectAt('b', 200, 40, 100, 100, 'a1'), rectAt('c', 500, 90, 100, 100, 'a2')]
const shapes = [a, b, c]
const all = { shapes, selection: ['a', 'b', 'c'] }
const one = { shapes, selection: ['b'] }

const place = (shape: Shape, change: Partial<Shape['at']>) => ({
  type: 'place',
  id: shape.id,
  at: { ...shape.at, ...change },
})

/** Actions that plan edits themselves: what they are given, and what they plan. */
const planned: { readonly [Name in ActionName]?: readonly [Parameters<typeof act>[1], readonly unknown[]] } = {
  'nudge-left': [one, [place(b, { x: 199 })]],
  'nudge-right': [one, [place(b, { x: 201 })]],
  'nudge-up': [one, [place(b, { y: 39 })]],
  'nudge-down': [{ ...one, far: true }, [place(b, { y: 50 })]],
  'bring-to-front': [one, [{ type: 'order', id: 'b', order: expect.any(String) }]],
  'bring-forward': [
    { shapes: [a, { ...b, at: a.at }], selection: ['a'] },
    [{ type: 'order', id: 'a', order: expect.any(String) }],
  ],
  'send-backward': [
    { shapes: [a, { ...b, at: a.at }], selection: ['b'] },
    [{ type: 'order', id: 'b', order: expect.any(String) }],
  ],
  'send-to-back': [one, [{ type: 'order', id: 'b', order: expect.any(String) }]],
  'align-left': [all, [place(b, { x: 0 }), place(c, { x: 0 })]],
  'align-center': [all, [place(a, { x: 250 }), place(b, { x: 250 }), place(c, { x: 250 })]],
  'align-right': [all, [place(a, { x: 500 }), place(b, { x: 500 })]],
  'align-top': [all, [place(b, { y: 0 }), place(c, { y: 0 })]],
  'align-middle': [all, [place(a, { y: 45 }), place(b, { y: 45 }), place(c, { y: 45 })]],
  'align-bottom': [all, [place(a, { y: 90 }), place(b, { y: 90 })]],
  'distribute-x': [all, [place(b, { x: 250 })]],
  'distribute-y': [all, [place(b, { y: 45 })]],
  tidy: [all, [place(b, { x: 124, y: 0 }), place(c, { x: 0, y: 124 })]],
  'sort-colors': [
    { ...all, shapes: [a, b, { ...c, style: { ...c.style, color: 'blue' } }] },
    [place(c, { x: 0, y: 0 }), place(a, { x: 124 }), place(b, { x: 0, y: 124 })],
  ],
  'stack-x': [all, [place(b, { x: 116 }), place(c, { x: 232 })]],
  'stack-y': [all, [place(b, { y: 116 }), place(c, { y: 232 })]],
  'flip-x': [one, [place(b, { mirrored: true })]],
  'flip-y': [one, [place(b, { mirrored: true, rotation: -Math.PI })]],
  'turn-right': [one, [place(b, { rotation: expect.closeTo(Math.PI / 12) })]],
  'turn-left': [one, [place(b, { rotation: expect.closeTo(-Math.PI / 12) })]],
  group: [
    { shapes, selection: ['a', 'c'] },
    [
      { type: 'order', id: 'a', order: expect.any(String) },
      { type: 'order', id: 'c', order: expect.any(String) },
      { type: 'group', id: 'new', members: ['a', 'c'] },
    ],
  ],
  ungroup: [{ ...all, groups: { g: ['a', 'b'] } }, [{ type: 'ungroup', id: 'g' }]],
  lock: [one, [{ type: 'flags', id: 'b', locked: true }]],
  unlock: [one, [{ type: 'flags', id: 'b', locked: false }]],
  'unlock-all': [{ shapes: [{ ...a, locked: true }, b], selection: [] }, [{ type: 'flags', id: 'a', locked: false }]],
  hide: [one, [{ type: 'flags', id: 'b', hidden: true }]],
  'show-all': [{ shapes: [{ ...a, hidden: true }, b], selection: [] }, [{ type: 'flags', id: 'a', hidden: false }]],
  unlink: [one, [{ type: 'link', id: 'b', link: null }]],
  ...Object.fromEntries(
    boxedKinds.map((kind) => [`convert-${kind}`, [one, [{ type: 'kind', id: 'b', kind }]]] as const),
  ),
}

/** Actions that ask the editor for something: for what. */
const asked: { readonly [Name in ActionName]?: readonly [name: string, ...given: readonly unknown[]] } = {
  undo: ['undo'],
  redo: ['redo'],
  delete: ['deleteSelection'],
  duplicate: ['duplicateSelection'],
  cut: ['cut'],
  copy: ['copy'],
  paste: ['paste', false],
  'paste-in-place': ['paste', true],
  'copy-style': ['copyStyle'],
  'paste-style': ['pasteStyle'],
  'select-all': ['selectAll'],
  cancel: ['escape'],
  enter: ['enter'],
  'select-next': ['selectNext', 1],
  'select-previous': ['selectNext', -1],
  'select-left': ['selectTowards', 'left'],
  'select-right': ['selectTowards', 'right'],
  'select-up': ['selectTowards', 'up'],
  'select-down': ['selectTowards', 'down'],
  'next-left': ['nextTo', 'left'],
  'next-right': ['nextTo', 'right'],
  'next-up': ['nextTo', 'up'],
  'next-down': ['nextTo', 'down'],
  'keep-tool': ['keepTool'],
  'last-shape': ['lastShapeTool'],
  wholly: ['toggle', 'wholly'],
  grid: ['toggle', 'grid'],
  snaps: ['toggle', 'snaps'],
  viewing: ['toggleViewing'],
  'zoom-in': ['zoomBy', 1.25],
  'zoom-out': ['zoomBy', 0.8],
  'zoom-reset': ['zoomTo', 1],
  'zoom-fit': ['zoomToFit'],
  'zoom-selection': ['zoomToSelection'],
  'page-up': ['page', 0, -1],
  'page-down': ['page', 0, 1],
  'page-left': ['page', -1, 0],
  'page-right': ['page', 1, 0],
  link: ['ask', 'link'],
  'copy-link': ['ask', 'copy-link'],
  'frame-wide': ['makeFrame', 1280, 720],
  'frame-page': ['makeFrame', 794, 1123],
  'frame-square': ['makeFrame', 800, 800],
  'frame-phone': ['makeFrame', 390, 844],
  'frame-selection': ['frameSelection'],
  'rename-frame': ['ask', 'frame-name'],
  numbers: ['ask', 'numbers'],
  minimap: ['ask', 'minimap'],
  search: ['ask', 'search'],
  zen: ['ask', 'zen'],
  theme: ['ask', 'theme'],
  palette: ['ask', 'palette'],
  help: ['ask', 'help'],
  ...Object.fromEntries(inks.map((paper) => [`paper-${paper}`, ['configure', { paper }]] as const)),
  'paper-plain': ['configure', { paper: null }],
}

test('every action of the register is here', () => {
  expect([...Object.keys(planned), ...Object.keys(asked)].sort()).toEqual(actions.map(({ name }) => name).sort())
})

test.each(Object.entries(planned))('%s plans its edits', (name, [given, edits]) => {
  expect(act(name as ActionName, given)).toEqual({ edits, asked: [] })
})

test.each(Object.entries(asked))('%s asks for what it is for', (name, call) => {
  expect(act(name as ActionName, all)).toEqual({ edits: [], asked: [call] })
})

test('keys that two actions share are of those that are never offered at once', () => {
  const facts = (change: Partial<Facts>): Facts => ({
    ...noFacts,
    anyLocked: true,
    anyHidden: true,
    style: true,
    ...change,
  })
  const selections = [
    {},
    { selected: 1, units: 1, boxed: 1 },
    { selected: 3, units: 3, locked: 1 },
    { selected: 2, units: 2, locked: 2 },
    { selected: 4, units: 2, groups: 1 },
  ].map(facts)
  for (const now of selections) {
    const keys = actions.filter((entry) => isOffered(entry, now)).flatMap((entry) => entry.keys as readonly string[])
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  }
})

describe('what makes no sense is not offered', () => {
  const offered = (change: Partial<Facts>) =>
    actions.filter((entry) => isOffered(entry, { ...noFacts, ...change })).map(({ name }) => name)

  test('where nothing is selected, nothing that is done to a selection', () => {
    expect(offered({})).not.toContain('delete')
    expect(offered({})).not.toContain('lock')
    expect(offered({})).toContain('paste')
  })

  test('what is locked can be unlocked and copied, and nothing else', () => {
    const locked = offered({ selected: 1, units: 1, locked: 1, anyLocked: true })
    expect(locked).toEqual(expect.arrayContaining(['unlock', 'copy', 'duplicate', 'unlock-all']))
    for (const name of ['lock', 'delete', 'cut', 'group', 'align-left', 'hide', 'link'] as const)
      expect(locked).not.toContain(name)
  })

  test('who may only look is offered nothing that changes the board', () => {
    const looking = offered({ readOnly: true, selected: 3, units: 3 })
    expect(actions.filter((entry) => 'edits' in entry).filter(({ name }) => looking.includes(name))).toEqual([])
    expect(looking).toEqual(expect.arrayContaining(['copy', 'zoom-fit', 'select-all']))
  })
})
