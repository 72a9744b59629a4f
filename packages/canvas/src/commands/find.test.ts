import { defaultStyle, richText, type Shape, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { home } from '../state/state.ts'
import { contextWith } from '../testing/command-context.ts'
import { rectAt } from '../testing/script.ts'
import { accepting, dropping, pasting } from './clipboard-commands.ts'
import { arriving, finding, revealing, stepping } from './find.ts'
import { menuAt, writing } from './selection-commands.ts'

function note(id: string, x: number, text: string): Shape {
  const at = { x, y: 50, w: 200, h: 200, rotation: 0 }
  return { id: id as ShapeId, kind: 'note', at, style: defaultStyle, order: 'a0', text: richText(text) }
}

const notes = [note('near', 50, 'a boat'), note('far', 4_000, 'the boats')]
const found = (id: string, offset: number) => ({
  id: id as ShapeId,
  from: { paragraph: 0, offset },
  to: { paragraph: 0, offset: offset + 4 },
})
const matches = { all: [found('near', 2), found('far', 4)], at: 0 }

test('the first match is shown where it is, when it is in view', () => {
  expect(finding('boat', contextWith({ shapes: notes }))).toEqual({ matches: { ...matches, words: 'boat' } })
})

test('a search without words is over', () => {
  expect(finding('  ', contextWith({ shapes: notes, state: { matches } }))).toEqual({ matches: null })
})

test('the next match is flown to, at a zoom at which it can be read; after the last comes the first', () => {
  const given = { shapes: notes, state: { matches, searched: 'boat', camera: { x: 0, y: 0, zoom: 0.1 } } }
  expect(stepping(1, contextWith(given))).toEqual({ matches: { ...matches, at: 1, words: 'boat' } })
  const close = { ...given, state: { ...given.state, camera: { x: 0, y: 0, zoom: 4 } } }
  expect(stepping(1, contextWith(close))?.camera).toMatchObject({ type: 'fly', to: { zoom: 1.5 } })
  expect(stepping(2, contextWith(close))?.matches?.at).toBe(0)
  expect(stepping(-1, contextWith(close))?.matches?.at).toBe(1)
})

test('without a search there is no next match', () => {
  expect(stepping(1, contextWith({ shapes: notes }))).toBe(null)
})

test('text is pasted under the pointer, else in the middle of the view', () => {
  const created = (pointer?: { readonly x: number; readonly y: number }) =>
    pasting('a line', false, contextWith(pointer ? { pointer } : {}))?.edits?.[0]
  expect(created()).toMatchObject({ type: 'create', shape: { kind: 'text', at: { x: 500, y: 237 } } })
  expect(created({ x: 40, y: 13 })).toMatchObject({ type: 'create', shape: { kind: 'text', at: { x: 40, y: 0 } } })
})

test.each<readonly [string, string, boolean, unknown]>([
  ['nothing is pasted of nothing', ' \n', false, null],
  ['nor where nothing can be edited', 'a line', true, null],
  [
    'a copy that cannot be read is a problem to tell',
    '{"type":"inkbridge","version":1}',
    false,
    { problem: 'paste-unknown' },
  ],
])('%s', (_title, text, viewing, plan) => {
  expect(pasting(text, false, contextWith({ state: { viewing } }))).toEqual(plan)
})

test('prose is one text, with an offer of notes that takes its place; what is pasted next ends the offer', () => {
  const prose = pasting('Dear Rita,\n\nthe boats come.', false, contextWith({}))
  const [text] = prose?.selection ?? []
  const shapes = text ? [{ ...rectAt(text, 0, 0), kind: 'text' as const }] : []
  const offered = { shapes, state: { offer: prose?.offer ?? null } }
  const notes = accepting(contextWith(offered))
  expect(notes?.edits?.map((edit) => (edit.type === 'create' ? edit.shape.kind : edit))).toEqual([
    { type: 'delete', id: text },
    'note',
    'note',
  ])
  expect(pasting('a line', false, contextWith(offered))?.offer).toBe(null)
  expect(accepting(contextWith({}))).toBe(null)
})

test('a dropped file is refused with a sentence, dropped words are pasted where they fall', () => {
  const dropped = (files: number, text: string) => dropping({ files, text }, { x: 40, y: 13 }, contextWith({}))
  expect(dropped(1, 'C:/boats.png')).toEqual({ problem: 'paste-files' })
  expect(dropped(0, 'a line')?.edits?.[0]).toMatchObject({ shape: { kind: 'text', at: { x: 40, y: 0 } } })
  expect(dropped(0, '')).toBe(null)
})

const [a, b] = [rectAt('a', 0, 0), rectAt('b', 200, 0)]

test('a context menu is about what is under it: the selection, another shape, its group, or nothing', () => {
  const given = { shapes: [a, b], selection: ['a'] }
  expect(menuAt({ x: 50, y: 0 }, contextWith(given))).toEqual({ menu: { x: 50, y: 0 } })
  expect(menuAt({ x: 250, y: 0 }, contextWith(given))).toEqual({
    menu: { x: 250, y: 0 },
    tool: 'select',
    selection: ['b'],
  })
  expect(menuAt({ x: 600, y: 0 }, contextWith(given))).toEqual({ menu: { x: 600, y: 0 }, selection: [] })
  const grouped = contextWith({ shapes: [a, b], groups: { g: ['a', 'b'] } })
  expect(menuAt({ x: 250, y: 0 }, grouped)?.selection).toEqual(['a', 'b'])
})

test('a text is edited where there can be one, and where it may be', () => {
  expect(writing('a' as ShapeId, 'all', contextWith({ shapes: [a] }))).toEqual({ write: { id: 'a', at: 'all' } })
  expect(writing('a' as ShapeId, 'all', contextWith({ shapes: [{ ...a, locked: true }] }))).toBe(null)
  expect(writing('a' as ShapeId, 'all', contextWith({ shapes: [a], state: { mayEdit: false } }))).toBe(null)
  expect(writing('gone' as ShapeId, 'all', contextWith({ shapes: [a] }))).toBe(null)
})

test('content that is out of view is gone to at the beginning, and not once somebody has moved or drawn', () => {
  const [near, far] = notes
  const camera = { type: 'jump', to: { x: 3_600, y: -100, zoom: 1 } }
  expect(arriving(contextWith({ shapes: far ? [far] : [] }))).toEqual({ camera })
  expect(arriving(contextWith({ shapes: near ? [near] : [] }))).toBe(null)
  expect(arriving(contextWith({ shapes: far ? [far] : [], state: { camera: { ...home } } }))).toBe(null)
  expect(arriving(contextWith({ shapes: [] }))).toBe(null)
})

test('shapes that are shown are selected and gone to, by whoever may only look, too', () => {
  const camera = { type: 'jump', to: { x: 3_600, y: -100, zoom: 1 } }
  const ids = ['far', 'gone'] as ShapeId[]
  expect(revealing(ids, contextWith({ shapes: notes }))).toEqual({ tool: 'select', selection: ['far'], camera })
  const looking = contextWith({ shapes: notes, state: { mayEdit: false, readOnly: true, tool: 'hand' } })
  expect(revealing(ids, looking)).toEqual({ selection: ['far'], camera })
  expect(revealing(['gone'] as ShapeId[], contextWith({ shapes: notes }))).toBe(null)
})
