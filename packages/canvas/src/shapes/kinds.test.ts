import { openBoard } from '@inkbridge/board'
import {
  defaultStyle,
  newShape,
  recordKind,
  type Shape,
  type ShapeBase,
  type ShapeId,
  type ShapeWith,
} from '@inkbridge/types'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { sidesOf } from '../geometry/polyline.ts'
import { clipIn } from '../paste/clip.ts'
import { svgOf } from '../picture/svg.ts'
import { pictureOf } from '../picture.ts'
import { Scene } from '../scene/scene.ts'
import { search } from '../scene/search.ts'
import { fieldsOf } from '../state/fields.ts'
import { plain } from '../testing/plain.ts'
import { rectAt } from '../testing/script.ts'
import { connectHandlesOf } from '../tools/select/connecting.ts'
import { stylesOf } from './capabilities.ts'
import type { Kind, KindOnCanvas, Kinds } from './kind.ts'
import { areBuiltIn, builtIn, builtInKinds, createKinds } from './kinds.ts'

const record = recordKind<{ readonly level: number }, 'gauge'>({
  kind: 'gauge',
  props: { level: { parse: (value) => (typeof value === 'number' ? value : undefined), fallback: 0 } },
  style: { uses: ['color'] },
})
type Gauge = ShapeWith<{ readonly level: number }, 'gauge'>

/** Hit in its left half only, and drawn as one number. */
const picture: KindOnCanvas<Gauge> = {
  bindable: true,
  fields: [{ label: 'Level', prop: 'level', options: [{ label: 'Full', value: 1 }] }],
  outline: ({ at }) => [sidesOf(at)],
  hit: ({ at }, { x }) => (x < at.x + at.w / 2 ? 'on' : null),
  draw: ({ at: { x, y }, level }) => [
    {
      type: 'text',
      text: `${level * 100} %`,
      x,
      y,
      face: { font: 'sans', size: 12, bold: false, italic: false },
      fill: '#102030',
      isRtl: false,
    },
  ],
}
const gauge: Kind = { ...record, ...picture }
const kinds = createKinds([...builtIn, gauge])

const at = { x: 0, y: 0, w: 100, h: 40, rotation: 0 }
function gauges(...levels: readonly number[]): readonly Shape[] {
  const board = openBoard(new Y.Doc(), { kinds: kinds.records })
  const edits = levels.map((level, index) => {
    const shape = newShape(record, { id: `g${index}` as ShapeId, at, style: defaultStyle, level })
    return { type: 'create', shape } as const
  })
  board.apply(edits)
  return board.shapes()
}

test('a custom kind is drawn and hit by its own functions, and lines can be bound to it', () => {
  const scene = new Scene(gauges(0.5), { ...plain, kinds })
  const hits = [20, 80].map((x) => scene.at({ x, y: 20 }, 1)?.id)
  expect(hits).toEqual(['g0', undefined])
  expect(scene.bindableAt({ x: 20, y: 20 }, 1)?.id).toBe('g0')
  expect(svgOf(gauges(0.5), { ...plain, kinds, theme: 'light', paper: false }).svg).toContain('>50 %</text>')
})

test('a kind unknown to the canvas is shown as a placeholder with its name', () => {
  const [, name] = pictureOf(gauges(0.5), { theme: 'light', layout: plain.layout })
  expect(name).toMatchObject({ type: 'text', text: 'Unsupported shape: gauge' })
  expect(gauges(0.5).every((shape) => builtInKinds.of(shape).placeholder)).toBe(true)
})

test('the name of a placeholder is within its bounds, however narrow', () => {
  const [unknown] = gauges(0.5)
  const { minX = 0, maxX = 0 } = unknown ? new Scene([unknown], plain).boundsOf(unknown) : {}
  expect(maxX - minX).toBeGreaterThan('Unsupported shape: gauge'.length * 7)
})

test('a worker with the built-in kinds can draw for a canvas with these, or fewer, and no others', () => {
  expect([builtInKinds, createKinds(builtIn.slice(3)), kinds].map(areBuiltIn)).toEqual([true, true, false])
})

test('the style panel offers the styles of the record half and the fields of the picture half', () => {
  expect(gauges(0.5).map((shape) => stylesOf(shape, kinds))).toEqual([['color']])
  const [field] = picture.fields ?? []
  expect(fieldsOf(gauges(1, 1), kinds)).toEqual([{ ...field, value: 1, mixed: false }])
  expect(fieldsOf(gauges(1, 0), kinds)).toEqual([{ ...field, value: 1, mixed: true }])
  expect(fieldsOf([...gauges(1), rectAt('r', 0, 0)], kinds)).toEqual([])
})

test('the contents of a container are clipped by it, and it is found by its title', () => {
  const box = recordKind<{ readonly label: string }, 'box'>({
    kind: 'box',
    props: { label: { parse: (value) => (typeof value === 'string' ? value : undefined), fallback: '' } },
    style: { uses: [] },
    container: true,
  })
  const outline: KindOnCanvas<ShapeBase> = { title: 'label', outline: (shape) => [sidesOf(shape.at)], draw: () => [] }
  const withBoxes = createKinds([...builtIn, { ...box, ...outline }])
  const board = openBoard(new Y.Doc(), { kinds: withBoxes.records })
  const [id, inside] = ['b' as ShapeId, 'r' as ShapeId]
  board.apply([
    { type: 'create', shape: newShape(box, { id, at, style: defaultStyle, label: 'Drafts' }) },
    { type: 'create', shape: { id: inside, kind: 'rect', at: { ...at, x: 60 }, style: defaultStyle } },
    { type: 'parent', id: inside, parent: id },
  ])
  const scene = new Scene(board.shapes(), { ...plain, kinds: withBoxes })
  expect(scene.boundsOf(scene.get(inside) as Shape)).toMatchObject({ maxX: 100 })
  expect(scene.frameAt({ x: 10, y: 10 }, new Set())).toBe(id)
  expect(search(scene.all(), 'draft', withBoxes).map((found) => found.id)).toEqual([id])
})

test('copied shapes are checked by the kinds of the canvas they are pasted on', () => {
  const text = (level: unknown) =>
    JSON.stringify({
      type: 'inkbridge',
      version: 1,
      document: {
        shapes: { g: { kind: 'gauge', at: [0, 0, 100, 40, 0], level: 0 } },
        props: { g: { level } },
      },
    })
  const read = (level: unknown, known: Kinds) => clipIn(text(level), known.records)?.ok
  expect([read(0.5, kinds), read('full', kinds), read('full', builtInKinds)]).toEqual([true, false, true])
})

test('a shape without a next shape has no connect handles, though lines can be bound to it', () => {
  const following: Kind = {
    ...gauge,
    next: () => ({ w: 1, h: 1, isJoined: true, make: ({ id, at, style }) => ({ id, at, style, kind: 'rect' }) }),
  }
  const buttonsOf = (kind: Kind) => {
    const scene = new Scene(gauges(0.5), { ...plain, kinds: createKinds([...builtIn, kind]) })
    return connectHandlesOf(scene.all()[0], 2, scene).length
  }
  expect([buttonsOf(following), buttonsOf(gauge)]).toEqual([4, 0])
})

test('two kinds of one name are refused', () => {
  expect(() => createKinds([gauge, { ...gauge }])).toThrow('"gauge"')
})
