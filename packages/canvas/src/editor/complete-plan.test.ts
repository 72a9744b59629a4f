import type { ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import type { Plan } from '../plan/plan.ts'
import { Scene } from '../scene/scene.ts'
import { initialState, type State } from '../state/state.ts'
import { plain } from '../testing/plain.ts'
import { rectAt } from '../testing/script.ts'
import { createToolset, firstTool } from '../tools/toolset.ts'
import { builtInTools } from '../tools.ts'
import { completePlan } from './complete-plan.ts'

const tools = createToolset(builtInTools)
const [a, b] = ['a', 'b'] as ShapeId[] as [ShapeId, ShapeId]
const words = { ...rectAt('words', 0, 0), kind: 'text', text: [{ runs: [{ text: 'boats' }] }] } as const
const scene = new Scene([rectAt('a', 0, 0), rectAt('b', 0, 0), words], plain)
const create = [{ type: 'delete', id: a }] as const

test.each<readonly [string, Partial<State>, Plan, Plan]>([
  ['a plan without consequences stays as it is', {}, { edits: create }, { edits: create }],
  [
    'a tool that is done hands over to the select tool',
    { tool: 'rect' },
    { done: true, selection: [a] },
    { done: true, selection: [a], tool: 'select' },
  ],
  [
    'unless it is kept',
    { tool: 'rect', keepTool: true },
    { done: true, selection: [a] },
    { done: true, selection: [a] },
  ],
  [
    'finishing a line selects the select tool, and keeps the created shape selected',
    { tool: 'line', selection: [b] },
    { done: true },
    { done: true, selection: [b], tool: 'select' },
  ],
  ['and stays if nothing was created', { tool: 'line' }, { done: true }, { done: true }],
  [
    'a text is edited with the select tool',
    { tool: 'text' },
    { write: { id: a } },
    { write: { id: a }, tool: 'select', selection: [a] },
  ],
  [
    'which is not chosen again where it is chosen',
    { tool: 'select' },
    { write: { id: a } },
    { write: { id: a }, selection: [a] },
  ],
  [
    'nothing is edited without the right to',
    { tool: 'hand', readOnly: true, mayEdit: false },
    { write: { id: a } },
    { write: { id: a } },
  ],
  ['view mode selects the hand', { tool: 'pen' }, { viewing: true }, { viewing: true, tool: 'hand' }],
  [
    'and gives the pen back',
    { tool: 'hand', viewing: true, readOnly: true },
    { viewing: false },
    { viewing: false, tool: 'pen' },
  ],
  ['an unchanged role keeps the tool', { tool: 'rect' }, { mayEdit: true }, { mayEdit: true }],
  [
    'who may not edit stays with the hand in view mode',
    { tool: 'hand', mayEdit: false, readOnly: true },
    { viewing: true },
    { viewing: true },
  ],
  [
    'a style is an edit of each that is selected',
    { selection: [a, b] },
    { style: { color: 'red' } },
    { style: { color: 'red' }, edits: [a, b].map((id) => ({ type: 'style', id, style: { color: 'red' } })) },
  ],
  [
    'of a style each takes what it can have',
    { selection: [a, words.id] },
    { style: { color: 'red', fill: 'blue' } },
    {
      style: { color: 'red', fill: 'blue' },
      edits: [
        { type: 'style', id: a, style: { color: 'red', fill: 'blue' } },
        { type: 'style', id: words.id, style: { color: 'red' } },
      ],
    },
  ],
  ['without a selection there are no edits', {}, { style: { color: 'red' } }, { style: { color: 'red' } }],
])('%s', (_title, state, plan, expected) => {
  const first = (readOnly: boolean) => firstTool(tools, readOnly)
  const completed = completePlan(plan, { ...initialState(false, tools), ...state }, first, scene)
  expect(completed).toEqual(expected)
})
