import type { Shape, ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import type { Plan } from '../plan/plan.ts'
import { Scene } from '../scene/scene.ts'
import { boardOf } from '../testing/command-context.ts'
import { plain } from '../testing/plain.ts'
import { inkAt, rectAt } from '../testing/script.ts'
import { createToolset } from '../tools/toolset.ts'
import { builtInTools } from '../tools.ts'
import { initialState, looksSame, reduce, type State, type World } from './state.ts'

const tools = createToolset(builtInTools)
const [a, b] = [rectAt('a', 0, 0), rectAt('b', 200, 0)]
const ids = (...names: string[]) => names as ShapeId[]

function worldOf(shapes: readonly Shape[], change: Partial<World> = {}, groups = {}): World {
  const camera = change.camera ?? { x: 0, y: 0, zoom: 1 }
  return {
    tools,
    scene: new Scene(shapes, plain),
    board: boardOf({ shapes, groups }),
    revision: 0,
    camera,
    view: { minX: camera.x, minY: camera.y, maxX: camera.x + 1000, maxY: camera.y + 500 },
    following: null,
    followers: [],
    ...change,
  }
}

const world = worldOf([a, b])
const at = (plan: Plan, state: State = initialState(false, tools), now: World = world) => reduce(state, plan, now)

test('a plan that changes nothing gives the same state', () => {
  const state = at({})
  expect(reduce(state, { selection: state.selection, gesture: false }, world)).toBe(state)
})

test('neither the state before nor the plan is changed', () => {
  const state = Object.freeze(at({}))
  const plan = Object.freeze({ selection: Object.freeze(ids('a', 'gone')) })
  expect(reduce(state, plan, world).selection).toEqual(['a'])
  expect(state.selection).toEqual([])
})

test('the selection decides what is offered', () => {
  const { facts, style, styles } = at({ tool: 'select', selection: ids('a', 'b') })
  expect(facts).toMatchObject({ selected: 2, units: 2, boxShapes: 2, locked: 0, bindable: false })
  expect(style).toEqual({ ...a.style, size: 20, align: 'center', valign: 'middle', fit: 'grow' })
  expect(styles).toContain('fill')
})

test('editing the text of a line offers font and size before it has any text', () => {
  const line = { ...a, kind: 'line', points: [0, 0, 100, 0] } as const
  const here = worldOf([line])
  const selected = at({ tool: 'select', selection: ids('a') }, undefined, here)
  const writing = at({ writing: { id: 'a' as ShapeId, facts: null } }, selected, here)
  const words = ['font', 'size']
  const offered = (state: State) => words.filter((key) => state.styles.some((style) => style === key))
  expect([selected, writing, at({ writing: null }, writing, here)].map(offered)).toEqual([[], words, []])
})

test('an offer stays while any pasted shape exists', () => {
  const spot = { about: { x: 0, y: 0 }, view: world.view }
  const made = ids('a', 'gone')
  const offered = at({ offer: { type: 'notes', lines: ['one', 'two'], made, spot } })
  const later = at({}, offered, worldOf([a], { revision: 1 }))
  expect([offered.offer?.type, later.offer?.type]).toEqual(['notes', 'notes'])
  expect(at({}, later, worldOf([b], { revision: 2 })).offer).toBe(null)
})

test('a group counts as one', () => {
  const grouped = worldOf([a, b], {}, { g: ['a', 'b'] })
  const { facts, groups } = at({ tool: 'select', selection: ids('a', 'b') }, initialState(false, tools), grouped)
  expect({ groups, units: facts.units }).toEqual({ groups: ['g'], units: 1 })
})

test.each<readonly [string, Plan, Partial<State>]>([
  [
    'a tool that makes shapes deselects',
    { tool: 'rect' },
    { tool: 'rect', selection: [], toolBefore: 'select', lastShape: 'rect' },
  ],
  ['the lasso keeps the selection', { tool: 'lasso' }, { tool: 'lasso', selection: ids('a') }],
  [
    'the tool before is known',
    { tool: 'eyedropper' },
    { tool: 'eyedropper', toolBefore: 'select', selection: ids('a') },
  ],
  ['another tool clears draft and cursor', { tool: 'line' }, { draft: {}, cursor: null }],
  [
    'the selection of a plan takes precedence over deselection by its tool',
    { tool: 'rect', selection: ids('b') },
    { tool: 'rect', selection: ids('b') },
  ],
  [
    'settings are merged',
    { settings: { grid: true } },
    { settings: { snaps: true, grid: true, wholly: false, jumps: false, paper: null } },
  ],
  [
    'view mode allows no edits',
    { viewing: true, tool: 'hand' },
    { readOnly: true, viewing: true, tool: 'hand', style: null },
  ],
  [
    'a tool that edits cannot be chosen in view mode',
    { viewing: true, tool: 'pen' },
    { readOnly: true, tool: 'select' },
  ],
  [
    'matches and their words',
    { matches: { all: [], at: 0, words: 'x' } },
    { matches: { all: [], at: 0 }, searched: 'x' },
  ],
  ['no search', { matches: null }, { matches: null, searched: '' }],
])('%s', (_title, plan, expected) => {
  const before = at({ tool: 'select', selection: ids('a'), draft: { laser: { x: 0, y: 0 } }, cursor: 'grab' })
  expect(at(plan, before)).toMatchObject(expected)
})

test('the widths offered are those of the tool, and of the tool that makes the selected shapes', () => {
  const marker = inkAt('marker', 5, { style: { color: 'amber', width: 20, nib: 'highlighter' } })
  const selected = at({ tool: 'select', selection: [marker.id] }, undefined, worldOf([marker]))
  const offered = [at({ tool: 'pen' }), at({ tool: 'highlighter' }), at({ tool: 'eraser' }), selected]
  expect(offered.map(({ widths }) => widths)).toEqual([
    [2, 4, 8, 16],
    [12, 20, 32, 48],
    [8, 16, 32, 64],
    [12, 20, 32, 48],
  ])
})

test('the last style applies to the next shape of any tool', () => {
  const red = at({ style: { color: 'red' } }, at({ tool: 'line' }))
  expect([red, at({ tool: 'ellipse' }, red), at({ tool: 'pen' }, red)].map(({ style }) => style?.color)).toEqual([
    'red',
    'red',
    'red',
  ])
})

test('a style set for the selection also applies to the next shape', () => {
  const red = at({ style: { color: 'red', fill: 'blue' } }, at({ tool: 'select', selection: ids('a') }))
  expect(at({ tool: 'diamond' }, red).style).toMatchObject({ color: 'red', fill: 'blue' })
})

test('an entered group is left when something else is selected, and when it is deleted', () => {
  const grouped = worldOf([a, b], {}, { g: ['a'] })
  const within = at(
    { tool: 'select', entered: ids('g')[0] ?? null, selection: ids('a') },
    initialState(false, tools),
    grouped,
  )
  expect(within.entered).toBe('g')
  expect(at({ selection: ids('b') }, within, grouped).entered).toBe(null)
  expect(at({}, within, worldOf([a, b], { revision: 1 })).entered).toBe(null)
})

test('the board is lost if none of it is in view', () => {
  expect(at({}).lost).toBe(false)
  expect(at({}, initialState(false, tools), worldOf([a], { camera: { x: 5_000, y: 0, zoom: 1 } })).lost).toBe(true)
  expect(at({}, initialState(false, tools), worldOf([])).lost).toBe(false)
})

test('a moving camera leaves the rest of the state as it is', () => {
  const before = at({ tool: 'select', selection: ids('a') })
  const { camera, lost: _lost, ...rest } = at({}, before, { ...world, camera: { x: 9, y: 9, zoom: 1 } })
  const { camera: _camera, lost: _before, ...same } = before
  expect(camera).toEqual({ x: 9, y: 9, zoom: 1 })
  for (const [key, value] of Object.entries(rest)) expect(value, key).toBe(same[key as keyof typeof same])
})

test('drafts, cursors and peers are painted without notifying subscribers', () => {
  const before = at({})
  expect(looksSame(before, at({ draft: { laser: { x: 1, y: 1 } }, cursor: 'grab', peers: [] }, before))).toBe(true)
  expect(looksSame(before, at({ keepTool: true }, before))).toBe(false)
})
