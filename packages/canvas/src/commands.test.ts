import { boxedKinds, defaultStyle, inks, type Shape } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import type { Command } from './commands/command.ts'
import { builtInCommands, type CommandId } from './commands.ts'
import { isOffered } from './editor/register.ts'
import { type Facts, noFacts } from './state/facts.ts'
import { planOf } from './testing/command-context.ts'
import { rectAt } from './testing/script.ts'

const [a, b, c] = [rectAt('a', 0, 0), rectAt('b', 200, 40, 100, 100, 'a1'), rectAt('c', 500, 90, 100, 100, 'a2')]
const shapes = [a, b, c]
const all = { shapes, selection: ['a', 'b', 'c'] }
const one = { shapes, selection: ['b'] }
type Given = Parameters<typeof planOf>[1]

const place = (shape: Shape, change: Partial<Shape['at']>) => ({
  type: 'place',
  id: shape.id,
  at: { ...shape.at, ...change },
})

test.each<readonly [CommandId, Given, readonly unknown[]]>([
  ['nudge-left', one, [place(b, { x: 199 })]],
  ['nudge-right', one, [place(b, { x: 201 })]],
  ['nudge-up', one, [place(b, { y: 39 })]],
  ['nudge-down', { ...one, far: true }, [place(b, { y: 50 })]],
  ['bring-to-front', one, [{ type: 'order', id: 'b', order: expect.any(String) }]],
  [
    'bring-forward',
    { shapes: [a, { ...b, at: a.at }], selection: ['a'] },
    [{ type: 'order', id: 'a', order: expect.any(String) }],
  ],
  [
    'send-backward',
    { shapes: [a, { ...b, at: a.at }], selection: ['b'] },
    [{ type: 'order', id: 'b', order: expect.any(String) }],
  ],
  ['send-to-back', one, [{ type: 'order', id: 'b', order: expect.any(String) }]],
  ['align-left', all, [place(b, { x: 0 }), place(c, { x: 0 })]],
  ['align-center', all, [place(a, { x: 250 }), place(b, { x: 250 }), place(c, { x: 250 })]],
  ['align-right', all, [place(a, { x: 500 }), place(b, { x: 500 })]],
  ['align-top', all, [place(b, { y: 0 }), place(c, { y: 0 })]],
  ['align-middle', all, [place(a, { y: 45 }), place(b, { y: 45 }), place(c, { y: 45 })]],
  ['align-bottom', all, [place(a, { y: 90 }), place(b, { y: 90 })]],
  ['distribute-x', all, [place(b, { x: 250 })]],
  ['distribute-y', all, [place(b, { y: 45 })]],
  ['tidy', all, [place(b, { x: 124, y: 0 }), place(c, { x: 0, y: 124 })]],
  [
    'sort-colors',
    { ...all, shapes: [a, b, { ...c, style: { ...c.style, color: 'blue' } }] },
    [place(c, { x: 0, y: 0 }), place(a, { x: 124 }), place(b, { x: 0, y: 124 })],
  ],
  ['stack-x', all, [place(b, { x: 116 }), place(c, { x: 232 })]],
  ['stack-y', all, [place(b, { y: 116 }), place(c, { y: 232 })]],
  ['flip-x', one, [place(b, { mirrored: true })]],
  ['flip-y', one, [place(b, { mirrored: true, rotation: -Math.PI })]],
  ['turn-right', one, [place(b, { rotation: expect.closeTo(Math.PI / 12) })]],
  ['turn-left', one, [place(b, { rotation: expect.closeTo(-Math.PI / 12) })]],
  [
    'group',
    { shapes, selection: ['a', 'c'] },
    [
      { type: 'order', id: 'a', order: expect.any(String) },
      { type: 'order', id: 'c', order: expect.any(String) },
      { type: 'group', id: 'new', members: ['a', 'c'] },
    ],
  ],
  ['ungroup', { ...all, groups: { g: ['a', 'b'] } }, [{ type: 'ungroup', id: 'g' }]],
  ['lock', one, [{ type: 'flags', id: 'b', locked: true }]],
  ['unlock', one, [{ type: 'flags', id: 'b', locked: false }]],
  ['unlock-all', { shapes: [{ ...a, locked: true }, b] }, [{ type: 'flags', id: 'a', locked: false }]],
  ['hide', one, [{ type: 'flags', id: 'b', hidden: true }]],
  ['show-all', { shapes: [{ ...a, hidden: true }, b] }, [{ type: 'flags', id: 'a', hidden: false }]],
  ['unlink', one, [{ type: 'link', id: 'b', link: null }]],
  [
    'delete',
    { ...all, groups: { g: ['a', 'b'] } },
    [...shapes.map(({ id }) => id), 'g'].map((id) => ({ type: 'delete', id })),
  ],
  [
    'paste-style',
    { ...one, state: { copiedStyle: { color: 'blue', nib: 'even' } } },
    [{ type: 'style', id: 'b', style: { color: 'blue' } }],
  ],
  ...boxedKinds.map((kind): [CommandId, Given, readonly unknown[]] => [
    `convert-${kind}`,
    one,
    [{ type: 'props', id: 'b', props: { kind } }],
  ]),
])('%s plans edits of the selection, and nothing else', (id, given, edits) => {
  expect(planOf(id, given)).toEqual({ edits })
})

