import { openBoard, parseJson } from '@inkbridge/board'
import type { ScreenPoint, Shape, ShapeId } from '@inkbridge/types'
import { defaultStyle } from '@inkbridge/types'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Plan } from '../plan/plan.ts'
import { Scene } from '../scene/scene.ts'
import { initialState } from '../state/state.ts'
import { plain } from '../testing/plain.ts'
import { parseInput, rectAt } from '../testing/script.ts'
import type { ToolEntry } from '../tools/entry.ts'
import { Toolbox } from '../tools/toolbox.ts'
import { createToolset } from '../tools/toolset.ts'
import { builtInTools } from '../tools.ts'
import { Viewport } from '../viewport/viewport.ts'
import { Commits, type TextEditing } from './commit.ts'

interface Options {
  readonly tools?: readonly ToolEntry[]
  readonly onEffects?: (plan: Plan) => void
}

/** Commits on a board in memory, with a text editor that only records its calls. */
function started(shapes: readonly Shape[] = [], options: Options = {}) {
  const board = openBoard(new Y.Doc())
  if (shapes.length > 0) board.apply(shapes.map(({ order: _order, ...shape }) => ({ type: 'create', shape }) as never))
  const scene = new Scene(board.shapes(), plain)
  const viewport = new Viewport(board.doc.clientID, () => true)
  viewport.resize({ width: 1000, height: 500 })
  const tools = createToolset(options.tools ?? builtInTools)
  const initial = initialState(false, tools)
  const toolbox = new Toolbox(initial.tool, tools.toolOf)
  const counts = { notified: 0, committed: 0 }
  const asked: unknown[] = []
  let edited: ShapeId | null = null
  const finish = (): Plan | null => {
    if (!edited) return null
    edited = null
    return { writing: null }
  }
  const text: TextEditing = {
    get id() {
      return edited
    },
    begin(id: ShapeId, at?: ScreenPoint | 'all') {
      edited = id
      asked.push(['write', id, at])
      commits.dispatch({ writing: { id, facts: null } })
    },
    finish,
    finishIfUneditable: () => (edited && !scene.get(edited) ? finish() : null),
    focus: () => undefined,
    prepare: () => undefined,
  }
  const commits: Commits = new Commits(initial, {
    ...{ board, scene, viewport, tools, toolbox, text },
    attribution: () => ({ author: 'Mara', now: 1_000 }),
    ask: (name) => asked.push(['ask', name]),
    effects: (plan) => options.onEffects?.(plan),
    changed: () => undefined,
    committed: () => {
      counts.committed += 1
    },
  })
  commits.observe(() => {
    counts.notified += 1
  })
  const play = (script: string) => {
    for (const [index, words] of script.split(' · ').entries())
      commits.dispatch(() => toolbox.next(parseInput(words, index * 100), null, commits.view()))
  }
  return { board, scene, viewport, commits, counts, asked, play }
}

const a = rectAt('a', 0, 0)
const ids = (...names: string[]) => names as ShapeId[]

test.each<readonly [string, Plan, string, string]>([
  ['a rectangle', { tool: 'rect' }, 'down 200,200 · move 300,300', 'up 300,300'],
  ['a stroke', { tool: 'pen' }, 'down 200,200 · move 300,300', 'up 300,300'],
  ['a text', { tool: 'text' }, 'down 200,200', 'up 200,200'],
  ['a note', { tool: 'note' }, 'down 200,200', 'up 200,200'],
  ['a frame', { tool: 'frame' }, 'down 200,200 · move 300,300', 'up 300,300'],
  ['a move', { tool: 'select' }, 'down 50,0 · move 80,40', 'up 90,60'],
  ['an erasure', { tool: 'eraser' }, 'down 50,0 · move 50,10', 'up 50,10'],
])('the end of %s notifies subscribers once', (_name, plan, before, end) => {
  const { commits, counts, play } = started([a])
  commits.dispatch(plan)
  play(before)
  counts.notified = 0
  play(end)
  expect(counts.notified).toBe(1)
  expect(commits.state.gesture).toBe(false)
})

test('a subscriber sees the created shape, selected, with the select tool, and no intermediate state', () => {
  const { commits, board, play } = started()
  commits.dispatch({ tool: 'rect' })
  play('down 0,0 · move 100,100')
  const seen: unknown[] = []
  commits.observe(() => {
    const { tool, selection, gesture, style, facts } = commits.state
    seen.push({ tool, selection: selection.length, gesture, style: style !== null, selected: facts.selected })
  })
  play('up 100,100')
  expect(seen).toEqual([{ tool: 'select', selection: 1, gesture: false, style: true, selected: 1 }])
  expect(commits.state.selection).toEqual(board.shapes().map(({ id }) => id))
})

test('plans dispatched by an effect are part of the commit', () => {
  let commits: Commits | null = null
  const begun = started([a], { onEffects: ({ ask }) => ask && commits?.dispatch({ selection: ids('a') }) })
  commits = begun.commits
  commits.dispatch({ ask: 'help' })
  expect({ ...begun.counts, selection: commits.state.selection }).toEqual({
    notified: 1,
    committed: 1,
    selection: ['a'],
  })
})

