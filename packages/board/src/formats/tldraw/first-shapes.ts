import { richText } from '@inkbridge/types'
import { isPlainRecord, type PlainRecord } from '../../plain.ts'
import type { Vec } from './records.ts'
import { richDoc } from './rich-doc.ts'
import { pageSpace, type Space, spaceOf } from './space.ts'

/** Values of a file that was never validated. */
export function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise
}

export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function recordIn(value: unknown): PlainRecord {
  return isPlainRecord(value) ? value : {}
}

function pointIn(value: unknown): Vec {
  const [x, y, z] = Array.isArray(value) ? (value as readonly unknown[]) : []
  return { x: numberOr(x, 0), y: numberOr(y, 0), ...(z === undefined ? {} : { z: numberOr(z, 0.5) }) }
}

/** Colours of tldraw 1, and those that today's tldraw shows them in. */
const colors: ReadonlyMap<string, string> = new Map([
  ['white', 'black'],
  ['lightGray', 'grey'],
  ['gray', 'grey'],
  ['black', 'black'],
  ['green', 'light-green'],
  ['cyan', 'green'],
  ['blue', 'light-blue'],
  ['indigo', 'blue'],
  ['violet', 'light-violet'],
  ['red', 'red'],
  ['orange', 'orange'],
  ['yellow', 'yellow'],
])

/** Its sizes, and those of today for lines, and for text. */
const sizes: ReadonlyMap<string, string> = new Map([
  ['small', 'm'],
  ['medium', 'l'],
  ['large', 'xl'],
])
const textSizes: ReadonlyMap<string, string> = new Map([...sizes, ['small', 's']])

const fonts: ReadonlyMap<string, string> = new Map([
  ['script', 'draw'],
  ['sans', 'sans'],
  ['erif', 'serif'],
  ['serif', 'serif'],
  ['mono', 'mono'],
])

/** The styles of a shape. */
function styleOf({ style }: PlainRecord) {
  const { color, size, font, dash, isFilled, textAlign, scale } = recordIn(style)
  return {
    color: colors.get(textIn(color)) ?? 'black',
    size: sizes.get(textIn(size)) ?? 'l',
    font: fonts.get(textIn(font)) ?? 'draw',
    dash: ['draw', 'solid', 'dashed', 'dotted'].find((each) => each === dash) ?? 'draw',
    fill: isFilled === true ? 'solid' : 'none',
    align: textAlign === 'start' || textAlign === 'end' ? textAlign : 'middle',
    scale: Math.abs(numberOr(scale, 1)) || 1,
  }
}

interface Converted {
  readonly type: string
  readonly w: number
  readonly h: number
  readonly props: PlainRecord
}

/** A shape of tldraw 1 as one of the current schema, without index and parent; null: its type is unknown. */
export function firstShape(shape: PlainRecord, assets: PlainRecord): PlainRecord | null {
  const made = converted(shape, assets)
  if (!made) return null
  const { x, y, rotation } = made.type === 'group' ? pageSpace : spaceIn(shape, made)
  return {
    id: `shape:${textIn(shape.id)}`,
    typeName: 'shape',
    type: made.type,
    x,
    y,
    rotation,
    isLocked: shape.isLocked === true,
    opacity: 1,
    props: made.props,
    meta: {},
  }
}

/** Children of groups have coordinates of the page, so that a group needs none. */
function spaceIn(shape: PlainRecord, { w, h }: Converted): Space {
  return spaceOf({ ...pointIn(shape.point), w, h, rotation: numberOr(shape.rotation, 0) })
}

function converted(shape: PlainRecord, assets: PlainRecord): Converted | null {
  const [w, h] = sidesOf(shape)
  switch (shape.type) {
    case 'rectangle':
      return geo(shape, 'rectangle', w, h)
    case 'triangle':
      return geo(shape, 'triangle', w, h)
    case 'ellipse': {
      const { x, y } = pointIn(shape.radius)
      return geo(shape, 'ellipse', Math.max(1, x * 2), Math.max(1, y * 2))
    }
    case 'sticky':
      return sticky(shape, w, h)
    case 'text':
      return textShape(shape)
    case 'draw':
      return draw(shape)
    case 'arrow':
    case 'line':
      return arrow(shape)
    case 'image':
      return image(shape, assets, w, h)
    case 'group':
      return { type: 'group', w, h, props: {} }
    default:
      return null
  }
}

function sidesOf({ size }: PlainRecord): readonly [w: number, h: number] {
  const { x, y } = pointIn(size)
  return [Math.max(1, x), Math.max(1, y)]
}