const inGroup = { shapes, groups: { g: ['a', 'b'] } }

test.each<readonly [string, CommandId, Given, unknown]>([
  ['undo', 'undo', one, { document: { type: 'undo' } }],
  ['redo', 'redo', one, { document: { type: 'redo' } }],
  [
    'copies keep their distance, and are selected',
    'duplicate',
    one,
    {
      edits: [{ type: 'copy', ids: ['b'], copies: ['new'], by: { x: 16, y: 16 } }],
      tool: 'select',
      selection: ['new'],
    },
  ],
  [
    'all that is not locked is selected',
    'select-all',
    { shapes: [a, { ...b, locked: true }, c] },
    { tool: 'select', selection: ['a', 'c'] },
  ],
  [
    'in a group that is entered, all of that',
    'select-all',
    { ...inGroup, state: { entered: 'g' as never } },
    { tool: 'select', selection: ['a', 'b'] },
  ],
  ['Escape takes a gesture back', 'cancel', { state: { gesture: true } }, { end: 'cancel' }],
  ['Escape ends what was begun', 'cancel', { begun: true }, { end: 'finish' }],
  ['Escape ends following', 'cancel', { state: { following: 'Mara' as never } }, { follow: null }],
  [
    'Escape leaves a group, which is selected then',
    'cancel',
    { ...inGroup, selection: ['a'], state: { entered: 'g' as never } },
    { entered: null, selection: ['a', 'b'] },
  ],
  ['Escape deselects', 'cancel', one, { selection: [] }],
  ['and in the end leaves the tool', 'cancel', { state: { tool: 'pen' } }, { tool: 'select' }],
  ['in read-only mode for the hand', 'cancel', { state: { mayEdit: false } }, { tool: 'hand' }],
  ['Enter ends what was begun, and the tool with it', 'enter', { begun: true }, { end: 'finish', done: true }],
  ['Enter edits the text of a shape', 'enter', one, { write: { id: 'b', at: 'all' } }],
  [
    'Enter enters a group',
    'enter',
    { ...inGroup, selection: ['a', 'b'] },
    { entered: 'g', selection: ['a'], camera: expect.objectContaining({ type: 'reveal' }) },
  ],
  [
    'Enter makes a shape in the middle',
    'enter',
    { state: { tool: 'rect' } },
    {
      edits: [{ type: 'create', shape: expect.objectContaining({ id: 'new', kind: 'rect' }) }],
      tool: 'select',
      selection: ['new'],
    },
  ],
  ['otherwise Enter is left to the page', 'enter', { state: { tool: 'pen' } }, null],
  ['a locked shape has no text to edit', 'enter', { shapes: [{ ...a, locked: true }], selection: ['a'] }, null],
  [
    'Tab goes on in reading order',
    'select-next',
    { shapes, selection: ['a'] },
    { selection: ['b'], camera: expect.objectContaining({ type: 'reveal' }) },
  ],
  ['and out of the board at its end', 'select-next', { shapes, selection: ['c'] }, null],
  [
    'Shift+Tab goes back',
    'select-previous',
    { shapes, selection: ['b'] },
    { selection: ['a'], camera: expect.anything() },
  ],
  [
    'towards the nearest',
    'select-right',
    { shapes, selection: ['a'] },
    { selection: ['b'], camera: expect.anything() },
  ],
  ['without a neighbour the key is handled all the same', 'select-up', { shapes, selection: ['a'] }, {}],
  ['another beside', 'next-left', one, { beside: 'left' }],
  [
    'a frame about the middle of the view',
    'frame-square',
    {},
    {
      edits: [
        {
          type: 'create',
          shape: expect.objectContaining({
            id: 'new',
            kind: 'frame',
            at: { x: 100, y: -150, w: 800, h: 800, rotation: 0 },
          }),
        },
      ],
      tool: 'select',
      selection: ['new'],
      camera: { type: 'fit', box: { minX: 100, minY: -150, maxX: 900, maxY: 650 } },
    },
  ],
  ['zoom in about the centre', 'zoom-in', {}, { camera: { type: 'fly', to: { x: 100, y: 50, zoom: 1.25 } } }],
  [
    'zoom to 100 %',
    'zoom-reset',
    { state: { camera: { x: 0, y: 0, zoom: 2 } } },
    { camera: { type: 'fly', to: { x: -250, y: -125, zoom: 1 } } },
  ],
  ['zoom to fit', 'zoom-fit', { shapes: [b] }, { camera: { type: 'fit', box: expect.anything() } }],
  ['an empty board has nothing to fit', 'zoom-fit', {}, {}],
  ['a screen down', 'page-down', {}, { camera: { type: 'fly', to: { x: 0, y: 425, zoom: 1 } } }],
  ['view mode', 'viewing', {}, { viewing: true }],
  ['a setting is toggled', 'grid', {}, { settings: { grid: true } }],
  ['and off', 'snaps', {}, { settings: { snaps: false } }],
  ['keep tool', 'keep-tool', {}, { keepTool: true }],
  ['last shape', 'last-shape', { state: { lastShape: 'star' } }, { tool: 'star' }],
  ['paper', 'paper-blue', {}, { settings: { paper: 'blue' } }],
  ['no paper', 'paper-plain', {}, { settings: { paper: null } }],
  [
    'two shapes are connected by an arrow',
    'connect',
    { shapes: [a, b], selection: ['a', 'b'] },
    {
      edits: [
        {
          type: 'create',
          shape: expect.objectContaining({
            kind: 'line',
            start: { to: 'a' },
            end: { to: 'b' },
            style: { ...defaultStyle, endHead: 'arrow' },
          }),
        },
      ],
    },
  ],
  ['all of a text is selected for editing', 'edit-text', one, { write: { id: 'b', at: 'all' } }],
  ['the interface receives a request', 'help', {}, { ask: 'help' }],
  ['the clipboard receives a request', 'paste-in-place', {}, { clipboard: 'paste-in-place' }],
])('%s', (_title, id, given, plan) => {
  expect(planOf(id, given)).toEqual(plan)
})