test('plans dispatched by a subscriber wait until all subscribers know the previous state', () => {
  const { commits } = started([a])
  const seen: (readonly [string, string])[] = []
  commits.observe(() => {
    seen.push(['first', commits.state.tool])
    if (commits.state.tool === 'line') commits.dispatch({ tool: 'select' })
  })
  commits.observe(() => seen.push(['second', commits.state.tool]))
  commits.dispatch({ tool: 'line' })
  expect(seen).toEqual([
    ['first', 'line'],
    ['second', 'line'],
    ['first', 'select'],
    ['second', 'select'],
  ])
})

test('a plan that changes nothing notifies nobody', () => {
  const { commits, counts } = started([a])
  commits.dispatch({ draft: { marquee: { minX: 0, minY: 0, maxX: 1, maxY: 1 } }, cursor: 'grab' }, { selection: [] })
  expect(counts).toEqual({ notified: 0, committed: 1 })
})

test('after a plan that throws the next one is committed, and subscribers know the earlier ones', () => {
  const { commits, counts } = started([a])
  expect(() =>
    commits.dispatch({ keepTool: true }, () => {
      throw new Error('a tool is wrong')
    }),
  ).toThrow('a tool is wrong')
  commits.dispatch({ settings: {} })
  expect({ ...counts, keepTool: commits.state.keepTool }).toEqual({ notified: 1, committed: 1, keepTool: true })
})

test('a remote change notifies once, and removes deleted shapes from the selection', () => {
  const { board, commits, counts } = started([a, rectAt('b', 200, 0)])
  commits.dispatch({ tool: 'select', selection: ids('a', 'b') })
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(board.doc))
  openBoard(other).apply([{ type: 'delete', id: 'a' as ShapeId }])
  counts.notified = 0
  Y.applyUpdate(board.doc, Y.encodeStateAsUpdate(other))
  expect({ notified: counts.notified, selection: commits.state.selection }).toEqual({ notified: 1, selection: ['b'] })
})

test('in read-only mode no plan edits', () => {
  const { board, commits } = started([a])
  commits.dispatch({ mayEdit: false }, { selection: ids('a') }, { edits: [{ type: 'delete', id: 'a' as ShapeId }] })
  expect(board.shapes().map(({ id }) => id)).toEqual(['a'])
  expect(commits.state.tool).toBe('hand')
})

test('a gesture ends when the right to edit is revoked, without edits', () => {
  const { board, commits, play } = started()
  commits.dispatch({ tool: 'rect' })
  play('down 0,0 · move 100,100')
  commits.dispatch({ viewing: true })
  expect({ shapes: board.shapes(), gesture: commits.state.gesture, draft: commits.state.draft }).toEqual({
    shapes: [],
    gesture: false,
    draft: {},
  })
})

test('a live stroke is left to the server when the right to edit is revoked: no edit is made without it', () => {
  const { board, commits, play } = started()
  play('down 0,0 pen · move 100,100 pen')
  const updates: Uint8Array[] = []
  board.doc.on('update', (update) => updates.push(update))
  commits.dispatch({ mayEdit: false })
  expect({ updates, shapes: board.shapes().length, gesture: commits.state.gesture }).toEqual({
    updates: [],
    shapes: 1,
    gesture: false,
  })
})

test('a line of clicked points is kept when view mode begins', () => {
  const { board, commits, play } = started()
  commits.dispatch({ tool: 'line' })
  play('down 0,0 · up 0,0 · down 100,0 · up 100,0')
  commits.dispatch({ viewing: true })
  expect(board.shapes().map(({ kind }) => kind)).toEqual(['line'])
})

test('edits of a gesture are one undo step', () => {
  const { board, commits, play } = started([a])
  commits.dispatch({ tool: 'select' })
  play('down 50,0 · move 80,40 · move 120,80 · up 130,90')
  expect(board.shapes()[0]?.at.x).not.toBe(0)
  commits.dispatch({ document: { type: 'undo' } })
  expect(board.shapes()[0]?.at).toMatchObject({ x: 0, y: 0 })
})

test('a cut stroke is one shape until a fragment is double-clicked and dragged away', () => {
  const { board, commits, play } = started()
  play('down 200,300 · move 400,300 · move 600,300 · up 600,300')
  commits.dispatch({ tool: 'part-eraser' })
  play('down 400,200 · move 400,400 · up 400,400')
  commits.dispatch({ tool: 'select' })
  play('down 550,300 · up 550,300 · down 550,300 · move 550,350 · move 550,400 · up 550,400')
  expect(board.shapes()).toHaveLength(2)
  expect(commits.state.selection).toHaveLength(1)
  expect(commits.state.gesture).toBe(false)
})

test('a locked shape can only be unlocked', () => {
  const { board, commits } = started([a])
  const [id] = ids('a')
  if (!id) throw new Error('no id')
  commits.dispatch({ edits: [{ type: 'flags', id, locked: true }] })
  commits.dispatch({ edits: [{ type: 'delete', id }] })
  expect(board.get(id)?.locked).toBe(true)
  commits.dispatch({ edits: [{ type: 'flags', id, locked: false }] })
  expect(board.get(id)?.locked).toBeFalsy()
})

