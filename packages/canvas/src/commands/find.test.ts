import { defaultStyle, richText, type Shape, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { initialCamera } from '../state/state.ts'
import { contextWith } from '../testing/command-context.ts'
import { rectAt } from '../testing/script.ts'
import { planOffer, planPaste } from './clipboard-commands.ts'
import { planArrival, planMatch, planReveal, planSearch } from './find.ts'
import { menuAt, planWrite } from './selection-commands.ts'

function note(id: string, x: number, text: string): Shape {
  const at = { x, y: 50, w: 200, h: 200, rotation: 0 }
  return { id: id as ShapeId, kind: 'note', at, style: defaultStyle, order: 'a0', text: richText(text) }
}

const notes = [note('near', 50, 'a boat'), note('far', 4_000, 'the boats')]
const match = (id: string, offset: number) => ({
  id: id as ShapeId,
  from: { paragraph: 0, offset },
  to: { paragraph: 0, offset: offset + 4 },
})
const matches = { all: [match('near', 2), match('far', 4)], at: 0 }

test('the first match is shown without moving if it is in view', () => {
  expect(planSearch('boat', contextWith({ shapes: notes }))).toEqual({ matches: { ...matches, words: 'boat' } })
})

test('an empty search ends', () => {
  expect(planSearch('  ', contextWith({ shapes: notes, state: { matches } }))).toEqual({ matches: null })
})

test('the next match is flown to, at a readable zoom; after the last comes the first', () => {
  const given = { shapes: notes, state: { matches, searched: 'boat', camera: { x: 0, y: 0, zoom: 0.1 } } }
  expect(planMatch(1, contextWith(given))).toEqual({ matches: { ...matches, at: 1, words: 'boat' } })
  const close = { ...given, state: { ...given.state, camera: { x: 0, y: 0, zoom: 4 } } }
  expect(planMatch(1, contextWith(close))?.camera).toMatchObject({ type: 'fly', to: { zoom: 1.5 } })
  expect(planMatch(2, contextWith(close))?.matches?.at).toBe(0)
  expect(planMatch(-1, contextWith(close))?.matches?.at).toBe(1)
})

test('without a search there is no next match', () => {
  expect(planMatch(1, contextWith({ shapes: notes }))).toBe(null)
})

test('text is pasted under the pointer, else in the middle of the view', () => {
  const created = (pointer?: { readonly x: number; readonly y: number }) =>
    planPaste('a line', false, contextWith(pointer ? { pointer } : {}))?.edits?.[0]
  expect(created()).toMatchObject({ type: 'create', shape: { kind: 'text', at: { x: 500, y: 237 } } })
  expect(created({ x: 40, y: 13 })).toMatchObject({ type: 'create', shape: { kind: 'text', at: { x: 40, y: 0 } } })
})

test.each<readonly [string, string, boolean, unknown]>([
  ['nothing is pasted from blanks', ' \n', false, null],
  ['nor in read-only mode', 'a line', true, null],
  [
    'a copy that cannot be read is a problem to tell',
    '{"type":"inkbridge","version":1}',
    false,
    { problem: 'paste-unknown' },
  ],
])('%s', (_title, text, viewing, plan) => {
  expect(planPaste(text, false, contextWith({ state: { viewing } }))).toEqual(plan)
})

test('prose is one text, with an offer of notes instead; the next paste ends the offer', () => {
  const prose = planPaste('Dear Rita,\n\nthe boats come.', false, contextWith({}))
  const [text] = prose?.selection ?? []
  const shapes = text ? [{ ...rectAt(text, 0, 0), kind: 'text' as const }] : []
  const offered = { shapes, state: { offer: prose?.offer ?? null } }
  const notes = planOffer(contextWith(offered))
  expect(notes?.edits?.map((edit) => (edit.type === 'create' ? edit.shape.kind : edit))).toEqual([
    { type: 'delete', id: text },
    'note',
    'note',
  ])
  expect(planPaste('a line', false, contextWith(offered))?.offer).toBe(null)
  expect(planOffer(contextWith({}))).toBe(null)
})

const [a, b] = [rectAt('a', 0, 0), rectAt('b', 200, 0)]

test('a context menu is for the unit under it: the selection, another shape, its group, or nothing', () => {
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

test('a text is edited if there can be one, and if allowed', () => {
  expect(planWrite('a' as ShapeId, 'all', contextWith({ shapes: [a] }))).toEqual({ write: { id: 'a', at: 'all' } })
  expect(planWrite('a' as ShapeId, 'all', contextWith({ shapes: [{ ...a, locked: true }] }))).toBe(null)
  expect(planWrite('a' as ShapeId, 'all', contextWith({ shapes: [a], state: { mayEdit: false } }))).toBe(null)
  expect(planWrite('gone' as ShapeId, 'all', contextWith({ shapes: [a] }))).toBe(null)
})

test('content out of view is shown at the start, and not once somebody has moved or drawn', () => {
  const [near, far] = notes
  const camera = { type: 'jump', to: { x: 3_600, y: -100, zoom: 1 } }
  expect(planArrival(contextWith({ shapes: far ? [far] : [] }))).toEqual({ camera })
  expect(planArrival(contextWith({ shapes: near ? [near] : [] }))).toBe(null)
  expect(planArrival(contextWith({ shapes: far ? [far] : [], state: { camera: { ...initialCamera } } }))).toBe(null)
  expect(planArrival(contextWith({ shapes: [] }))).toBe(null)
})

test('revealed shapes are selected and brought into view, also in view mode', () => {
  const camera = { type: 'jump', to: { x: 3_600, y: -100, zoom: 1 } }
  const ids = ['far', 'gone'] as ShapeId[]
  expect(planReveal(ids, contextWith({ shapes: notes }))).toEqual({ tool: 'select', selection: ['far'], camera })
  const looking = contextWith({ shapes: notes, state: { mayEdit: false, readOnly: true, tool: 'hand' } })
  expect(planReveal(ids, looking)).toEqual({ selection: ['far'], camera })
  expect(planReveal(['gone'] as ShapeId[], contextWith({ shapes: notes }))).toBe(null)
})