function geo(shape: PlainRecord, kind: string, w: number, h: number): Converted {
  const { align: _, ...style } = styleOf(shape)
  const label = richDoc(richText(textIn(shape.label)))
  const words = { labelColor: style.color, richText: label, align: 'middle', verticalAlign: 'middle' }
  const props = { ...style, ...words, geo: kind, w, h, growY: 0, url: '', flipX: false, flipY: false }
  return { type: 'geo', w, h, props }
}

/** A note, whose sides are of one length in the current schema. */
function sticky(shape: PlainRecord, w: number, h: number): Converted {
  const { dash: _, fill: __, scale: ___, ...style } = styleOf(shape)
  const scale = w / 200
  const props = {
    ...style,
    labelColor: 'black',
    fontSizeAdjustment: null,
    verticalAlign: 'middle',
    growY: Math.max(0, h - w),
    url: '',
    richText: richDoc(richText(textIn(shape.text))),
    scale,
    textLastEditedBy: null,
  }
  return { type: 'note', w, h, props }
}

function textShape(shape: PlainRecord): Converted {
  const { color, font, align, scale } = styleOf(shape)
  const size = textSizes.get(textIn(recordIn(shape.style).size)) ?? 'l'
  const text = textIn(shape.text)
  const letters = { s: 18, l: 36, xl: 44 }[size] ?? 36
  const lines = text.split('\n')
  const w = Math.max(8, Math.max(...lines.map(({ length }) => length)) * letters * scale * 0.55)
  const props = { color, size, font, textAlign: align, w, richText: richDoc(richText(text)), scale, autoSize: true }
  return { type: 'text', w, h: lines.length * letters * scale * 1.35, props }
}

/** Its points stay a list, as in `pointLists`: a migration packs them. */
function draw(shape: PlainRecord): Converted {
  const { color, size, dash, fill, scale } = styleOf(shape)
  const points = (Array.isArray(shape.points) ? (shape.points as readonly unknown[]) : [])
    .map(pointIn)
    .map(({ x, y, z = 0.5 }) => ({ x, y, z }))
  const [first, last] = [points[0], points.at(-1)]
  const isClosed = first && last && points.length > 3 && Math.hypot(last.x - first.x, last.y - first.y) < 8
  const isPen = points.some(({ z }) => z !== 0.5)
  const [w, h] = [Math.max(0, ...points.map(({ x }) => x)), Math.max(0, ...points.map(({ y }) => y))]
  const segments = [{ type: 'free', points: points.length > 0 ? points : [{ x: 0, y: 0, z: 0.5 }] }]
  const flags = { isComplete: true, isClosed: isClosed === true, isPen }
  return { type: 'draw', w, h, props: { color, size, dash, fill, scale, segments, ...flags } }
}

/** An arrow without heads is a line, which can be bound; its bend is the distance of the middle from the chord. */
function arrow(shape: PlainRecord): Converted {
  const { color, size, dash, fill, font, scale } = styleOf(shape)
  const handles = recordIn(shape.handles)
  const [start, end, middle] = ['start', 'end', 'bend'].map((name) => pointIn(recordIn(handles[name]).point)) as [
    Vec,
    Vec,
    Vec,
  ]
  const decorations = recordIn(shape.decorations)
  const head = (value: unknown) => (value === 'arrow' ? 'arrow' : 'none')
  const props = {
    ...{ color, size, dash, fill, font, scale, start, end, kind: 'arc', elbowMidPoint: 0.5, labelPosition: 0.5 },
    labelColor: color,
    bend: isPlainRecord(handles.bend) ? sagitta(start, end, middle) : 0,
    arrowheadStart: head(decorations.start),
    arrowheadEnd: head(decorations.end),
    richText: richDoc(richText(textIn(shape.label))),
  }
  return { type: 'arrow', w: Math.abs(end.x - start.x), h: Math.abs(end.y - start.y), props }
}

/** The distance of a point to the right of the way from one point to another. */
function sagitta(start: Vec, end: Vec, middle: Vec): number {
  const [x, y] = [end.x - start.x, end.y - start.y]
  const length = Math.hypot(x, y)
  if (length === 0) return 0
  const bend = ((middle.y - start.y) * x - (middle.x - start.x) * y) / length
  return Math.abs(bend) < 1 ? 0 : bend
}

function image(shape: PlainRecord, assets: PlainRecord, w: number, h: number): Converted {
  const asset = textIn(shape.assetId)
  const assetId = isPlainRecord(assets[asset]) ? `asset:${asset}` : null
  const props = { w, h, assetId, playing: true, url: '', crop: null, flipX: false, flipY: false, altText: '' }
  return { type: 'image', w, h, props }
}