test('edits of the text editor are applied even if the shape was locked meanwhile', () => {
  const { board, commits } = started([a])
  const [id] = ids('a')
  if (!id) throw new Error('no id')
  commits.dispatch({ edits: [{ type: 'flags', id, locked: true }] })
  commits.dispatch({ typed: [{ type: 'text', id, text: [{ runs: [{ text: 'kept' }] }] }] })
  expect(board.get(id)?.text).toEqual([{ runs: [{ text: 'kept' }] }])
})

test('a new text is edited immediately, and editing ends when it is deleted here', () => {
  const { commits, asked, play } = started()
  commits.dispatch({ tool: 'text' })
  play('down 10,10 · up 10,10')
  const [id] = commits.state.selection
  expect(asked).toEqual([['write', id, undefined]])
  expect(commits.state.writing?.id).toBe(id)
  if (id) commits.dispatch({ edits: [{ type: 'delete', id }] })
  expect(commits.state.writing).toBe(null)
})

test('editing the text of a frame asks for its name', () => {
  const frame = { ...rectAt('f', 0, 0), kind: 'frame', name: 'One' } as const
  const { commits, asked } = started([frame])
  commits.dispatch({ write: { id: 'f' as ShapeId, at: 'all' } })
  expect(asked).toEqual([['ask', 'frame-name']])
})

test('a shape beside is created, selected, edited and brought into view in one commit', () => {
  const { commits, counts, asked, scene } = started([rectAt('a', 860, 200)])
  commits.dispatch({ tool: 'select', selection: ids('a') })
  counts.notified = 0
  commits.dispatch({ beside: 'right' })
  const [next] = commits.state.selection
  expect({ notified: counts.notified, shapes: scene.size, asked }).toEqual({
    notified: 1,
    shapes: 3,
    asked: [['write', next, undefined]],
  })
  expect(commits.state.camera.x).toBeGreaterThan(0)
})

test('the style picker sets the style of the next shape of the previous tool', () => {
  const red = { ...a, style: { ...defaultStyle, color: 'red' as const, width: 8 } }
  const { commits, play } = started([red])
  commits.dispatch({ tool: 'line' }, { tool: 'eyedropper' })
  play('down 50,0 · up 50,0')
  expect({ ...commits.state.style, tool: commits.state.tool }).toMatchObject({ tool: 'line', color: 'red', width: 8 })
  expect(commits.state.gesture).toBe(false)
})

test('copied shapes are pasted around a point, selected, and undone in one step', () => {
  const { board, commits } = started([a])
  const parsed = parseJson(JSON.parse(board.copy(ids('a'))))
  if (!parsed.ok) throw new Error('a copy can be read')
  commits.dispatch({ document: { type: 'paste', file: parsed.value, middle: { x: 500, y: 300 } }, tool: 'select' })
  const [pasted] = commits.state.selection
  expect(pasted && board.get(pasted)?.at).toMatchObject({ x: 450, y: 250, w: 100, h: 100 })
  commits.dispatch({ document: { type: 'undo' } })
  expect(board.shapes().map(({ id }) => id)).toEqual(['a'])
})

test('the select tool takes over from the lasso, which is never kept', () => {
  const { commits, play } = started([rectAt('a', 0, 0)])
  commits.dispatch({ tool: 'lasso', keepTool: true })
  play('down -20,-20 · move 200,-20 · move 200,200 · move -20,200 · up -20,200')
  expect([commits.state.tool, commits.state.selection]).toEqual(['select', ['a']])
})

const at = { x: 0, y: 0, w: 100, h: 100, rotation: 0 }
const stamp: ToolEntry = {
  name: 'acme.stamp',
  label: 'Stamp',
  keys: [],
  group: 'shapes',
  styles: ['fill'],
  style: { ...defaultStyle, fill: 'amber' },
  cursor: 'copy',
  idle: null,
  next: (state, input, { style, newId }) =>
    input.type === 'down'
      ? {
          state,
          edits: [{ type: 'create', shape: { id: newId(), kind: 'rect', at, style } }],
          done: true,
          selection: [],
        }
      : { state },
}

test('a tool of a host works like a built-in one: chosen by name, with its own style, undone in one step', () => {
  const { commits, board, play } = started([], { tools: [...builtInTools, stamp] })
  commits.dispatch({ tool: 'acme.stamp' })
  expect(commits.state).toMatchObject({ tool: 'acme.stamp', styles: ['fill'], style: { fill: 'amber' } })
  play('down 0,0 · up 0,0')
  expect(board.shapes().map(({ style }) => style.fill)).toEqual(['amber'])
  expect(commits.state.tool).toBe('select')
  commits.dispatch({ document: { type: 'undo' } })
  expect(board.shapes()).toEqual([])
})

test('a tool that is not in the list cannot be chosen, and without a pen drawing begins with the select tool', () => {
  const { commits } = started([], { tools: builtInTools.filter(({ name }) => name !== 'pen') })
  commits.dispatch({ tool: 'pen' })
  expect(commits.state.tool).toBe('select')
})
