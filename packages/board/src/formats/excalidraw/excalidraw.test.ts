import type { Shape, ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { openBoard } from '../../board.ts'
import { boardWith, readContext } from '../testing/boards.ts'
import { excalidrawReader } from './excalidraw.ts'

const encode = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))

async function read(value: unknown) {
  const file = { name: 'drawing.excalidraw', type: '', bytes: encode(value) }
  return excalidrawReader.read(file, readContext(openBoard(new Y.Doc())))
}

async function boardOf(...elements: readonly object[]) {
  return boardWith(await read({ type: 'excalidraw', version: 2, elements }))
}

async function shapeOf(element: object): Promise<Shape | undefined> {
  return (await boardOf({ id: 'a', x: 10, y: 20, width: 100, height: 50, ...element })).get('a' as ShapeId)
}

const at = { x: 10, y: 20, w: 100, h: 50, rotation: 0 }
const sketchy = { color: '#1e1e1e', width: 2, look: 'sketchy' }

test.each<readonly [string, object, object]>([
  ['a rectangle with defaults', { type: 'rectangle' }, { kind: 'rect', at, style: { ...sketchy, corners: 'sharp' } }],
  [
    'a filled diamond with round corners',
    { type: 'diamond', roundness: { type: 2 }, backgroundColor: '#fa0', fillStyle: 'hachure', opacity: 30 },
    {
      kind: 'diamond',
      style: { ...sketchy, corners: 'round', fill: '#ffaa00', pattern: 'hachure', opacity: 0.3 },
    },
  ],
  [
    'an ellipse without an outline has the colour of its fill',
    { type: 'ellipse', strokeColor: 'transparent', backgroundColor: 'hsl(120 100% 25%)', roughness: 0 },
    { kind: 'ellipse', style: { color: '#008000', width: 0.01, fill: '#008000', pattern: 'solid' } },
  ],
  [
    'a cartoonist’s box keeps its strays',
    { type: 'rectangle', roughness: 2, seed: 2_147_483_000 },
    { kind: 'rect', at, style: { ...sketchy, look: 'rough', seed: 2_147_483_000, corners: 'sharp' } },
  ],
  ['a box drawn upwards', { type: 'rectangle', height: -20 }, { kind: 'rect', at: { ...at, y: 0, h: 20 } }],
  [
    'a text of 2020',
    { type: 'text', text: 'Fish\tmarket\nopen', font: '36px Cascadia', strokeColor: 'red', textAlign: 'right' },
    {
      kind: 'text',
      text: [{ runs: [{ text: 'Fish market' }] }, { runs: [{ text: 'open' }] }],
      style: { color: '#ff0000', width: 4, font: 'mono', size: 36, align: 'end' },
    },
  ],
  [
    'a text with a width of its own',
    { type: 'text', text: 'a\nb', originalText: 'a b', autoResize: false },
    { kind: 'text', wraps: true, text: [{ runs: [{ text: 'a b' }] }] },
  ],
  [
    'a line of 2021, whose first point is not its place',
    {
      type: 'draw',
      points: [
        [5, 5],
        [15, 5],
        [15, 25],
      ],
      strokeSharpness: 'round',
    },
    { kind: 'line', at: { x: 15, y: 25, w: 10, h: 20, rotation: 0 }, points: [0, 0, 1, 0, 1, 1] },
  ],
  [
    'an arrow with old names of heads',
    {
      type: 'arrow',
      points: [
        [0, 0],
        [10, 0],
      ],
      startArrowhead: 'dot',
    },
    { kind: 'line', style: { ...sketchy, startHead: 'dot', endHead: 'arrow' } },
  ],
  [
    'an elbow arrow with a segment placed by hand',
    {
      type: 'arrow',
      elbowed: true,
      points: [
        [0, 0],
        [40, 0],
        [40, 30],
        [90, 30],
      ],
      fixedSegments: [{ index: 2, start: [40, 0], end: [40, 30] }],
    },
    { style: { ...sketchy, endHead: 'arrow', route: 'elbow' }, pins: [{ axis: 'x', at: 50 }] },
  ],
  [
    'a locked shape with a link',
    { type: 'ellipse', locked: true, link: 'https://example.org/a' },
    { locked: true, link: 'https://example.org/a' },
  ],
  ['a sticky note', { type: 'stickynote', backgroundColor: '#ffec99' }, { kind: 'note', style: { fill: '#ffec99' } }],
  ['a frame', { type: 'frame', name: 'Plan' }, { kind: 'frame', name: 'Plan', at }],
  ['a web page', { type: 'embeddable', link: 'https://example.org/' }, { kind: 'rect', link: 'https://example.org/' }],
  ['an unknown element', { type: 'hologram' }, { kind: 'rect', text: [{ runs: [{ text: 'hologram' }] }] }],
  [
    'hostile values',
    { type: 'rectangle', x: '1', width: 1e300, strokeStyle: '<b>', strokeWidth: -1 },
    { kind: 'rect', at: { ...at, x: 0, w: 1e8 } },
  ],
])('%s is read', async (_name, element, expected) => {
  expect(await shapeOf(element)).toMatchObject(expected)
})