test('a copied style is complete, so that it can be applied over any other', () => {
  expect(planOf('copy-style', one)?.copiedStyle).toMatchObject({
    color: b.style.color,
    width: b.style.width,
    dash: null,
  })
})

const list: readonly Command[] = builtInCommands

test('each paper is one of the inks, or none', () => {
  const papers = list.filter(({ group }) => group === 'paper').map(({ id }) => id)
  expect(papers).toEqual(['plain', ...inks].map((paper) => `paper-${paper}`))
})

test('commands that share a key are never available at the same time', () => {
  const facts = (change: Partial<Facts>): Facts => ({
    ...noFacts,
    anyLocked: true,
    anyHidden: true,
    style: true,
    ...change,
  })
  const selections = [
    {},
    { selected: 1, units: 1, boxShapes: 1 },
    { selected: 3, units: 3, locked: 1 },
    { selected: 2, units: 2, locked: 2 },
    { selected: 4, units: 2, groups: 1 },
  ].map(facts)
  for (const now of selections) {
    const keys = list.filter((command) => isOffered(command, now)).flatMap((command) => command.keys)
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  }
})

describe('unavailable commands are not offered', () => {
  const offered = (change: Partial<Facts>) =>
    list.filter((command) => isOffered(command, { ...noFacts, ...change })).map(({ id }) => id)

  test('without a selection, nothing for a selection', () => {
    expect(offered({})).not.toContain('delete')
    expect(offered({})).not.toContain('lock')
    expect(offered({})).toContain('paste')
  })

  test('locked shapes can be unlocked and copied, and nothing else', () => {
    const locked = offered({ selected: 1, units: 1, locked: 1, anyLocked: true })
    expect(locked).toEqual(expect.arrayContaining(['unlock', 'copy', 'duplicate', 'unlock-all']))
    for (const id of ['lock', 'delete', 'cut', 'group', 'align-left', 'hide', 'link']) expect(locked).not.toContain(id)
  })

  test('in read-only mode, nothing that changes the board', () => {
    const viewing = offered({ readOnly: true, selected: 3, units: 3 })
    expect(list.filter(({ edits }) => edits).filter(({ id }) => viewing.includes(id))).toEqual([])
    expect(viewing).toEqual(expect.arrayContaining(['copy', 'zoom-fit', 'select-all']))
  })
})
