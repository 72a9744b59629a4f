import { defaultStyle, type Shape, type ShapeId, type Style, type StyleChange } from '@inkbridge/types'
import { expect, test } from 'vitest'
import type { ToolName } from '../plan/tool-name.ts'
import { plain } from '../testing/plain.ts'
import { inkAt, rectAt } from '../testing/script.ts'
import { builtInTools } from '../tools.ts'
import { type NextStyles, nextStyle, noStyles, withNext, withNextLike } from './next-styles.ts'

const { kinds } = plain
const toolOf = (name: ToolName) => builtInTools.find((tool) => tool.name === name)
const next = (styles: NextStyles, name: ToolName) => nextStyle(styles, toolOf(name))
const common = { at: { x: 0, y: 0, w: 100, h: 100, rotation: 0 }, order: 'a0' }
const marker = inkAt('marker', 5, { style: { ...defaultStyle, nib: 'highlighter' } })
const note: Shape = { ...common, id: 'note' as ShapeId, kind: 'note', style: defaultStyle }
const arrow: Shape = {
  ...common,
  ...{ id: 'arrow' as ShapeId, kind: 'line', points: [0, 0, 1, 1] },
  style: { ...defaultStyle, endHead: 'arrow' },
}

function set(name: ToolName, change: StyleChange): NextStyles {
  const tool = toolOf(name)
  if (!tool) throw new Error(`There is no tool ${name}`)
  return withNext(noStyles, tool, change)
}

function setFor(shapes: readonly Shape[], change: StyleChange): NextStyles {
  return withNextLike(noStyles, shapes, change, { tools: builtInTools, kinds })
}

test('a tool starts with its own style, and null removes a part of it', () => {
  expect(next(noStyles, 'note')).toEqual({ ...defaultStyle, fill: 'amber' })
  expect(next(noStyles, 'arrow')).toEqual({ ...defaultStyle, endHead: 'arrow' })
  expect(next(set('arrow', { endHead: null }), 'arrow')).toEqual(defaultStyle)
})

test.each<readonly [string, NextStyles, Partial<Record<ToolName, Partial<Style>>>]>([
  [
    'all tools with a colour share it',
    set('rect', { color: 'red' }),
    {
      ellipse: { ...defaultStyle, color: 'red' },
      pen: { ...defaultStyle, color: 'red' },
      arrow: { ...defaultStyle, color: 'red', endHead: 'arrow' },
      text: { ...defaultStyle, color: 'red' },
    },
  ],
  [
    'except the highlighter, which has colours and widths of its own',
    set('pen', { color: 'red', width: 8 }),
    { highlighter: { color: 'amber', width: 20, nib: 'highlighter' } },
  ],
  ['that no other tool shares', set('highlighter', { color: 'pink' }), { rect: defaultStyle }],
  ['a box is not filled with the colour of a note', set('note', { fill: 'pink' }), { rect: defaultStyle }],
  [
    'nor a note coloured by the fill of a box',
    set('rect', { fill: 'pink' }),
    { note: { ...defaultStyle, fill: 'amber' } },
  ],
  [
    'all tools with text share font and size',
    set('text', { font: 'mono', size: 32, align: 'end' }),
    {
      note: { ...defaultStyle, fill: 'amber', font: 'mono', size: 32 },
      rect: { ...defaultStyle, font: 'mono', size: 32 },
    },
  ],
  [
    'a style set for existing shapes is that of the next shape',
    setFor([rectAt('a', 0, 0)], { color: 'red', fill: 'blue', font: 'mono' }),
    { diamond: { ...defaultStyle, color: 'red', fill: 'blue', font: 'mono' }, pen: { ...defaultStyle, color: 'red' } },
  ],
  [
    'own styles go to the tool that made the shape',
    setFor([marker, note, arrow], { color: 'pink', fill: 'green', route: 'elbow' }),
    {
      highlighter: { color: 'pink', width: 20, nib: 'highlighter' },
      note: { ...defaultStyle, color: 'pink', fill: 'green' },
      arrow: { ...defaultStyle, color: 'pink', endHead: 'arrow', route: 'elbow' },
      line: { ...defaultStyle, color: 'pink' },
      rect: { ...defaultStyle, color: 'pink' },
    },
  ],
  ['a tint of ink fills no box', setFor([inkAt('pen', 5)], { fill: 'green' }), { rect: defaultStyle }],
])('%s', (_title, styles, expected) => {
  const found = Object.keys(expected).map((name) => [name, next(styles, name as ToolName)])
  expect(Object.fromEntries(found)).toEqual(expected)
})
