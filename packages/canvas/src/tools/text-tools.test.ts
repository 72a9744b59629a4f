import { defaultStyle, type Shape, type ShapeId } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import { countingLayout } from '../testing/counting.ts'
import { play as played, rectAt } from '../testing/script.ts'
import { frame } from './frame-tool.ts'
import { line } from './line-tool.ts'
import { select } from './select/select.ts'
import { note, text } from './text-tools.ts'

/** A letter is half as wide as it is large. */
const layout = await countingLayout()
const play: typeof played = (tool, script, given) => played(tool, script, { ...given, layout })

const arrow = { ...defaultStyle, endHead: 'arrow' } as const
const ids = (...names: readonly string[]) => names as readonly ShapeId[]

describe('the text tool', () => {
  test('starts a text with its first line at a click', () => {
    const { edits, writes } = play(text, 'down 10,20 · up 10,20')
    expect(edits).toEqual([
      [
        {
          type: 'create',
          shape: { id: 'new', kind: 'text', at: { x: 10, y: 7, w: 0, h: 26, rotation: 0 }, style: defaultStyle },
        },
      ],
    ])
    expect(writes).toEqual(['new'])
  })

  test('dragged, starts one that wraps, from the left in either direction', () => {
    const { edits } = play(text, 'down 200,20 · move 100,25 · up 50,30')
    expect(edits[0]?.[0]).toMatchObject({ shape: { at: { x: 50, w: 150 }, wraps: true } })
  })

  test('edits the text of the pressed shape, if possible', () => {
    expect(play(text, 'down 0,50 · up 0,50', { shapes: [rectAt('a', 0, 0)] })).toMatchObject({
      edits: [],
      writes: ['a'],
    })
  })
})

test('the note tool creates a sticky note around the pointer, with its author', () => {
  expect(play(note, 'down 200,200 · up 200,200').edits).toEqual([
    [
      {
        type: 'create',
        shape: {
          id: 'new',
          kind: 'note',
          at: { x: 100, y: 100, w: 200, h: 200, rotation: 0 },
          style: defaultStyle,
          by: 'Mara',
          made: 1_000,
        },
      },
    ],
  ])
})

test('the frame tool contains the fully enclosed shapes, below everything', () => {
  const shapes = [rectAt('a', 20, 20), rectAt('b', 350, 20, 100, 100, 'a1')]
  const { edits } = play(frame, 'down 0,0 · move 200,200 · up 400,300', { shapes })
  expect(edits).toEqual([
    [
      {
        type: 'create',
        shape: expect.objectContaining({
          kind: 'frame',
          at: { x: 0, y: 0, w: 400, h: 300, rotation: 0 },
          order: expect.stringMatching(/^Z/),
        }),
      },
      { type: 'parent', id: 'a', parent: 'new' },
    ],
  ])
})

describe('an arrow', () => {
  const shapes = [rectAt('a', 0, 0), rectAt('b', 300, 0, 100, 100, 'a1')]
  const ends = (script: string, style = arrow) => {
    const [edit] = play(line, script, { shapes, style }).edits[0] ?? []
    return edit?.type === 'create' && edit.shape.kind === 'line' ? [edit.shape.start, edit.shape.end] : null
  }

  test.each([
    ['from one to another', 'down 50,50 · move 200,50 · up 350,50', [{ to: 'a' }, { to: 'b' }]],
    ['to a free end', 'down 50,50 · move 200,50 · up 200,300', [{ to: 'a' }, undefined]],
    ['with Mod unbound', 'down 50,50 mod · move 200,50 mod · up 350,50 mod', [undefined, undefined]],
    [
      'with Alt to a point',
      'down 25,50 alt · move 200,50 alt · up 360,50 alt',
      [
        { to: 'a', at: [0.25, 0.5] },
        { to: 'b', at: [0.6, 0.5] },
      ],
    ],
    [
      'with Alt to the outline where that is near',
      'down 200,200 alt · move 250,80 alt · up 303,50 alt',
      [undefined, { to: 'b', at: [0, 0.5], outline: true }],
    ],
    [
      'after a rest to that point',
      'down 50,50 · move 340,50 · hold 340,50 · up 340,50',
      [{ to: 'a' }, { to: 'b', at: [0.4, 0.5] }],
    ],
    [
      'by clicks, ended by a key on what was clicked on last',
      'down 50,50 · up 50,50 · down 200,200 · up 200,200 · down 350,50 · up 350,50 · move 500,500 · finish',
      [{ to: 'a' }, { to: 'b' }],
    ],
    [
      'by clicks, ended by a key in the open',
      'down 50,50 · up 50,50 · down 350,50 · up 350,50 · down 500,300 · up 500,300 · finish',
      [{ to: 'a' }, undefined],
    ],
    ['within one shape unbound', 'down 20,50 · move 40,50 · up 80,50', [undefined, undefined]],
  ] as const)('%s', (_name, script, bindings) => {
    expect(ends(script)).toEqual(bindings)
  })

  test('without a head is a line, and is not bound', () => {
    expect(ends('down 50,50 · move 200,50 · up 350,50', defaultStyle as typeof arrow)).toEqual([undefined, undefined])
  })

  const boundArrow: Shape = {
    id: 'l' as ShapeId,
    kind: 'line',
    at: { x: 50, y: 50, w: 300, h: 0, rotation: 0 },
    points: [0, 0, 1, 0],
    style: arrow,
    order: 'a2',
    start: { to: 'a' as ShapeId },
    end: { to: 'b' as ShapeId },
  }

  test('that is moved alone is unbound, and bound again when cancelled', () => {
    const { edits } = play(select, 'down 150,50 · move 150,120 · cancel', {
      shapes: [...shapes, boundArrow],
      selection: ids('l'),
    })
    expect(edits[0]).toEqual([
      { type: 'props', id: 'l', props: { points: [0, 0, 1, 0] }, at: { x: 105, y: 50, w: 190, h: 0, rotation: 0 } },
      { type: 'bind', id: 'l', end: 'start', to: null },
      { type: 'bind', id: 'l', end: 'end', to: null },
    ])
    expect(edits.at(-1)?.slice(1)).toEqual([
      { type: 'bind', id: 'l', end: 'start', to: { to: 'a' } },
      { type: 'bind', id: 'l', end: 'end', to: { to: 'b' } },
      { type: 'props', id: 'l', props: { pins: [] } },
    ])
  })

  test('that is moved with its shapes stays bound', () => {
    const { edits } = play(select, 'down 150,50 · move 150,120 · up 150,120', {
      shapes: [...shapes, boundArrow],
      selection: ids('a', 'b', 'l'),
    })
    expect(edits.flat().filter(({ type }) => type === 'bind')).toEqual([])
  })
})

describe('the selected shape', () => {
  test('continues by a press on a connect handle, and by a drag as an arrow', () => {
    const given = { shapes: [rectAt('a', 0, 0)], selection: ids('a') }
    // The middle of its right side, plus padding and the distance of the handle.
    expect(play(select, 'down 128,50 · up 128,50', given)).toMatchObject({ edits: [], selection: ['a'] })
    const { edits } = play(select, 'down 128,50 · move 200,60 · up 300,80', given)
    expect(edits[0]?.[0]).toMatchObject({
      type: 'create',
      shape: { kind: 'line', start: { to: 'a', at: [1, 0.5], outline: true }, style: { endHead: 'arrow' } },
    })
  })

  const words: Shape = {
    id: 't' as ShapeId,
    kind: 'text',
    at: { x: 0, y: 0, w: 0, h: 26, rotation: 0 },
    style: defaultStyle,
    order: 'a0',
    text: [{ runs: [{ text: 'see ' }, { text: 'this', link: 'https://example.org/' }] }],
  }

  test('is edited by a double click, and so is empty board', () => {
    expect(play(select, 'down 5,13 · up 5,13 · down 5,13 · up 5,13', { shapes: [words] }).writes).toEqual(['t'])
    const { edits, writes } = play(select, 'down 500,500 · up 500,500 · down 500,500 · up 500,500', { shapes: [words] })
    expect([edits[0]?.[0]?.type, writes]).toEqual(['create', ['new']])
  })

  test('opens links in its text, once it is selected', () => {
    // Its letters are ten wide: `this` begins at 40.
    const press = (selection: readonly ShapeId[]) =>
      play(select, 'down 60,13 · up 60,13', { shapes: [words], selection })
    expect(press(ids('t')).follows).toEqual(['https://example.org/'])
    expect(press([]).follows).toEqual([])
    expect(play(select, 'down 10,13 · up 10,13', { shapes: [words], selection: ids('t') }).follows).toEqual([])
  })

  test('has checklist boxes that a press toggles without selecting it', () => {
    const list = (checked: boolean): Shape => ({
      ...words,
      text: [{ runs: [{ text: 'boats' }], list: 'check', ...(checked ? { checked } : {}) }],
    })
    const press = (script: string, given: Parameters<typeof play>[2]) => {
      const { edits, selection, writes } = play(select, script, { shapes: [list(false)], ...given })
      return [edits.flat(), selection, writes]
    }
    const ticked = { type: 'check', id: 't', paragraph: 0, checked: true }
    // The middle of the box is 14 from the left.
    const click = 'down 14,13 · up 14,13'
    expect(press(click, {})).toEqual([[ticked], [], []])
    expect(press(click, { shapes: [list(true)] })).toEqual([[{ ...ticked, checked: false }], [], []])
    expect(press(`${click} · ${click}`, {})).toEqual([[ticked, ticked], [], []])
    expect(press(click, { readOnly: true })).toEqual([[], ['t'], []])
    expect(press(click, { zoom: 0.4 })).toEqual([[], ['t'], []])
    expect(press(click, { shapes: [{ ...list(false), locked: true }] })[0]).toEqual([])
    expect(press('down 40,13 · up 40,13', {})).toEqual([[], ['t'], []])
    expect(press('down 14,13 · move 100,13 · up 100,13', {})).toMatchObject([
      [{ type: 'place' }, { type: 'place' }],
      ['t'],
      [],
    ])
  })

  test('is scaled by its corners if it is a text, and widened by its sides', () => {
    const given = { shapes: [words], selection: ids('t') }
    // 80 by 26; its selection box is 8 away.
    expect(play(select, 'down 88,34 · move 120,50 · up 168,60', given).edits.at(-1)?.at(-1)).toEqual({
      type: 'style',
      id: 't',
      style: { size: 40 },
    })
    expect(play(select, 'down 88,13 · move 68,13 · up 48,13', given).edits.at(-1)).toEqual([
      { type: 'place', id: 't', at: { x: 0, y: 0, w: 40, h: 26, rotation: 0 } },
      { type: 'props', id: 't', props: { wraps: true } },
    ])
  })
})
